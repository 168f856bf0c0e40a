/**
 * The position of a player, and what it draws next. Pure: the time is always an argument, in milliseconds.
 */

// A tab that was hidden, or a machine that slept, continues where it was.
const TICK_MAX_MS = 1000;

export class Playback {
  #timeline;
  #draw;
  /** @type {number|null} */
  #count = null;
  #position = 0;
  /** @type {number|null} when it advanced last; null while it is paused. */
  #at = null;
  #speed = 1;
  #skip = true;

  /**
   * @param {import('./timeline.js').Timeline} timeline
   * @param {(drawing: import('./timeline.js').Drawing) => void} draw called at once with the beginning.
   */
  constructor(timeline, draw) {
    this.#timeline = timeline;
    this.#draw = draw;
    this.#show();
  }

  get position() {
    return this.#position;
  }

  get length() {
    return this.#timeline.length({ skip: this.#skip });
  }

  get playing() {
    return this.#at !== null;
  }

  get markers() {
    return this.#timeline.markers({ skip: this.#skip });
  }

  /** Plays; at the end from the beginning. @param {number} now */
  play(now) {
    if (this.playing) return;
    if (this.#position >= this.length) this.seek(0);
    this.#at = now;
  }

  /** @param {number} now */
  pause(now) {
    this.tick(now);
    this.#at = null;
  }

  /** Advances to this time; pauses at the end. @param {number} now */
  tick(now) {
    if (this.#at === null) return;
    const passed = Math.min(Math.max(0, now - this.#at), TICK_MAX_MS);
    this.#at = now;
    this.seek(this.#position + (passed / 1000) * this.#speed);
    if (this.#position >= this.length) this.#at = null;
  }

  /** Shows a position in seconds, limited to the recording. @param {number} position */
  seek(position) {
    this.#position = Math.max(0, Math.min(this.length, position));
    this.#show();
  }

  /**
   * The position of the next marker (1) or the one before (-1), or null.
   * @param {number} step
   */
  markerFrom(step) {
    const found = this.markers.map(({ at }) => at);
    return (
      (step > 0 ? found.find((at) => at > this.#position) : found.findLast((at) => at < this.#position)) ??
      null
    );
  }

  /** @param {number} speed @param {number} now */
  setSpeed(speed, now) {
    this.tick(now);
    this.#speed = speed;
  }

  /** Whether long pauses are cut; the screen stays the same. @param {boolean} skip @param {number} now */
  setSkip(skip, now) {
    this.tick(now);
    if (skip === this.#skip) return;
    this.#position = this.#timeline.converted(this.#position, { skip });
    this.#skip = skip;
    this.seek(this.#position);
  }

  #show() {
    const count = this.#timeline.countAt(this.#position, { skip: this.#skip });
    if (count === this.#count) return;
    const drawing = this.#timeline.drawing(this.#count, count);
    this.#count = count;
    if (drawing.reset || drawing.steps.length > 0) this.#draw(drawing);
  }
}
