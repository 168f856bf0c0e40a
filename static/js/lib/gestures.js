/**
 * Recognizes a tap, long press, pan, pinch, or a swipe of two fingers. Pure: touches and times are arguments.
 */
import { Velocity } from './momentum.js';

const SLOP_PX = 8;
const LONG_MS = 500;
const PINCH_PX = 16;
const SWIPE_PX = 24;
const SWIPE_FAR_PX = 60;
/** @type {Spread} */
const NOWHERE = Object.freeze({ x: 0, y: 0, apart: 0 });

/**
 * @typedef {{id: number, x: number, y: number}} Touch
 * @typedef {{x: number, y: number, apart: number}} Spread the middle of two fingers, and how far apart they
 *   are.
 * @typedef {'idle'|'pressed'|'pan'|'two'|'pinch'|'drag'|'swipe'|'over'} State
 * @typedef {object} Handlers all in CSS pixels of the window.
 * @property {() => void} touch a first finger came down.
 * @property {(at: {x: number, y: number}) => void} tap
 * @property {(at: {x: number, y: number}) => void} longPress
 * @property {(by: {dx: number, dy: number, x: number, y: number}) => void} pan
 * @property {(speed: {x: number, y: number}) => void} panEnd in pixels per millisecond.
 * @property {(by: {factor: number, x: number, y: number, dx: number, dy: number}) => void} pinch
 * @property {() => void} pinchEnd
 * @property {(way: -1|1) => void} swipe two fingers to the left (-1) or the right.
 */

export class Gestures {
  #on;
  #timers;
  /** @type {State} */
  #state = 'idle';
  /** Where the gesture began, and where it is now; two fingers have their middle. */
  #start = NOWHERE;
  #last = NOWHERE;
  #velocity = new Velocity();
  #timer = 0;

  /** @param {Handlers} handlers */
  constructor(handlers, timers = globalThis) {
    this.#on = handlers;
    this.#timers = timers;
  }

  /** @param {Touch[]} touches all that are down now. @param {number} at */
  down(touches, at) {
    if (touches.length === 1) {
      this.#begin('pressed', touches);
      this.#velocity = new Velocity();
      this.#velocity.add(touches[0].x, touches[0].y, at);
      this.#timer = this.#timers.setTimeout(() => this.#longPress(), LONG_MS);
      this.#on.touch();
      return;
    }
    this.#stopTimer();
    if (this.#state === 'pan') this.#on.panEnd({ x: 0, y: 0 });
    if (touches.length === 2 && this.#state !== 'over') this.#begin('two', touches);
    else this.#abandon();
  }

  /** @param {Touch[]} touches all that are down now. @param {number} at */
  move(touches, at) {
    if (this.#state === 'pressed' || this.#state === 'pan') this.#moveOne(touches[0], at);
    else if (touches.length === 2) this.#moveTwo(spread(touches));
  }

  /** @param {number} left how many are still down. @param {number} at */
  up(left, at) {
    this.#stopTimer();
    const state = this.#state;
    this.#state = left === 0 ? 'idle' : 'over';
    if (state === 'pressed') this.#on.tap(this.#last);
    else if (state === 'pan') this.#on.panEnd(this.#velocity.read(at));
    else if (state === 'pinch' || state === 'drag') this.#on.pinchEnd();
    else if (state === 'swipe') this.#swiped();
  }

  /** The browser took the touches for itself. */
  cancel() {
    this.#abandon();
    this.#state = 'idle';
  }

  /** @param {State} state @param {Touch[]} touches */
  #begin(state, touches) {
    this.#state = state;
    this.#start = this.#last = touches.length === 1 ? { ...touches[0], apart: 0 } : spread(touches);
  }

  /** @param {Touch} touch @param {number} at */
  #moveOne(touch, at) {
    this.#velocity.add(touch.x, touch.y, at);
    const far = Math.hypot(touch.x - this.#start.x, touch.y - this.#start.y) > SLOP_PX;
    if (this.#state === 'pressed' && !far) return;
    this.#stopTimer();
    const before = this.#state === 'pan' ? this.#last : touch;
    this.#state = 'pan';
    this.#on.pan({ dx: touch.x - before.x, dy: touch.y - before.y, x: touch.x, y: touch.y });
    this.#last = { ...touch, apart: 0 };
  }

  /** @param {Spread} now */
  #moveTwo(now) {
    if (this.#state === 'two') this.#decide(now);
    if (this.#state === 'pinch' || this.#state === 'drag') {
      const { x, y } = now;
      const factor = this.#state === 'pinch' ? now.apart / this.#last.apart : 1;
      this.#on.pinch({ factor, x, y, dx: x - this.#last.x, dy: y - this.#last.y });
    }
    if (this.#state !== 'two') this.#last = now;
  }

  /** @param {Spread} now */
  #decide(now) {
    const [dx, dy] = [now.x - this.#start.x, now.y - this.#start.y];
    if (Math.abs(now.apart - this.#start.apart) > PINCH_PX) this.#state = 'pinch';
    else if (Math.abs(dx) > SWIPE_PX && Math.abs(dx) > 2 * Math.abs(dy)) this.#state = 'swipe';
    else if (Math.abs(dy) > SWIPE_PX) this.#state = 'drag';
    if (this.#state === 'pinch' || this.#state === 'drag') this.#last = now;
  }

  #swiped() {
    const dx = this.#last.x - this.#start.x;
    if (Math.abs(dx) >= SWIPE_FAR_PX) this.#on.swipe(dx < 0 ? -1 : 1);
  }

  #longPress() {
    if (this.#state !== 'pressed') return;
    this.#state = 'over';
    this.#on.longPress(this.#start);
  }

  #abandon() {
    this.#stopTimer();
    if (this.#state === 'pinch' || this.#state === 'drag') this.#on.pinchEnd();
    this.#state = 'over';
  }

  #stopTimer() {
    this.#timers.clearTimeout(this.#timer);
  }
}

/** @param {Touch[]} touches two @returns {Spread} */
function spread([a, b]) {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, apart: Math.max(1, Math.hypot(a.x - b.x, a.y - b.y)) };
}
