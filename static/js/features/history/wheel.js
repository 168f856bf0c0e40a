/**
 * The mouse wheel over the terminal. A program or tmux that takes the mouse gets it. Else it opens the history and
 * scrolls there, or moves a program that fills the screen by arrow keys, which xterm.js makes of it.
 */
import { TURN_MS, ownerOf, pixelsOf } from './wheel-owner.js';
import { openHistory, showHistory } from './history.js';
import { PaneScreen } from './pane-screen.js';

const HELD_MAX = 50;
const CARRYING = { capture: true, passive: false };

/** @param {import('../../pages/page-contract.js').Page} page */
export function installWheel(page) {
  const wheel = new Wheel(page);
  const stage = document.querySelector('#stage');
  stage.addEventListener('wheel', (event) => wheel.overTerminal(event), { capture: true, passive: false });
  page.layer.addEventListener('wheel', (event) => wheel.overHistory(event), { capture: true, passive: true });
  window.addEventListener('keydown', () => wheel.endTurn(), { capture: true });
}

class Wheel {
  #page;
  #pane;
  #turnedAt = -Infinity;
  #owner = 'terminal';
  #held = [];
  #opening = false;
  #opened = false;
  #ahead = 0;

  constructor(page) {
    this.#page = page;
    this.#pane = new PaneScreen(page);
    page.events.on('history', ({ open }) => {
      this.#opened &&= open;
      if (!open) this.#owner = 'nobody'; // what still turns, by itself perhaps, does not open it again
    });
  }

  overTerminal(event) {
    const pixels = this.#pixels(event);
    if (event.ctrlKey || pixels === 0) return;
    if (event.timeStamp - this.#turnedAt > TURN_MS) this.#begin(event, pixels);
    this.#turnedAt = event.timeStamp;
    if (this.#owner === 'terminal') return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#owner === 'history') this.#scroll(pixels);
    else if (this.#owner === 'ask' && this.#held.length < HELD_MAX) this.#held.push(event);
  }

  /** A key was pressed: what the wheel means may be another thing now. */
  endTurn() {
    if (openHistory() === null) this.#turnedAt = -Infinity;
  }

  /** Below the end of the history that it opened the terminal is shown again. */
  overHistory(event) {
    if (event.timeStamp - this.#turnedAt > TURN_MS)
      this.#page.layer.removeEventListener('wheel', this.#carry, CARRYING);
    this.#turnedAt = event.timeStamp;
    const view = openHistory();
    if (!this.#opened || this.#pixels(event) <= 0 || !view?.atEnd || view.hasSelection) return;
    view.close();
    this.#owner = 'history';
  }

  /** The rest of the turn that opened the history, which is over it by now; what follows scrolls natively. */
  #carry = (event) => {
    event.preventDefault();
    event.stopPropagation();
    this.#scroll(this.#pixels(event));
  };

  #begin(event, pixels) {
    const { screen } = this.#page;
    this.#owner = ownerOf({
      shift: event.shiftKey,
      up: pixels < 0,
      types: this.#page.mayType(),
      usesMouse: screen.usesMouse,
      fills: this.#pane.fills,
    });
    if (this.#owner === 'ask') this.#ask();
  }

  async #ask() {
    const fills = await this.#pane.ask();
    this.#owner = fills ? 'terminal' : 'history';
    for (const event of this.#held.splice(0)) {
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
    this.#page.layer.addEventListener('wheel', this.#carry, CARRYING);
    await showHistory(this.#page);
    [this.#opening, this.#opened] = [false, openHistory() !== null];
    openHistory()?.scrollBy(this.#ahead);
  }

  #pixels(event) {
    return pixelsOf(event, this.#page.screen.looks.fontSize);
  }
}
