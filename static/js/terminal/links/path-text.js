/** Finds texts that may be paths, with a line and column after them. Pure: the server knows which exist. */

const PATHS_MAX = 60;
const PATH_MAX_CHARS = 1024;
// In quotes anything but the quote; otherwise up to a blank, quote, bracket, separator, or line that tmux
// draws.
const WORDS =
  /'([^'\n]{1,1024})'|"([^"\n]{1,1024})"|`([^`\n]{1,1024})`|([^\s'"`<>|()[\]{},;=*?$!&\u2500-\u257f]+)/g;
const PLACE = /:(\d{1,7})(?::(\d{1,7}))?$/;
// Python writes it after the quotes.
const PLACE_BEHIND = /^, line (\d{1,7})/;

/**
 * @param {string} text of one line.
 * @returns {{start: number, end: number, path: string, line: number|null, column: number|null}[]}
 *   `text.slice(start, end)` is
 *   the link.
 */
export function findPaths(text) {
  const found = [];
  for (const match of text.matchAll(WORDS)) {
    const quoted = match[4] === undefined;
    const inner = match[1] ?? match[2] ?? match[3] ?? match[4];
    const start = match.index + (quoted ? 1 : 0);
    const place = placeOf(inner, quoted ? text.slice(match.index + match[0].length) : '');
    if (place !== null)
      found.push({
        start,
        end: start + place.length,
        path: place.path,
        line: place.line,
        column: place.column,
      });
    if (found.length === PATHS_MAX) break;
  }
  return found;
}

/** @param {string} word @param {string} behind */
function placeOf(word, behind) {
  const text = word.replace(/[:.]+$/, (tail) =>
    /^\.{1,2}$/.test(word) || /\/\.{1,2}$/.test(word) ? tail : '',
  );
  const match = PLACE.exec(text);
  const path = match ? text.slice(0, match.index) : text;
  if (!mayBePath(path)) return null;
  const line = match?.[1] ?? PLACE_BEHIND.exec(behind)?.[1] ?? null;
  return { path, length: text.length, line: numberOf(line), column: numberOf(match?.[2]) };
}

/** @param {string|undefined|null} digits */
const numberOf = (digits) => (digits ? Number(digits) : null);

/** @param {string} path */
function mayBePath(path) {
  if (path.length < 2 || path.length > PATH_MAX_CHARS) return false;
  return !path.includes('://') && !path.startsWith('-') && /[\p{L}\p{N}]/u.test(path);
}
