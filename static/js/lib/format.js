/** Numbers and times as people read them. Pure: the time is always an argument. */

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const YEAR_S = 365 * DAY_S;
// A session that was active less than this ago is active now: clocks of two machines differ by as much.
const NOW_S = 10;

const KIB = 1024;
/** @type {Intl.DateTimeFormatOptions} */
const CLOCK = { hour: '2-digit', minute: '2-digit' };
/** @type {Intl.DateTimeFormatOptions} */
const DAY = { weekday: 'short', day: 'numeric', month: 'short' };

/** @type {[number, string][]} */
const STEPS = [
  [YEAR_S, 'y'],
  [DAY_S, 'd'],
  [HOUR_S, 'h'],
  [MINUTE_S, 'min'],
];

/**
 * A span in its largest whole unit: `42 s`, `3 min`, `5 h`, `2 d`; below zero counts as zero.
 * @param {number} seconds
 */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  for (const [length, unit] of STEPS) {
    if (whole >= length) return `${Math.floor(whole / length)} ${unit}`;
  }
  return `${whole} s`;
}

/**
 * `active now` or `active 3 min ago`; times are seconds since 1970.
 * @param {number} atSeconds
 * @param {number} nowSeconds
 */
export function activity(atSeconds, nowSeconds) {
  const age = nowSeconds - atSeconds;
  return age < NOW_S ? 'active now' : `active ${duration(age)} ago`;
}

/**
 * `created just now` or `created 2 d ago`; times are seconds since 1970.
 * @param {number} atSeconds
 * @param {number} nowSeconds
 */
export function created(atSeconds, nowSeconds) {
  const age = nowSeconds - atSeconds;
  return age < NOW_S ? 'created just now' : `created ${duration(age)} ago`;
}

/** `1 window`, `2 windows`. @param {number} count @param {string} noun */
export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/**
 * `2 windows`, or `2 windows, 3 panes` if a window is split.
 * @param {number} windows
 * @param {number} panes of all windows.
 */
export function windowsAndPanes(windows, panes) {
  const text = plural(windows, 'window');
  return panes > windows ? `${text}, ${plural(panes, 'pane')}` : text;
}

/** A position in something that plays: `0:05`, `12:34`, `1:02:03`. @param {number} seconds */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / HOUR_S), Math.floor((whole % HOUR_S) / MINUTE_S)];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % MINUTE_S)}`
    : `${minutes}:${two(whole % MINUTE_S)}`;
}

/** A moment in full, for a tooltip, in the reader's own language. @param {number} atSeconds */
export function moment(atSeconds) {
  return new Date(atSeconds * 1000).toLocaleString();
}

/** `512 B`, `128 KiB`, `1.5 MiB`; a dash for anything but a number. @param {number} count */
export function bytes(count) {
  if (!Number.isFinite(count)) return '–';
  if (count < KIB) return `${count} B`;
  if (count < KIB * KIB) return `${Math.round(count / KIB)} KiB`;
  return `${(count / KIB / KIB).toFixed(1)} MiB`;
}

/** `3 ms`, `120 ms`, `1.2 s`: a round trip. @param {number} ms */
export function latency(ms) {
  if (ms < 1000) return `${Math.max(1, Math.round(ms))} ms`;
  return `${(ms / 1000).toFixed(1)} s`;
}

/** How good a round trip is: `good`, `fair` or `slow`. @param {number} ms */
export function latencyGrade(ms) {
  if (ms < 100) return 'good';
  return ms < 300 ? 'fair' : 'slow';
}

/** `80 × 24`, columns first. @param {{cols: number, rows: number}} size */
export function size({ cols, rows }) {
  return `${cols} × ${rows}`;
}

/**
 * `18:30` for today, else the day as well; times are seconds since 1970.
 * @param {number} atSeconds
 * @param {number} nowSeconds
 * @param {{locale?: string, timeZone?: string}} [reader] the browser's own if left out.
 */
export function until(atSeconds, nowSeconds, { locale, timeZone } = {}) {
  const [at, now] = [atSeconds, nowSeconds].map((seconds) => new Date(seconds * 1000));
  /** @param {Date} date */
  const dayOf = (date) => date.toLocaleDateString(locale, { timeZone });
  const time = at.toLocaleTimeString(locale, { ...CLOCK, timeZone });
  return dayOf(at) === dayOf(now) ? time : `${at.toLocaleDateString(locale, { ...DAY, timeZone })}, ${time}`;
}
