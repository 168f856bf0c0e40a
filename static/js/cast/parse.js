/** Reads asciicast v3 files. Pure. Source: https://docs.asciinema.org/manual/asciicast/v3/. */

/**
 * @typedef {{cols: number, rows: number}} Size
 * @typedef {{at: number, code: 'o'|'m'|'x', data: string}|{at: number, code: 'r', data: Size}} CastEvent `at`
 *   is in
 *   seconds since the beginning.
 *
 * @typedef {object} Recording
 * @property {Size} size
 * @property {string} title
 * @property {number|null} timestamp in seconds since 1970.
 * @property {import('../lib/widths.js').Fields|null} widths of the tmux that was recorded.
 * @property {CastEvent[]} events in order.
 * @property {number} length the time of the end, in seconds.
 */

// A file may say anything; xterm.js cannot show more.
const SIZE_MAX = 1000;
const CODES = new Set(['o', 'm', 'x']);

/** The text is not a recording that can be played; the message is for users. */
export class CastError extends Error {}

/**
 * Reads a whole file. Ignores unknown codes, and an incomplete last line, which a killed server leaves.
 * @param {string} text
 * @returns {Recording}
 * @throws {CastError}
 */
export function parseCast(text) {
  const lines = text.split('\n');
  const cut = lines.pop();
  if (cut) lines.push(cut);
  const header = headerOf(lines[0] ?? '');
  /** @type {CastEvent[]} */
  const events = [];
  let at = 0;
  for (let index = 1; index < lines.length; index += 1) {
    const event = eventOf(lines[index], {
      number: index + 1,
      mayBeCut: Boolean(cut) && index === lines.length - 1,
    });
    if (event === null) continue;
    at += event.interval;
    if (event.code !== null)
      events.push(/** @type {CastEvent} */ ({ at, code: event.code, data: event.data }));
  }
  return { ...header, events, length: at };
}

/** @param {string} line */
function headerOf(line) {
  const header = valueOf(line);
  if (header?.version !== 3) throw new CastError('This is not an asciicast of version 3.');
  const size = sizeOf(header.term?.cols, header.term?.rows);
  if (size === null) throw new CastError('The recording does not say how large its terminal is.');
  return {
    size,
    title: typeof header.title === 'string' ? header.title : '',
    timestamp: Number.isFinite(header.timestamp) ? header.timestamp : null,
    widths: header.webmux_widths ?? null,
  };
}

/**
 * The event of a line, or null. Its code is null if it changes only the time.
 * @param {string} line
 * @param {{number: number, mayBeCut: boolean}} place
 */
function eventOf(line, { number, mayBeCut }) {
  if (line === '' || line.startsWith('#')) return null;
  const value = valueOf(line);
  if (!isEvent(value)) {
    if (mayBeCut) return null;
    throw new CastError(`Line ${number} of the recording is damaged.`);
  }
  const [interval, code, data] = value;
  if (code === 'r') {
    const [cols, rows] = data.split('x').map(Number);
    const size = sizeOf(cols, rows);
    return { interval, code: size && code, data: size };
  }
  return { interval, code: CODES.has(code) ? code : null, data };
}

/** @param {any} value */
function isEvent(value) {
  const [interval, code, data] = Array.isArray(value) ? value : [];
  return Number.isFinite(interval) && interval >= 0 && typeof code === 'string' && typeof data === 'string';
}

/** @param {number} cols @param {number} rows */
function sizeOf(cols, rows) {
  /** @param {number} side */
  const fine = (side) => Number.isInteger(side) && side >= 1 && side <= SIZE_MAX;
  return fine(cols) && fine(rows) ? { cols, rows } : null;
}

/** @param {string} line */
function valueOf(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
