/** What a tap on the terminal means: a link, a click, a larger view, or the wish to type. */

// What a tap may show the keyboard for, by the setting `touch.tap`.
const WAKES = {
  anywhere: () => true,
  cursor: (touch, point) => touch.isNearCursor(point),
  // If the program takes the mouse, a tap is a click.
  auto: (touch, point) => !touch.wantsMouse || touch.isNearCursor(point),
};
const DOUBLE_MS = 300;
const DOUBLE_PX = 40;

export class Taps {
  #page;
  #touch;
  #letterbox;
  #wake;
  #last = { x: 0, y: 0, at: -Infinity };
  #waking = null;

  /** @param {import('../../pages/page-contract.js').Page} page @param {object} parts see `installFingers`. */
  constructor(page, { touch, letterbox, wake }) {
    this.#page = page;
    this.#touch = touch;
    this.#letterbox = letterbox;
    this.#wake = wake;
  }

  /** @param {{x: number, y: number}} point of the window. */
  tap(point) {
    const again = this.#isSecond(point);
    clearTimeout(this.#waking);
    if (again && this.#letterbox.on) {
      this.#letterbox.toggle(point);
      return;
    }
    const link = this.#touch.linkUnder(point);
    if (link === null) this.#press(point);
    else this.#open(link, point);
  }

  #isSecond(point) {
    const now = performance.now();
    const { x, y, at } = this.#last;
    const again = now - at < DOUBLE_MS && Math.hypot(point.x - x, point.y - y) < DOUBLE_PX;
    this.#last = { ...point, at: again ? -Infinity : now };
    return again;
  }

  async #open(link, point) {
    const { openLinkMenu } = await import('../files/link-menu.js');
    if (!(await openLinkMenu(this.#page, { clientX: point.x, clientY: point.y }, link))) this.#press(point);
  }

  #press(point) {
    const page = this.#page;
    const wakes = page.mayType() && WAKES[page.settings.get('touch.tap')](this.#touch, point);
    if (!wakes) page.focus();
    else if (this.#letterbox.on)
      this.#waking = setTimeout(this.#wake, DOUBLE_MS); // a second tap would mean something else
    else this.#wake();
    this.#touch.click(point);
  }
}
