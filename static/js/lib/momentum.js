/** How a list goes on when the finger has left it. Pure; lengths in CSS pixels, times in milliseconds. */

// A finger that rests before it leaves throws nothing: only its last moments count.
const MEMORY_MS = 100;
const REST_MS = 50;
const DECAY_PER_MS = 0.0028;
const SLOW = 0.03;
const FAST = 6;

/** The speed of a finger. */
export class Velocity {
  #samples = [];

  add(x, y, at) {
    this.#samples.push({ x, y, at });
    while (this.#samples.length > 1 && at - this.#samples[0].at > MEMORY_MS) this.#samples.shift();
  }

  /** Pixels per millisecond at this time; nothing where it rested. */
  read(now) {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    const took = first && last.at - first.at;
    if (!took || now - last.at > REST_MS) return { x: 0, y: 0 };
    const bounded = (distance) => Math.max(-FAST, Math.min(FAST, distance / took));
    return { x: bounded(last.x - first.x), y: bounded(last.y - first.y) };
  }
}

/** One throw: fast at first, slower all the time. */
export class Fling {
  #speed;
  #began;
  #told = 0;

  /** @param {number} speed pixels per millisecond @param {number} began */
  constructor(speed, began) {
    this.#speed = speed;
    this.#began = began;
  }

  /** How far it went since it was asked last. */
  step(now) {
    const gone = (this.#speed / DECAY_PER_MS) * (1 - Math.exp(-DECAY_PER_MS * (now - this.#began)));
    const step = gone - this.#told;
    this.#told = gone;
    return step;
  }

  isOver(now) {
    return Math.abs(this.#speed) * Math.exp(-DECAY_PER_MS * (now - this.#began)) < SLOW;
  }
}

/** Turns pixels into whole steps and keeps what is left over. */
export class Steps {
  #rest = 0;

  /** @returns {number} whole steps of this size, with the sign of the way. */
  add(distance, size) {
    // Who turns round starts anew: no dead way back.
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
