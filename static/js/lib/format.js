/** Numbers and times as people read them. Pure: the time is always an argument. */

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;
const YEAR_S = 365 * DAY_S;
// Under this long a session counts as active now; the clocks of two machines differ by as much.
const NOW_S = 10;

const STEPS = [
  [YEAR_S, 'y'],
  [DAY_S, 'd'],
  [HOUR_S, 'h'],
  [MINUTE_S, 'min'],
];

/** A span in its largest whole unit: `42 s`, `3 min`, `5 h`, `2 d`; below zero counts as zero. */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  for (const [length, unit] of STEPS) {
    if (whole >= length) return `${Math.floor(whole / length)} ${unit}`;
  }
  return `${whole} s`;
}

/** `active now` or `active 3 min ago`; times are seconds since 1970. */
export function activity(atSeconds, nowSeconds) {
  const age = nowSeconds - atSeconds;
  return age < NOW_S ? 'active now' : `active ${duration(age)} ago`;
}

/** `created just now` or `created 2 d ago`; times are seconds since 1970. */
export function created(atSeconds, nowSeconds) {
  const age = nowSeconds - atSeconds;
  return age < NOW_S ? 'created just now' : `created ${duration(age)} ago`;
}

/** `1 window`, `2 windows`. */
export function plural(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A position in something that plays: `0:05`, `12:34`, `1:02:03`. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value) => String(value).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / HOUR_S), Math.floor((whole % HOUR_S) / MINUTE_S)];
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(whole % MINUTE_S)}`
    : `${minutes}:${two(whole % MINUTE_S)}`;
}

/** A moment in full, for a tooltip, in the reader's own language. */
export function moment(atSeconds) {
  return new Date(atSeconds * 1000).toLocaleString();
}
