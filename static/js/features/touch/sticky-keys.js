/** Ctrl and Alt of a touch screen: a tap holds one for the next key, two taps until the next. Pure. */

const DOUBLE_MS = 400;

/** @typedef {'off'|'once'|'locked'} Hold */

export class Sticky {
  #held = { ctrl: 'off', alt: 'off' };
  #tappedAt = { ctrl: -Infinity, alt: -Infinity };
  #onChange;
  #now;

  /** @param {(held: {ctrl: Hold, alt: Hold}) => void} onChange @param {() => number} [now] */
  constructor(onChange = () => {}, now = () => performance.now()) {
    this.#onChange = onChange;
    this.#now = now;
  }

  get held() {
    return { ...this.#held };
  }

  /** Whether the next key is changed by it. */
  get any() {
    return this.#held.ctrl !== 'off' || this.#held.alt !== 'off';
  }

  /** @param {'ctrl'|'alt'} name */
  tap(name) {
    const now = this.#now();
    const again = now - this.#tappedAt[name] < DOUBLE_MS;
    this.#tappedAt[name] = now;
    if (this.#held[name] === 'off') this.#set(name, 'once');
    else this.#set(name, this.#held[name] === 'once' && again ? 'locked' : 'off');
  }

  /** What is held for the key that is typed now; what was held once is held no more. */
  take() {
    const taken = { ctrl: this.#held.ctrl !== 'off', alt: this.#held.alt !== 'off' };
    for (const name of ['ctrl', 'alt']) if (this.#held[name] === 'once') this.#set(name, 'off');
    return taken;
  }

  #set(name, hold) {
    this.#held[name] = hold;
    this.#onChange(this.held);
  }
}
