/** Which pastes are risky, and how a text is changed before it is pasted. Pure. */

const NEWLINES = /\r\n|\r|\n/;
// C0 except tab and line ends, DEL, C1.
// eslint-disable-next-line no-control-regex -- the pattern finds control characters
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;
const CONTROLS = new RegExp(`(${CONTROL.source})`, 'g');
// Marks the begin and end of a bracketed paste: a program would take text after an end mark as typed.
// eslint-disable-next-line no-control-regex -- as above
const PASTE_MARKS = /(?:\x1b\[|\x9b)20[01]~/g;

/** The lines of a text; a line end at the very end begins no other line. */
export function linesOf(text) {
  const lines = text.split(NEWLINES);
  return lines.length > 1 && lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Whether a program without bracketed paste could act on the text: at a line end or a control character. */
export function isRisky(text) {
  return NEWLINES.test(text) || CONTROL.test(text);
}

/** The text as one line without control characters. */
export function asOneLine(text) {
  const plain = linesOf(text)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
  return plain.replace(CONTROLS, '');
}

/** The text without paste marks, which would end the paste early. */
export function withoutPasteMarks(text) {
  let before;
  do {
    before = text;
    text = text.replace(PASTE_MARKS, '');
  } while (text !== before);
  return text;
}

/**
 * The text in parts, with control characters as keys: `^[` for Escape.
 * @returns {{key: boolean, text: string}[]}
 */
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

/** The bytes that a terminal sends for a paste. */
export function pasteBytes(text, bracketed) {
  const lines = withoutPasteMarks(text).replace(/\r?\n/g, '\r');
  return new TextEncoder().encode(bracketed ? `\x1b[200~${lines}\x1b[201~` : lines);
}
