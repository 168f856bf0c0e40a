/** Writes a screen as HTML without a style sheet, for mails, documents and web pages. Pure. */
import { cssOf } from '../render/run-style.js';

/** @import { Run } from '../render/cells.js' */
/** @import { Appearance } from '../render/run-style.js' */

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * @param {Run[][]} rows
 * @param {Appearance & {fontFamily: string}} appearance of the terminal.
 * @returns {string} one `pre` element. Hidden text is left out.
 */
export function htmlOf(rows, appearance) {
  const { palette, fontFamily } = appearance;
  const css = {
    backgroundColor: palette.background,
    color: palette.foreground,
    fontFamily,
    fontSize: '14px',
    lineHeight: '1.25',
    padding: '8px',
  };
  const lines = rows.map((runs) => runs.map((run) => spanOf(run, appearance)).join(''));
  while (lines.at(-1) === '') lines.pop();
  // HTML ignores the first line break after the tag, so an empty first row would be lost without one.
  return `<pre style="${escaped(attributeOf(css))}">\n${lines.join('\n')}</pre>`;
}

/** @param {Run} run @param {Appearance} appearance */
function spanOf({ style, characters }, appearance) {
  const text = escaped(characters.map((one) => (style.hidden ? ' '.repeat(one.cells) : one.text)).join(''));
  const attribute = attributeOf(cssOf(style, appearance));
  return attribute === '' ? text : `<span style="${escaped(attribute)}">${text}</span>`;
}

/** @param {Record<string, string>} css as the text of a `style` attribute. */
function attributeOf(css) {
  /** @param {string} name */
  const written = (name) => name.replace(/[A-Z]/g, (letter) => '-' + letter.toLowerCase());
  return Object.entries(css)
    .map(([name, value]) => `${written(name)}:${value}`)
    .join(';');
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
