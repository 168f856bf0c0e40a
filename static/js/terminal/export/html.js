/** A screen as HTML that needs no style sheet: for mails, documents, web pages. Pure. */
import { styleOf } from '../render/run-style.js';

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * @param {import('../render/cells.js').Run[][]} rows
 * @param {{palette: object, fontFamily: string, contrast: number}} looks of the terminal.
 * @returns {string} one `pre` element. What a program hid is left out.
 */
export function htmlOf(rows, looks) {
  const { palette, fontFamily } = looks;
  const style = {
    backgroundColor: palette.background,
    color: palette.foreground,
    fontFamily,
    fontSize: '14px',
    lineHeight: '1.25',
    padding: '8px',
  };
  const lines = rows.map((runs) => runs.map((run) => spanOf(run, looks)).join(''));
  while (lines.at(-1) === '') lines.pop();
  // A line break that follows the tag is no text: it saves the one of a first row that is empty.
  return `<pre style="${escaped(cssOf(style))}">\n${lines.join('\n')}</pre>`;
}

function spanOf({ look, characters }, looks) {
  const text = escaped(characters.map((one) => (look.hidden ? ' '.repeat(one.cells) : one.text)).join(''));
  const style = cssOf(styleOf(look, looks));
  return style === '' ? text : `<span style="${escaped(style)}">${text}</span>`;
}

function cssOf(style) {
  const written = (name) => name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
  return Object.entries(style)
    .map(([name, value]) => `${written(name)}:${value}`)
    .join(';');
}

function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
