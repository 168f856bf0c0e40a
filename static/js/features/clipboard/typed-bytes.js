/** Typed bytes as text that can be shown. Pure. */
import { visibleParts } from './paste-rules.js';

const SHOWN_MAX_BYTES = 4096;
// The begin and the end of a bracketed paste.
// eslint-disable-next-line no-control-regex -- the pattern finds control characters
const PASTE_MARKS = /\x1b\[20[01]~/g;
const KEY_NAMES = new Map([
  ['^M', '⏎'],
  ['^J', '⏎'],
  ['^[', 'Esc'],
  ['^?', '⌫'],
  ['^H', '⌫'],
  ['\t', '⇥'],
]);
const SECRET_PROMPT =
  /(password|passphrase|passwor[td]|passwd|\bpin\b|secret|token|passcode|verification code)[^:]*:\s*$/i;

/**
 * The last bytes in parts; keys have names.
 * @param {Uint8Array} bytes
 * @param {{secret?: boolean}} [options] `secret`: a dot replaces each character.
 * @returns {{key: boolean, text: string}[]}
 */
export function typedParts(bytes, { secret = false } = {}) {
  const cut = bytes.length > SHOWN_MAX_BYTES;
  const text = new TextDecoder()
    .decode(cut ? bytes.subarray(-SHOWN_MAX_BYTES) : bytes)
    .replace(PASTE_MARKS, '');
  const parts = visibleParts(text)
    .flatMap(withLines)
    .map(({ key, text: part }) =>
      key
        ? { key, text: KEY_NAMES.get(part) ?? part }
        : { key, text: secret ? '•'.repeat([...part].length) : part },
    );
  return cut ? [{ key: false, text: '…' }, ...parts] : parts;
}

/** The number of characters in typed bytes, without paste marks. @param {Uint8Array} bytes */
export function characterCount(bytes) {
  let count = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) count += 1;
  // This decoder makes one character of each byte, also of invalid UTF-8.
  const marks = bytes.includes(0x1b) ? new TextDecoder('latin1').decode(bytes).match(PASTE_MARKS) : null;
  return count - (marks?.join('').length ?? 0);
}

/** Splits line ends and tabs off as keys. */
function withLines(part) {
  if (part.key) return [part];
  return part.text
    .split(/([\r\n\t])/)
    .filter((text) => text !== '')
    .map((text) => (/[\r\n]/.test(text) ? { key: true, text: '^M' } : { key: text === '\t', text }));
}

/** Whether a row with the cursor asks for a password or another secret. */
export function asksForSecret(row) {
  return SECRET_PROMPT.test(row);
}
