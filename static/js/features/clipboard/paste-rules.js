/** What a paste would do, and the text it becomes. Pure. */

const NEWLINES = /\r\n|\r|\n/;
// C0 but tab and line ends, DEL, C1.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
const CONTROLS = new RegExp(`(${CONTROL.source})`, 'g');
// What ends a paste: text that holds it would be taken for typed from there on.
// eslint-disable-next-line no-control-regex -- as above
const BRACKETS = /(?:\x1b\[|\x9b)20[01]~/g;

/** The lines of a text; a last line end does not begin another one. */
export function linesOf(text) {
  const lines = text.split(NEWLINES);
  return lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Whether a program without bracketed paste might act on it: at a line end, or at a control character. */
export function isRisky(text) {
  return NEWLINES.test(text) || CONTROL.test(text);
}

/** All of it in one line that nothing acts on. */
export function asOneLine(text) {
  const plain = linesOf(text)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
  return plain.replace(CONTROLS, '');
}

/** Without what would end the paste early. */
export function defused(text) {
  let before;
  do {
    before = text;
    text = text.replace(BRACKETS, '');
  } while (text !== before);
  return text;
}

/** The text in parts, so that what acts like a key can be marked: `^[` for Escape. */
export function visibleParts(text) {
  return text
    .split(CONTROLS)
    .filter((part) => part !== '')
    .map((part) => (CONTROL.test(part) ? { key: true, text: caret(part) } : { key: false, text: part }));
}

function caret(character) {
  const code = character.charCodeAt(0);
  if (code >= 0x80) return `<${code.toString(16)}>`;
  return `^${String.fromCharCode(code ^ 0x40)}`;
}

/** The bytes a terminal types for a paste. */
export function pasteBytes(text, bracketed) {
  const lines = defused(text).replace(/\r?\n/g, '\r');
  return new TextEncoder().encode(bracketed ? `\x1b[200~${lines}\x1b[201~` : lines);
}
