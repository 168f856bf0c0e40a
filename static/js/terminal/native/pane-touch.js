/** The part of the panes for touch screens: the finger means the pane under it, keys mean the focused one. */
import { TouchTerminal } from '../input/touch.js';

/** @import { PaneTerminal } from './pane-terminal.js' */
/**
 * @typedef {object} Panes
 * @property {HTMLElement} frame all panes of the window.
 * @property {() => PaneTerminal} now the focused one.
 * @property {() => Iterable<PaneTerminal>} all
 * @property {(install: (terminal: PaneTerminal) => unknown) => unknown} each does something to each
 *   terminal, also to those that come later.
 * @property {(place: {x: number, y: number}) => PaneTerminal} at the one under a finger.
 * @property {import('../sizer.js').Sizer} sizer
 */

const RESTS_MS = 80;

export class PaneTouch extends TouchTerminal {
  #panes;
  #mode = '';

  /** @param {Panes} panes */
  constructor(panes) {
    super({
      sizer: panes.sizer,
      now: () => panes.now().use((terminal) => terminal),
      at: (place) => panes.at(place).use((terminal) => terminal),
      soft: () => panes.now().soft,
    });
    this.#panes = panes;
    panes.each((terminal) => this.#setMode(terminal));
  }

  /** @param {import('../input/soft-input.js').StickyKeys} sticky */
  holdKeys(sticky) {
    this.#panes.each(async (terminal) => (await terminal.softInput())?.holdKeys(sticky));
  }

  /** @param {boolean} opens */
  wantKeyboard(opens) {
    this.#mode = opens ? 'text' : 'none';
    for (const terminal of this.#panes.all()) this.#setMode(terminal);
  }

  /**
   * A program that hides its cursor draws with it anywhere. xterm.js 6.0.0 has no public way to ask for it.
   */
  get showsCursor() {
    return this.#panes.now().use((/** @type {any} */ terminal) => !terminal._core.coreService.isCursorHidden);
  }

  /**
   * Calls back when the cursor of the focused pane moved and rests: while a program paints, it is everywhere.
   * tmux hides that in the attached view.
   * @param {() => void} listener
   */
  onCursor(listener) {
    this.#panes.each((one) =>
      one.extend((terminal, disposables) => {
        /** @type {any} */
        let timer = null;
        disposables.add(() => clearTimeout(timer));
        disposables.own(
          terminal.onCursorMove(() => {
            clearTimeout(timer);
            timer = setTimeout(() => this.#panes.now() === one && listener(), RESTS_MS);
          }),
        );
      }),
    );
  }

  /** @param {{x: number, y: number}} at */
  scrollAt(at) {
    const pane = this.#panes.at(at);
    if (pane.usesMouse || pane.isAlternate) return null;
    return (/** @type {number} */ rows) => pane.use((terminal) => terminal.scrollLines(rows));
  }

  get natural() {
    const { offsetWidth: width, offsetHeight: height } = this.#panes.frame;
    return { width, height };
  }

  /** @param {{x: number, y: number, width: number, height: number}} picture @param {number} [more] */
  cursorBox({ x, y, width }, more = 0) {
    const scale = width / this.natural.width;
    const { element } = this.#panes.now();
    const [outer, inner] = [this.#panes.frame, element].map((one) => one.getBoundingClientRect());
    const shown = outer.width / this.#panes.frame.offsetWidth;
    const pane = {
      x: x + ((inner.left - outer.left) / shown) * scale,
      y: y + ((inner.top - outer.top) / shown) * scale,
      width: element.offsetWidth * scale,
      height: element.offsetHeight * scale,
    };
    return super.cursorBox(pane, more);
  }

  /** @param {PaneTerminal} terminal */
  #setMode(terminal) {
    terminal.use(({ textarea }) => {
      textarea.inputMode = this.#mode;
    });
  }
}
