/** Quotes text for a shell. Pure. */

const PLAIN = /^[A-Za-z0-9_@%+:,./-]+$/;
// eslint-disable-next-line no-control-regex -- they must not be typed
const ODD = /[\x00-\x1f\x7f-\x9f\ud800-\udfff]/;
const encoder = new TextEncoder();

/** @param {number} byte */
const octal = (byte) => `\\${byte.toString(8).padStart(3, '0')}`;

/**
 * A path as one word for bash, zsh, ksh, dash and fish. Control characters must never be typed, so a path
 * with them is
 * written as `$'…'`, which dash and fish do not read. So is one with bytes that are not UTF-8: lone
 * surrogates, as
 * Python writes them.
 * @param {string} path
 */
export function shellQuote(path) {
  if (PLAIN.test(path) && !path.startsWith('-')) return path;
  const safe = path.startsWith('-') ? `./${path}` : path;
  const pairsAway = safe.replace(/[\ud800-\udbff][\udc00-\udfff]/g, '');
  return ODD.test(pairsAway) ? ansiQuoted(safe) : `'${safe.replaceAll("'", "'\\''")}'`;
}

/** @param {string} text */
function ansiQuoted(text) {
  const parts = Array.from(text, (character) => {
    const code = character.charCodeAt(0);
    if (code >= 0xdc80 && code <= 0xdcff) return octal(code - 0xdc00);
    if (character === "'" || character === '\\') return `\\${character}`;
    return code < 0x20 || (code >= 0x7f && code < 0xa0)
      ? Array.from(encoder.encode(character), octal).join('')
      : character;
  });
  return `$'${parts.join('')}'`;
}

/**
 * The command that opens a file, at a line if there is one.
 * @param {string} path
 * @param {number|null} line
 */
export function editCommand(path, line) {
  const words = line ? ['$EDITOR', `+${line}`, shellQuote(path)] : ['$EDITOR', shellQuote(path)];
  return words.join(' ');
}
