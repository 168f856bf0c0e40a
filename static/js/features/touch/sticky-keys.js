/** Ctrl and Alt of the key bar: a tap is for the next key, a double tap until the next tap. Pure. */

const DOUBLE_TAP_MS = 400;

/**
 * @typedef {'off'|'once'|'locked'} ModifierState
 * @typedef {{ctrl: ModifierState, alt: ModifierState}} Modifiers
 */

const OFF = 'off';

export class StickyKeys {
  /** @type {Modifiers} */
  #modifiers = { ctrl: OFF, alt: OFF };
  #tappedAt = { ctrl: -Infinity, alt: -Infinity };
  #onChange;
  #now;

  /** @param {(modifiers: Modifiers) => void} onChange @param {() => number} [now] in milliseconds. */
  constructor(onChange = () => {}, now = () => performance.now()) {
    this.#onChange = onChange;
    this.#now = now;
  }

  get modifiers() {
    return { ...this.#modifiers };
  }

  /** Whether a modifier is on. */
  get any() {
    return this.#modifiers.ctrl !== OFF || this.#modifiers.alt !== OFF;
  }

  /** @param {'ctrl'|'alt'} name */
  tap(name) {
    const now = this.#now();
    const isSecond = now - this.#tappedAt[name] < DOUBLE_TAP_MS;
    this.#tappedAt[name] = now;
    if (this.#modifiers[name] === OFF) this.#set(name, 'once');
    else this.#set(name, this.#modifiers[name] === 'once' && isSecond ? 'locked' : OFF);
  }

  /** The modifiers of the key that is typed now. Those that were on for one key are off then. */
  take() {
    const taken = { ctrl: this.#modifiers.ctrl !== OFF, alt: this.#modifiers.alt !== OFF };
    for (const name of ['ctrl', 'alt']) if (this.#modifiers[name] === 'once') this.#set(name, OFF);
    return taken;
  }

  #set(name, state) {
    this.#modifiers[name] = state;
    this.#onChange(this.modifiers);
  }
}
