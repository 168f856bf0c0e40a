/** Reports whether a soft keyboard is up and how high it is, by the height that remains for the page. */
import { followView, isEnlarged } from '../../lib/visual-viewport.js';

// Bars that browsers show and hide while a page scrolls are lower.
const KEYBOARD_LEAST_PX = 120;
const FIELDS = 'textarea, input, [contenteditable]';

export class SoftKeyboard {
  /** The greatest height by width: a phone that is turned has another one. */
  #tallest = new Map();
  #onChange;
  #isUp = false;
  #missingPx = 0;

  /** @param {(isUp: boolean) => void} onChange */
  constructor(onChange) {
    this.#onChange = onChange;
    followView();
    for (const type of ['resize', 'scroll']) visualViewport.addEventListener(type, () => this.#measure());
    this.#measure();
  }

  get isUp() {
    return this.#isUp;
  }

  /** Its height now, also while it opens and closes. */
  get px() {
    return this.#isUp || document.activeElement?.matches(FIELDS) ? this.#missingPx : 0;
  }

  #measure() {
    if (isEnlarged()) return;
    const { width, height } = visualViewport;
    const tallest = Math.max(this.#tallest.get(width) ?? 0, height);
    this.#tallest.set(width, tallest);
    this.#missingPx = tallest - height;
    const isUp = this.#missingPx > KEYBOARD_LEAST_PX;
    if (isUp === this.#isUp) return;
    this.#isUp = isUp;
    this.#onChange(isUp);
  }
}
