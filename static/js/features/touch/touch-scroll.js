/** Scrolling by finger. It moves what a program, tmux or our own history can move. */
import { Fling, Steps } from '../../lib/momentum.js';
import { textOf } from '../../lib/touch-keys.js';
import { openHistory, showHistory } from '../history/history.js';
import { askIfPaneFilled } from '../history/pane-fill.js';
import { CLOSE_PX } from './history-touch.js';

// About what programs scroll for one step of a mouse wheel.
const WHEEL_ROWS = 3;
const OPEN_PX = 24;
// A program with an input line shows an older line for each arrow.
const ARROWS_MAX = 10;
const UNTIL_KNOWN_PX = 1e6;

export class TouchScroll {
  #page;
  #touch;
  #steps = new Steps();
  /** Whether a program fills the pane: asked once for each finger that comes down. */
  #filled = null;
  #pulledPx = 0;
  #beyondEndPx = 0;
  #arrows = 0;
  #opening = false;
  /** At most once for each finger: if the history was closed since, it stays closed. */
  #opened = false;
  #frame = 0;

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {import('../../terminal/input/touch.js').TouchTerminal} touch
   */
  constructor(page, touch) {
    this.#page = page;
    this.#touch = touch;
    // A user who types is back at the end: momentum must not scroll away from it.
    page.events.on('typed', () => cancelAnimationFrame(this.#frame));
    // A finger on the history, or on its thumb, stops it.
    page.layer.addEventListener('pointerdown', () => cancelAnimationFrame(this.#frame), { capture: true });
  }

  /** A finger came down: all movement stops. */
  stop() {
    cancelAnimationFrame(this.#frame);
    this.#steps.reset();
    this.#pulledPx = 0;
    this.#beyondEndPx = 0;
    this.#opened = false;
    this.#arrows = 0;
    this.#filled = null;
  }

  /**
   * The finger moved down by so many pixels: what is above comes into view.
   * @param {{x: number, y: number}} at
   */
  by(pixels, at) {
    if (pixels === 0) return;
    const scrolls = this.#touch.scrollAt(at);
    if (scrolls !== null) scrolls(-this.#steps.add(pixels, this.#touch.rowPx));
    else this.#byOwner(pixels, at);
  }

  #byOwner(pixels, at) {
    if (!this.#page.mayType()) this.#pull(pixels);
    else if (this.#touch.wantsMouse)
      this.#repeat(this.#steps.add(pixels, this.#touch.rowPx * WHEEL_ROWS), (direction) =>
        this.#touch.wheel(-direction, at),
      );
    else this.#byKeys(pixels);
  }

  /** The finger left the screen: momentum continues. @param {(pixels: number) => void} move */
  fling(speed, move) {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const fling = new Fling(speed, performance.now());
    const step = (now) => {
      move(fling.step(now));
      if (!fling.isOver(now)) this.#frame = requestAnimationFrame(step);
    };
    this.#frame = requestAnimationFrame(step);
  }

  #byKeys(pixels) {
    // A program that fills the screen gets arrow keys, as for a wheel. In a shell they show old commands.
    this.#filled ??= this.#askIfFilled();
    const { known, filled } = this.#filled;
    if (known && !filled) {
      this.#pull(pixels);
      return;
    }
    const steps = this.#steps.add(pixels, known ? this.#touch.rowPx : UNTIL_KNOWN_PX);
    const arrows = Math.sign(steps) * Math.min(Math.abs(steps), ARROWS_MAX - this.#arrows);
    this.#arrows += Math.abs(arrows);
    this.#repeat(arrows, (direction) =>
      this.#touch.type(textOf(direction > 0 ? 'up' : 'down', {}, this.#touch.applicationCursor)),
    );
  }

  #askIfFilled() {
    // A pane with a terminal of its own that does not scroll is filled.
    if (this.#page.panes !== null) return { known: true, filled: true };
    const answer = { known: false, filled: false };
    askIfPaneFilled(this.#page).then((filled) => Object.assign(answer, { known: true, filled }));
    return answer;
  }

  #pull(pixels) {
    const history = this.#opening ? null : openHistory();
    if (history !== null) {
      this.#moveHistory(history, pixels);
      return;
    }
    this.#pulledPx += pixels;
    if (this.#pulledPx >= OPEN_PX && !this.#opened) this.#openHistory();
  }

  /** What the finger pulls while the history loads is scrolled afterwards. */
  async #openHistory() {
    this.#opening = true;
    this.#opened = true;
    await showHistory(this.#page);
    this.#opening = false;
    openHistory()?.scrollBy(-this.#pulledPx);
    this.#pulledPx = 0;
  }

  #moveHistory(history, pixels) {
    this.#beyondEndPx = history.atEnd && pixels < 0 ? this.#beyondEndPx - pixels : 0;
    if (this.#beyondEndPx > CLOSE_PX) history.close();
    else history.scrollBy(-pixels);
  }

  /** @param {number} steps @param {(direction: number) => void} act is called for each step with its sign. */
  #repeat(steps, act) {
    for (let left = Math.abs(steps); left > 0; left -= 1) act(Math.sign(steps));
  }
}
