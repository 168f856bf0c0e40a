/** Scrolling by finger: what moves is what the program, tmux, or our own history can move. */
import { Fling, Steps } from '../../lib/momentum.js';
import { textOf } from '../../lib/touch-keys.js';
import { openHistory, showHistory } from '../history/history.js';

// What a program moves for one turn of a wheel, more or less.
const WHEEL_ROWS = 3;
const OPEN_PX = 24;
// Pulled so far past its end the history closes.
const CLOSE_PX = 80;
// To a program that keeps what was typed each arrow is one older line of that.
const ARROWS_MAX = 10;
const UNTIL_KNOWN = 1e6;

export class TouchScroll {
  #page;
  #touch;
  #steps = new Steps();
  #alternate = null;
  #pulled = 0;
  #past = 0;
  #arrows = 0;
  #opening = false;
  // Once for each finger that comes: what closed it meanwhile is right.
  #opened = false;
  #frame = 0;

  /** @param {import('../../pages/page-contract.js').Page} page @param {import('../../terminal/input/touch.js').TouchTerminal} touch */
  constructor(page, touch) {
    this.#page = page;
    this.#touch = touch;
    // Whoever types is back at the end: what still moves must not scroll away from it.
    page.events.on('typed', () => cancelAnimationFrame(this.#frame));
    // A finger on the history, or on its thumb, holds it.
    page.layer.addEventListener('pointerdown', () => cancelAnimationFrame(this.#frame), { capture: true });
  }

  /** A finger came down: what still moves stops, and what is below is asked anew. */
  stop() {
    cancelAnimationFrame(this.#frame);
    this.#steps.reset();
    this.#pulled = 0;
    this.#past = 0;
    this.#opened = false;
    this.#arrows = 0;
    this.#alternate = null;
  }

  /** The finger moved down by so many pixels: what was above comes. @param {{x: number, y: number}} at */
  by(pixels, at) {
    if (pixels === 0) return;
    if (!this.#page.mayType()) this.#pull(pixels);
    else if (this.#touch.wantsMouse)
      this.#repeat(this.#steps.add(pixels, this.#touch.rowPx * WHEEL_ROWS), (way) =>
        this.#touch.wheel(-way, at),
      );
    else this.#byKeys(pixels);
  }

  /** The finger left: it goes on by itself. @param {(pixels: number) => void} move */
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
    // Programs that fill the screen take arrow keys, as they do for a wheel; a shell would fetch old commands.
    this.#alternate ??= this.#askAlternate();
    const { known, on } = this.#alternate;
    if (known && !on) {
      this.#pull(pixels);
      return;
    }
    const steps = this.#steps.add(pixels, known ? this.#touch.rowPx : UNTIL_KNOWN);
    const bounded = Math.sign(steps) * Math.min(Math.abs(steps), ARROWS_MAX - this.#arrows);
    this.#arrows += Math.abs(bounded);
    this.#repeat(bounded, (way) =>
      this.#touch.type(textOf(way > 0 ? 'up' : 'down', {}, this.#touch.applicationCursor)),
    );
  }

  #askAlternate() {
    const answer = { known: false, on: false };
    const know = (on) => Object.assign(answer, { known: true, on });
    this.#page.subscription.command('pane').then(
      ({ alternate, mode }) => know(alternate === true || Boolean(mode)),
      () => know(false),
    );
    return answer;
  }

  #pull(pixels) {
    const history = this.#opening ? null : openHistory();
    if (history !== null) {
      this.#moveHistory(history, pixels);
      return;
    }
    this.#pulled += pixels;
    if (this.#pulled >= OPEN_PX && !this.#opened) this.#openHistory();
  }

  /** It goes on under the finger: what was pulled while it loaded is moved at once. */
  async #openHistory() {
    this.#opening = true;
    this.#opened = true;
    await showHistory(this.#page);
    this.#opening = false;
    openHistory()?.scrollBy(-this.#pulled);
    this.#pulled = 0;
  }

  #moveHistory(history, pixels) {
    this.#past = history.atEnd && pixels < 0 ? this.#past - pixels : 0;
    if (this.#past > CLOSE_PX) history.close();
    else history.scrollBy(-pixels);
  }

  #repeat(steps, act) {
    for (let left = Math.abs(steps); left > 0; left -= 1) act(Math.sign(steps));
  }
}
