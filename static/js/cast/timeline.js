/** Moments of a recording, with and without its pauses, and what draws the screen of any of them. Pure. */

/** A longer pause is cut to this, where pauses are skipped. @testonly */
export const PAUSE_MAX_S = 2;
// A first screen takes a moment to be captured; nobody wants to look at nothing before it.
const FIRST_MAX_S = 0.5;
// Our recordings begin a whole screen with a reset: nothing before it matters.
const RESET = '\x1bc';

/** @typedef {{data: string}|{size: {cols: number, rows: number}}} Step what to write, or the size from here on. */

export class Timeline {
  #events;
  #times;
  #lengths;
  #screens = [];
  #first = 0;

  /** @param {{size: object, events: object[], length: number}} recording as `parseCast` gives it. */
  constructor({ size, events, length }) {
    this.#events = events;
    const real = events.map(({ at }) => at);
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
    events.forEach(({ code, data }, index) => {
      if (code === 'r') current = data;
      else if (code === 'o' && data.startsWith(RESET)) this.#screens.push({ index, size: current });
    });
  }

  /** How long it plays, in seconds. */
  length({ skip }) {
    return skip ? this.#lengths.short : this.#lengths.real;
  }

  /** How many events have happened at a position; the first screen is there from the beginning. */
  countAt(position, { skip }) {
    return Math.max(this.#first, upperBound(skip ? this.#times.short : this.#times.real, position));
  }

  /** The same moment on the other scale: with pauses for one without them, or the other way. */
  converted(position, { skip }) {
    const [from, to] = skip ? [this.#times.real, this.#times.short] : [this.#times.short, this.#times.real];
    const count = upperBound(from, position);
    const [begin, start] = count > 0 ? [from[count - 1], to[count - 1]] : [0, 0];
    const end = count < to.length ? to[count] : this.length({ skip });
    return Math.min(start + (position - begin), end);
  }

  /** Markers as `{at, label}`. */
  markers({ skip }) {
    const times = skip ? this.#times.short : this.#times.real;
    return this.#events.flatMap(({ code, data }, index) =>
      code === 'm' ? [{ at: times[index], label: data }] : [],
    );
  }

  /**
   * What brings a terminal from after `from` events to after `to`: one that shows nothing known where `from` is null.
   * @returns {{reset: boolean, steps: Step[]}} with `reset` the terminal is to be emptied first.
   */
  drawing(from, to) {
    const screen = this.#screens.findLast(({ index }) => index < to) ?? this.#screens[0];
    const onward = from !== null && from <= to && from >= screen.index;
    if (onward) return { reset: false, steps: this.#steps(from, to) };
    return { reset: true, steps: [{ size: screen.size }, ...this.#steps(screen.index, to)] };
  }

  #steps(from, to) {
    const steps = [];
    let texts = [];
    const flush = () => {
      if (texts.length > 0) steps.push({ data: texts.join('') });
      texts = [];
    };
    for (const { code, data } of this.#events.slice(from, to)) {
      if (code === 'o') texts.push(data);
      if (code !== 'r') continue;
      flush();
      steps.push({ size: data });
    }
    flush();
    return steps;
  }
}

/** How many of the ascending `values` are at most `limit`. */
function upperBound(values, limit) {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
