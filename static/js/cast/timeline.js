/** The times of a recording, with and without pauses, and how to draw its screen at any of them. Pure. */

/** If pauses are skipped, a longer one is cut to this. @testonly */
export const PAUSE_MAX_S = 2;
// The first screen takes a moment to be captured; the player does not show the empty one before it.
const FIRST_MAX_S = 0.5;
// In our recordings each whole screen begins with a reset: nothing before it matters.
const RESET = '\x1bc';

/** @import { CastEvent, Recording, Size } from './parse.js' */
/** @typedef {{data: string}|{size: Size}} Step text to write, or the size from here on. */
/** @typedef {{reset: boolean, steps: Step[]}} Drawing with `reset` the terminal is emptied first. */
/** @typedef {{skip: boolean}} Scale whether pauses are skipped. */

export class Timeline {
  /** @type {CastEvent[]} */
  #events;
  #times;
  #lengths;
  /** @type {{index: number, size: Size}[]} */
  #screens = [];
  #first = 0;

  /** @param {Pick<Recording, 'size'|'events'|'length'>} recording */
  constructor({ size, events, length }) {
    this.#events = events;
    const real = events.map(({ at }) => at);
    /** @type {number[]} */
    const short = [];
    let [shown, before] = [0, 0];
    for (const at of real) {
      shown += Math.min(at - before, PAUSE_MAX_S);
      before = at;
      short.push(shown);
    }
    this.#times = { real, short };
    this.#lengths = { real: length, short: shown + Math.min(length - before, PAUSE_MAX_S) };
    const first = events.findIndex(({ code, at }) => code === 'o' && at <= FIRST_MAX_S);
    this.#first = first + 1;
    let current = size;
    this.#screens.push({ index: 0, size });
    events.forEach((event, index) => {
      if (event.code === 'r') current = event.data;
      else if (event.code === 'o' && event.data.startsWith(RESET))
        this.#screens.push({ index, size: current });
    });
  }

  /** How long it plays, in seconds. @param {Scale} scale */
  length({ skip }) {
    return skip ? this.#lengths.short : this.#lengths.real;
  }

  /**
   * How many events happened until a position; the first screen always counts.
   * @param {number} position
   * @param {Scale} scale
   */
  countAt(position, { skip }) {
    return Math.max(this.#first, upperBound(skip ? this.#times.short : this.#times.real, position));
  }

  /**
   * The same time on the other scale, with or without pauses.
   * @param {number} position
   * @param {Scale} scale
   */
  converted(position, { skip }) {
    const [from, to] = skip ? [this.#times.real, this.#times.short] : [this.#times.short, this.#times.real];
    const count = upperBound(from, position);
    const [begin, start] = count > 0 ? [from[count - 1], to[count - 1]] : [0, 0];
    const end = count < to.length ? to[count] : this.length({ skip });
    return Math.min(start + (position - begin), end);
  }

  /** Markers as `{at, label}`. @param {Scale} scale */
  markers({ skip }) {
    const times = skip ? this.#times.short : this.#times.real;
    return this.#events.flatMap((event, index) =>
      event.code === 'm' ? [{ at: times[index], label: event.data }] : [],
    );
  }

  /**
   * What to draw so that a terminal after `from` events, or in an unknown state (null), is as after `to`
   * events.
   * @param {number|null} from
   * @param {number} to
   * @returns {Drawing}
   */
  drawing(from, to) {
    const screen = this.#screens.findLast(({ index }) => index < to) ?? this.#screens[0];
    if (from !== null && from <= to && from >= screen.index)
      return { reset: false, steps: this.#steps(from, to) };
    return { reset: true, steps: [{ size: screen.size }, ...this.#steps(screen.index, to)] };
  }

  /** @param {number} from @param {number} to */
  #steps(from, to) {
    /** @type {Step[]} */
    const steps = [];
    /** @type {string[]} */
    let texts = [];
    const flush = () => {
      if (texts.length > 0) steps.push({ data: texts.join('') });
      texts = [];
    };
    for (const event of this.#events.slice(from, to)) {
      if (event.code === 'o') texts.push(event.data);
      if (event.code !== 'r') continue;
      flush();
      steps.push({ size: event.data });
    }
    flush();
    return steps;
  }
}

/** How many of the ascending `values` are at most `limit`. @param {number[]} values @param {number} limit */
function upperBound(values, limit) {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
