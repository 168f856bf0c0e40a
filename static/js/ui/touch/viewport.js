/** The page is as high as what a soft keyboard leaves of the window. */

const KEYBOARD_PX = 120;
// An enlarged page has a small viewport too; that is not a keyboard.
const ENLARGED = 1.02;

/** Keeps `--view-height` and `--view-top` up to date, and says whether a soft keyboard is up. */
export class Viewport {
  #tallest = new Map();
  #viewport;
  #root;
  #onKeyboard;
  #up = false;

  /** @param {(up: boolean) => void} onKeyboard */
  constructor(onKeyboard, page = globalThis) {
    this.#viewport = page.visualViewport;
    this.#root = page.document.documentElement;
    this.#onKeyboard = onKeyboard;
    for (const type of ['resize', 'scroll']) this.#viewport.addEventListener(type, () => this.#apply());
    this.#apply();
  }

  get keyboardUp() {
    return this.#up;
  }

  #apply() {
    const { width, height, offsetTop, scale } = this.#viewport;
    if (scale > ENLARGED) return;
    this.#root.style.setProperty('--view-height', `${height}px`);
    this.#root.style.setProperty('--view-top', `${offsetTop}px`);
    // Turned, a phone has another height.
    const tallest = Math.max(this.#tallest.get(width) ?? 0, height);
    this.#tallest.set(width, tallest);
    const up = tallest - height > KEYBOARD_PX;
    if (up === this.#up) return;
    this.#up = up;
    this.#onKeyboard(up);
  }
}
