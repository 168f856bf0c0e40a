/** The text of an asciicast v3 file as events with moments. Pure; https://docs.asciinema.org/manual/asciicast/v3/. */

// What xterm.js is asked to show; a file is somebody's text.
const SIZE_MAX = 1000;
const CODES = new Set(['o', 'm', 'x']);

/** The text is no recording that can be played; the message is for people. */
export class CastError extends Error {}

/**
 * Reads a whole file. A last line that is cut, as a killed server leaves it, is left out; unknown codes are too.
 * @param {string} text
 * @returns {{size: {cols: number, rows: number}, title: string, timestamp: number|null, widths: object|null, events: object[], length: number}}
 *   `widths` are those of the tmux that was recorded. `events` are `{at, code, data}`, in order, `at` seconds since the beginning; the data of `r` is a size. `length` is the last moment.
 * @throws {CastError}
 */
export function parseCast(text) {
  const lines = text.split('\n');
  const cut = lines.pop();
  if (cut) lines.push(cut);
  const header = headerOf(lines[0] ?? '');
  const events = [];
  let at = 0;
  for (let index = 1; index < lines.length; index += 1) {
    const event = eventOf(lines[index], {
      number: index + 1,
      mayBeCut: Boolean(cut) && index === lines.length - 1,
    });
    if (event === null) continue;
    at += event.interval;
    if (event.code !== null) events.push({ at, code: event.code, data: event.data });
  }
  return { ...header, events, length: at };
}

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

/** The event of a line: null for none, `code` null for one that changes nothing but the time. */
function eventOf(line, { number, mayBeCut }) {
  if (line === '' || line.startsWith('#')) return null;
  const value = valueOf(line);
  if (!isEvent(value)) {
    if (mayBeCut) return null;
    throw new CastError(`Line ${number} of the recording is damaged.`);
  }
  const [interval, code, data] = value;
  if (code === 'r') {
    const size = sizeOf(...data.split('x').map(Number));
    return { interval, code: size && code, data: size };
  }
  return { interval, code: CODES.has(code) ? code : null, data };
}

function isEvent(value) {
  const [interval, code, data] = Array.isArray(value) ? value : [];
  return Number.isFinite(interval) && interval >= 0 && typeof code === 'string' && typeof data === 'string';
}

function sizeOf(cols, rows) {
  const fine = (side) => Number.isInteger(side) && side >= 1 && side <= SIZE_MAX;
  return fine(cols) && fine(rows) ? { cols, rows } : null;
}

function valueOf(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
