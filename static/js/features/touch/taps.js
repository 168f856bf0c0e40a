/**
 * What a tap on the terminal does: it opens a link, enlarges the view, clicks, or shows the soft keyboard.
 */

/** By the setting `touch.tap`: whether a tap shows the soft keyboard. */
const SHOWS_KEYBOARD = {
  anywhere: () => true,
  cursor: (touch, point) => touch.isNearCursor(point),
  // If the program uses the mouse, a tap is a click.
  auto: (touch, point) => !touch.wantsMouse || touch.isNearCursor(point),
};
const DOUBLE_MS = 300;
const DOUBLE_PX = 40;

export class Taps {
  #page;
  #touch;
  #zoomPan;
  #showKeyboard;
  #last = { x: 0, y: 0, at: -Infinity };
  #timer = null;

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {object} parts
   * @param {import('../../terminal/input/touch.js').TouchTerminal} parts.touch
   * @param {import('./zoom-pan.js').ZoomPan} parts.zoomPan
   * @param {() => void} parts.showKeyboard
   */
  constructor(page, { touch, zoomPan, showKeyboard }) {
    this.#page = page;
    this.#touch = touch;
    this.#zoomPan = zoomPan;
    this.#showKeyboard = showKeyboard;
  }

  /** @param {{x: number, y: number}} point of the window. */
  tap(point) {
    const isSecond = this.#isSecond(point);
    clearTimeout(this.#timer);
    if (isSecond && this.#zoomPan.on) {
      this.#zoomPan.toggle(point);
      return;
    }
    const link = this.#touch.linkUnder(point);
    if (link === null) this.#press(point);
    else this.#open(link, point);
  }

  #isSecond(point) {
    const now = performance.now();
    const { x, y, at } = this.#last;
    const isSecond = now - at < DOUBLE_MS && Math.hypot(point.x - x, point.y - y) < DOUBLE_PX;
    this.#last = { ...point, at: isSecond ? -Infinity : now };
    return isSecond;
  }

  async #open(link, point) {
    const { openLinkMenu } = await import('../files/link-menu.js');
    if (!(await openLinkMenu(this.#page, { clientX: point.x, clientY: point.y }, link))) this.#press(point);
  }

  #press(point) {
    const page = this.#page;
    const types = page.mayType() && SHOWS_KEYBOARD[page.settings.get('touch.tap')](this.#touch, point);
    if (!types) page.focus();
    else if (this.#zoomPan.on)
      this.#timer = setTimeout(this.#showKeyboard, DOUBLE_MS); // a second tap would enlarge the view
    else this.#showKeyboard();
    this.#touch.click(point);
  }
}
