/** How a list moves on after the finger left it. Pure; lengths in CSS pixels, times in milliseconds. */

// Only the last moments of a finger count: if it rests before it leaves, the list stays.
const MEMORY_MS = 100;
const REST_MS = 50;
const DECAY_PER_MS = 0.0028;
const SLOW = 0.03;
const FAST = 6;

/** The speed of a finger. */
export class Velocity {
  /** @type {{x: number, y: number, at: number}[]} */
  #samples = [];

  /** @param {number} x @param {number} y @param {number} at */
  add(x, y, at) {
    this.#samples.push({ x, y, at });
    while (this.#samples.length > 1 && at - this.#samples[0].at > MEMORY_MS) this.#samples.shift();
  }

  /** Pixels per millisecond at this time; zero if the finger rested. @param {number} now */
  read(now) {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    const took = last ? last.at - first.at : 0;
    if (!last || took === 0 || now - last.at > REST_MS) return { x: 0, y: 0 };
    /** @param {number} distance */
    const bounded = (distance) => Math.max(-FAST, Math.min(FAST, distance / took));
    return { x: bounded(last.x - first.x), y: bounded(last.y - first.y) };
  }
}

/** A list in motion: fast at first, then ever slower. */
export class Fling {
  #speed;
  #began;
  #moved = 0;

  /** @param {number} speed pixels per millisecond @param {number} began */
  constructor(speed, began) {
    this.#speed = speed;
    this.#began = began;
  }

  /** How far it moved since the last call. @param {number} now */
  step(now) {
    const gone = (this.#speed / DECAY_PER_MS) * (1 - Math.exp(-DECAY_PER_MS * (now - this.#began)));
    const step = gone - this.#moved;
    this.#moved = gone;
    return step;
  }

  /** @param {number} now */
  isOver(now) {
    return Math.abs(this.#speed) * Math.exp(-DECAY_PER_MS * (now - this.#began)) < SLOW;
  }
}

/** Turns pixels into whole steps; the remainder counts for the next one. */
export class Steps {
  #rest = 0;

  /**
   * @param {number} distance
   * @param {number} size of a step.
   * @returns {number} whole steps, with the sign of the direction.
   */
  add(distance, size) {
    // After a change of direction the first pixel counts, without a dead zone.
    if (distance * this.#rest < 0) this.#rest = 0;
    this.#rest += distance;
    const steps = Math.trunc(this.#rest / size) + 0;
    this.#rest -= steps * size;
    return steps;
  }

  reset() {
    this.#rest = 0;
  }
}
