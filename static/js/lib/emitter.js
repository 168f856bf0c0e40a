/**
 * Events by name, for parts of a page that do not know each other. If a listener fails, the others are still
 * called.
 */
import { logError } from './log.js';

/** @typedef {(value: any) => void} Listener */

export class Emitter {
  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();
  #latest = new Map();
  #states;

  /** @param {string[]} [states] events that report a state: a new listener gets the latest one at once. */
  constructor(states = []) {
    this.#states = new Set(states);
  }

  /**
   * Calls `listener` at each event of this name; returns a function that ends that.
   * @param {string} name
   * @param {Listener} listener
   */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    if (this.#latest.has(name)) call(listener, this.#latest.get(name));
    return () => listeners.delete(listener);
  }

  /** @param {string} name @param {unknown} value */
  emit(name, value) {
    if (this.#states.has(name)) this.#latest.set(name, value);
    for (const listener of [...(this.#listeners.get(name) ?? [])]) call(listener, value);
  }
}

/** @param {Listener} listener @param {unknown} value */
function call(listener, value) {
  try {
    listener(value);
  } catch (error) {
    logError('a listener failed', error);
  }
}
