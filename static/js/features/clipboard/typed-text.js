/** Typed bytes as a reader may see them. Pure. */
import { visibleParts } from './paste-rules.js';

const SHOWN_MAX_BYTES = 4096;
// What tmux is told of a paste's begin and end.
// eslint-disable-next-line no-control-regex -- they are what is looked for
const BRACKETS = /\x1b\[20[01]~/g;
const NAMES = new Map([
  ['^M', '⏎'],
  ['^J', '⏎'],
  ['^[', 'Esc'],
  ['^?', '⌫'],
  ['^H', '⌫'],
  ['\t', '⇥'],
]);
const ASKS =
  /(password|passphrase|passwor[td]|passwd|\bpin\b|secret|token|passcode|verification code)[^:]*:\s*$/i;

/**
 * The last of the bytes in parts, keys marked as such and named.
 * @param {{secret?: boolean}} [options] `secret`: a dot for each character.
 * @returns {{key: boolean, text: string}[]}
 */
export function typedParts(bytes, { secret = false } = {}) {
  const cut = bytes.length > SHOWN_MAX_BYTES;
  const text = new TextDecoder().decode(cut ? bytes.subarray(-SHOWN_MAX_BYTES) : bytes).replace(BRACKETS, '');
  const parts = visibleParts(text)
    .flatMap(withLines)
    .map(({ key, text: part }) =>
      key
        ? { key, text: NAMES.get(part) ?? part }
        : { key, text: secret ? '•'.repeat([...part].length) : part },
    );
  return cut ? [{ key: false, text: '…' }, ...parts] : parts;
}

/** How many characters typed bytes are; what frames a paste does not count. */
export function characterCount(bytes) {
  let count = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) count += 1;
  // Each byte is a character to this decoder, whatever it is.
  const frames = bytes.includes(0x1b) ? (new TextDecoder('latin1').decode(bytes).match(BRACKETS) ?? []) : [];
  return count - frames.reduce((sum, { length }) => sum + length, 0);
}

/** Line ends are keys here. */
function withLines(part) {
  if (part.key) return [part];
  return part.text
    .split(/([\r\n\t])/)
    .filter((text) => text !== '')
    .map((text) => (/[\r\n]/.test(text) ? { key: true, text: '^M' } : { key: text === '\t', text }));
}

/** Whether a row that the cursor stands in asks for what nobody should see. */
export function asksForSecret(row) {
  return ASKS.test(row);
}
