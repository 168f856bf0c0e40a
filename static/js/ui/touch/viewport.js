/** The page is as high as what a soft keyboard leaves of the window. */

const KEYBOARD_PX = 120;
// An enlarged page has a small viewport too; that is not a keyboard.
const ENLARGED = 1.02;
const FIELDS = 'textarea, input, [contenteditable]';

/** Keeps `--view-height` and `--view-top` up to date, and says whether a soft keyboard is up. */
export class Viewport {
  #tallest = new Map();
  #viewport;
  #document;
  #onKeyboard;
  #up = false;
  #missing = 0;

  /** @param {(up: boolean) => void} onKeyboard */
  constructor(onKeyboard, page = globalThis) {
    this.#viewport = page.visualViewport;
    this.#document = page.document;
    this.#onKeyboard = onKeyboard;
    for (const type of ['resize', 'scroll']) this.#viewport.addEventListener(type, () => this.#apply());
    this.#apply();
  }

  get keyboardUp() {
    return this.#up;
  }

  /** The height that a soft keyboard takes now, also while it comes and goes. */
  get keyboardPx() {
    return this.#up || this.#document.activeElement?.matches(FIELDS) ? this.#missing : 0;
  }

  #apply() {
    const { width, height, offsetTop, scale } = this.#viewport;
    if (scale > ENLARGED) return;
    const { style, classList } = this.#document.documentElement;
    style.setProperty('--view-height', `${height}px`);
    style.setProperty('--view-top', `${offsetTop}px`);
    // Turned, a phone has another height.
    const tallest = Math.max(this.#tallest.get(width) ?? 0, height);
    this.#tallest.set(width, tallest);
    this.#missing = tallest - height;
    const up = this.#missing > KEYBOARD_PX;
    if (up === this.#up) return;
    this.#up = up;
    classList.toggle('keyboard-up', up);
    this.#onKeyboard(up);
  }
}
