/**
 * The mouse wheel over the terminal. A program or tmux gets it if it uses the mouse. A program that fills the
 * screen gets arrow keys, which xterm.js makes of the wheel. Otherwise the wheel scrolls the history.
 */
import { GESTURE_PAUSE_MS, nativeWheelOwner, pixelsOf, wheelOwner } from './wheel-owner.js';
import { openHistory, showHistory } from './history.js';
import { PaneFill, askIfPaneFilled } from './pane-fill.js';

const BUFFERED_MAX = 50;
const PREVENTING = { capture: true, passive: false };

/** @param {import('../../pages/page-contract.js').Page} page */
export function installWheel(page) {
  const wheel = new Wheel(page);
  const stage = document.querySelector('#stage');
  stage.addEventListener('wheel', (event) => wheel.overTerminal(event), PREVENTING);
  page.layer.addEventListener('wheel', (event) => wheel.overHistory(event), { capture: true, passive: true });
  window.addEventListener('keydown', () => wheel.endGesture(), { capture: true });
}

class Wheel {
  #page;
  #pane;
  #lastAt = -Infinity;
  /** @type {'terminal'|'history'|'ask'|'nobody'} */
  #owner = 'terminal';
  #buffered = [];
  #opening = false;
  #opened = false;
  /** How far the wheel moved while the history was loading. */
  #ahead = 0;

  constructor(page) {
    this.#page = page;
    this.#pane = new PaneFill(page);
    page.events.on('history', ({ open }) => {
      this.#opened &&= open;
      if (!open) this.#owner = 'nobody'; // the rest of the gesture must not open it again
    });
  }

  overTerminal(event) {
    const pixels = this.#pixels(event);
    if (event.ctrlKey || pixels === 0) return;
    if (event.timeStamp - this.#lastAt > GESTURE_PAUSE_MS) this.#begin(event, pixels);
    this.#lastAt = event.timeStamp;
    if (this.#owner === 'terminal') return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#owner === 'history') this.#scroll(pixels);
    else if (this.#owner === 'ask' && this.#buffered.length < BUFFERED_MAX) this.#buffered.push(event);
  }

  /** After a key, the wheel may have another owner. */
  endGesture() {
    if (openHistory() === null) this.#lastAt = -Infinity;
  }

  /** Scrolling past the end of a history that the wheel opened closes it. */
  overHistory(event) {
    if (event.timeStamp - this.#lastAt > GESTURE_PAUSE_MS)
      this.#page.layer.removeEventListener('wheel', this.#continue, PREVENTING);
    this.#lastAt = event.timeStamp;
    const view = openHistory();
    if (!this.#opened || this.#pixels(event) <= 0 || !view?.atEnd || view.hasSelection) return;
    view.close();
    this.#owner = 'history';
  }

  /** The rest of the gesture that opened the history. The browser itself scrolls the next one. */
  #continue = (event) => {
    event.preventDefault();
    event.stopPropagation();
    this.#scroll(this.#pixels(event));
  };

  #begin(event, pixels) {
    if (this.#page.panes !== null) {
      this.#owner = this.#nativeOwner(event, pixels);
      return;
    }
    this.#owner = wheelOwner({
      shift: event.shiftKey,
      up: pixels < 0,
      mayType: this.#page.mayType(),
      usesMouse: this.#page.screen.usesMouse,
      fills: this.#pane.fills,
    });
    if (this.#owner === 'ask') this.#ask();
  }

  /** The wheel means the pane under the pointer. */
  #nativeOwner({ shiftKey: shift, clientX: x, clientY: y }, pixels) {
    const terminal = this.#page.panes.screen.at({ x, y });
    return nativeWheelOwner({
      ...{ shift, up: pixels < 0, mayType: this.#page.mayType(), usesMouse: terminal.usesMouse },
      alternate: terminal.isAlternate,
    });
  }

  async #ask() {
    const fills = await askIfPaneFilled(this.#page);
    this.#owner = fills ? 'terminal' : 'history';
    for (const event of this.#buffered.splice(0)) {
      if (fills) event.target.dispatchEvent(new WheelEvent('wheel', event));
      else this.#scroll(this.#pixels(event));
    }
  }

  #scroll(pixels) {
    if (this.#opening) this.#ahead += pixels;
    else if (openHistory() !== null) openHistory().scrollBy(pixels);
    else if (pixels < 0) this.#open(pixels);
  }

  async #open(pixels) {
    [this.#opening, this.#ahead] = [true, pixels];
    this.#page.layer.addEventListener('wheel', this.#continue, PREVENTING);
    await showHistory(this.#page);
    [this.#opening, this.#opened] = [false, openHistory() !== null];
    openHistory()?.scrollBy(this.#ahead);
  }

  #pixels(event) {
    return pixelsOf(event, this.#page.screen.looks.fontSize);
  }
}
