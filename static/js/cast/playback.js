/** Where a player is in a recording, and what it shows next. Pure: the time is always an argument, in milliseconds. */

// A tab that was hidden, or a machine that slept, goes on where it was.
const TICK_MAX_MS = 1000;

export class Playback {
  #timeline;
  #onShow;
  #count = null;
  #position = 0;
  #at = null;
  #speed = 1;
  #skip = true;

  /**
   * @param {import('./timeline.js').Timeline} timeline
   * @param {(drawing: {reset: boolean, steps: object[]}) => void} onShow hears what to draw, at once for the beginning.
   */
  constructor(timeline, onShow) {
    this.#timeline = timeline;
    this.#onShow = onShow;
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

  /** Plays on; at the end from the beginning. */
  play(now) {
    if (this.playing) return;
    if (this.#position >= this.length) this.seek(0);
    this.#at = now;
  }

  pause(now) {
    this.tick(now);
    this.#at = null;
  }

  /** Goes on to what is due by now; pauses at the end. */
  tick(now) {
    if (this.#at === null) return;
    const passed = Math.min(Math.max(0, now - this.#at), TICK_MAX_MS);
    this.#at = now;
    this.seek(this.#position + (passed / 1000) * this.#speed);
    if (this.#position >= this.length) this.#at = null;
  }

  /** Shows this position, in seconds; beyond the ends it is the end. */
  seek(position) {
    this.#position = Math.max(0, Math.min(this.length, position));
    this.#show();
  }

  /** The position of the marker after this one, or before it; null where there is none. */
  markerFrom(step) {
    const found = this.markers.map(({ at }) => at);
    return (
      (step > 0 ? found.find((at) => at > this.#position) : found.findLast((at) => at < this.#position)) ??
      null
    );
  }

  setSpeed(speed, now) {
    this.tick(now);
    this.#speed = speed;
  }

  /** Whether long pauses are cut; what is on the screen stays. */
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
    if (drawing.reset || drawing.steps.length > 0) this.#onShow(drawing);
  }
}
