/** The page is as high as what a soft keyboard leaves of the window. */
import { followView, isEnlarged } from '../../lib/visual-viewport.js';

const KEYBOARD_PX = 120;
const FIELDS = 'textarea, input, [contenteditable]';

/** Says whether a soft keyboard is up, and how high it is. */
export class Viewport {
  #tallest = new Map();
  #onKeyboard;
  #up = false;
  #missing = 0;

  /** @param {(up: boolean) => void} onKeyboard */
  constructor(onKeyboard) {
    this.#onKeyboard = onKeyboard;
    followView();
    for (const type of ['resize', 'scroll']) visualViewport.addEventListener(type, () => this.#apply());
    this.#apply();
  }

  get keyboardUp() {
    return this.#up;
  }

  /** The height that a soft keyboard takes now, also while it comes and goes. */
  get keyboardPx() {
    return this.#up || document.activeElement?.matches(FIELDS) ? this.#missing : 0;
  }

  #apply() {
    if (isEnlarged()) return;
    const { width, height } = visualViewport;
    // Turned, a phone has another height.
    const tallest = Math.max(this.#tallest.get(width) ?? 0, height);
    this.#tallest.set(width, tallest);
    this.#missing = tallest - height;
    const up = this.#missing > KEYBOARD_PX;
    if (up === this.#up) return;
    this.#up = up;
    this.#onKeyboard(up);
  }
}
