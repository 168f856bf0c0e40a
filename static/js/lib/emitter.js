/** Events by name, for parts of a page that shall not know each other: one that fails does not keep the others from hearing. */
import { logError } from './log.js';

export class Emitter {
  #listeners = new Map();
  #latest = new Map();
  #states;

  /** @param {string[]} [states] events that say how something is now: who comes later hears the latest at once. */
  constructor(states = []) {
    this.#states = new Set(states);
  }

  /** Calls `listener` at each event of this name; returns what takes that back. */
  on(name, listener) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    if (this.#latest.has(name)) tell(listener, this.#latest.get(name));
    return () => listeners.delete(listener);
  }

  emit(name, value) {
    if (this.#states.has(name)) this.#latest.set(name, value);
    for (const listener of [...(this.#listeners.get(name) ?? [])]) tell(listener, value);
  }
}

function tell(listener, value) {
  try {
    listener(value);
  } catch (error) {
    logError('a listener failed', error);
  }
}
