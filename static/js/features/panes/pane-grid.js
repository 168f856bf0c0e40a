/** The panes of the current window as frames beside each other, placed by the cells of tmux's layout. */
import { needStyle } from '../../lib/load-style.js';
import { PaneDividers } from './pane-dividers.js';
import { PaneFrame } from './pane-frame.js';

/** Titles without a row of their own appear while the pointer is so close to the upper edge. */
const TITLE_ZONE_ROWS = 1.3;

/** @typedef {import('./pane-frame.js').Pane} Pane */
/**
 * @typedef {object} LayoutWindow a window of the record Layout; see docs/protocol.md.
 * @property {string} id
 * @property {number} cols
 * @property {number} rows
 * @property {boolean} [zoomed]
 * @property {string} [border] `off`, `top` or `bottom`: where tmux has a row for titles.
 * @property {Pane[]} panes
 */

/**
 * @typedef {import('./pane-frame.js').FrameHandlers & import('./pane-dividers.js').DividerHandlers}
 *   GridHandlers
 */

/** @type {GridHandlers} Until the features are there, users can look only. */
const NOTHING = {
  onPress: () => {},
  onMenu: () => {},
  onRespawn: () => {},
  mayType: () => false,
  resize: async () => {},
  even: () => {},
  leave: () => {},
};

export class PaneGrid {
  /** The element with the size of the window. @type {HTMLElement} */
  element;
  /** @type {Map<number, PaneFrame>} */
  #frames = new Map();
  /** @type {LayoutWindow|null} */
  #window = null;
  #dividers;
  #handlers;
  #cell = { width: 8, height: 16 };
  /** @type {number|null} */
  #focused = null;
  /** @type {number|null} */
  #solo = null;

  /**
   * @param {HTMLElement} root becomes the grid.
   * @param {Pick<GridHandlers, 'onPress'>} handlers the others come later, by `serve`.
   */
  constructor(root, { onPress }) {
    this.element = root;
    root.classList.add('pane-grid');
    needStyle('features/panes/panes.css');
    this.#handlers = { ...NOTHING, onPress };
    this.#dividers = new PaneDividers(root, this.#handlers);
    this.element.addEventListener('pointermove', (event) => this.#onHover(event));
    this.element.addEventListener('pointerleave', () => this.#showTitleOf(null));
  }

  /** What users do from now on. @param {Omit<GridHandlers, 'onPress'>} handlers */
  serve(handlers) {
    Object.assign(this.#handlers, handlers);
    this.again();
  }

  /** Shows the same window again: the rights of the user changed. */
  again() {
    if (this.#window !== null) this.show(this.#window);
  }

  /** The window on the screen. */
  get window() {
    return this.#window;
  }

  /** The panes on the screen: only one if the window is zoomed, or in solo. @returns {Pane[]} */
  get shown() {
    return this.#window === null ? [] : shownOf(this.#window, this.#solo);
  }

  /** The size of the grid in cells. In solo it is that of the one pane. */
  get size() {
    const { cols, rows } = (this.#solo !== null && this.shown[0]) || this.#window || { cols: 80, rows: 24 };
    return { cols, rows };
  }

  /** The place for the terminal of a pane. It exists from the first call on. @param {number} pane */
  frameOf(pane) {
    return this.#frame(pane).host;
  }

  /** @param {number} pane @returns {HTMLElement|undefined} its title, for dragging. */
  titleOf(pane) {
    return this.#frames.get(pane)?.title;
  }

  /** Shows the panes of this window, and no other. @param {LayoutWindow|null} window */
  show(window) {
    this.#window = window;
    const { shown } = this;
    const numbers = new Set(shown.map(({ pane }) => pane));
    for (const [number, { element }] of this.#frames) if (!numbers.has(number)) element.remove();
    const alone = shown.length === 1;
    const border = this.#solo === null ? (window?.border ?? 'off') : 'off';
    for (const pane of shown) {
      const frame = this.#frame(pane.pane);
      const place = this.#solo === null ? pane : { ...pane, left: 0, top: 0 };
      frame.update(place, border);
      if (frame.element.parentElement === null) this.element.append(frame.element);
    }
    this.element.classList.toggle('is-alone', alone);
    this.element.style.setProperty('--cols', String(this.size.cols));
    this.element.style.setProperty('--rows', String(this.size.rows));
    this.#dividers.show(alone ? [] : shown, this.size);
    this.#mark();
  }

  /** Sets the size of a cell in CSS pixels. @param {{width: number, height: number}} cell */
  setCell(cell) {
    this.#cell = cell;
    this.element.style.setProperty('--cell-width', `${cell.width}px`);
    this.element.style.setProperty('--cell-height', `${cell.height}px`);
  }

  /** The size of the grid in CSS pixels, without a transform. */
  get natural() {
    const { cols, rows } = this.size;
    return { width: cols * this.#cell.width, height: rows * this.#cell.height };
  }

  /** Marks the pane that gets the keys. @param {number|null} pane */
  setFocus(pane) {
    this.#focused = pane;
    this.#mark();
  }

  /** From the next `show` on, only this pane, at its own size; null shows all. @param {number|null} pane */
  setSolo(pane) {
    this.#solo = pane;
  }

  /** The terminal of this pane is gone, so its frame goes too. @param {number} pane */
  remove(pane) {
    this.#frames.get(pane)?.element.remove();
    this.#frames.delete(pane);
  }

  #mark() {
    for (const [number, frame] of this.#frames) frame.setFocused(number === this.#focused);
  }

  /** @param {number} number */
  #frame(number) {
    const known = this.#frames.get(number);
    if (known) return known;
    const frame = new PaneFrame(number, this.#handlers);
    this.#frames.set(number, frame);
    return frame;
  }

  /** @param {PointerEvent} event */
  #onHover({ target, clientY, buttons, pointerType }) {
    if (pointerType === 'touch') return;
    const over = /** @type {Element} */ (target).closest('.pane-frame');
    if (over === null || buttons !== 0) return this.#showTitleOf(null);
    const { top, height } = over.getBoundingClientRect();
    const frame = this.#frames.get(Number(/** @type {HTMLElement} */ (over).dataset.pane));
    const rowPx = height / (frame?.pane?.rows ?? 1);
    this.#showTitleOf(clientY - top < TITLE_ZONE_ROWS * rowPx ? (frame ?? null) : null);
  }

  /** @param {PaneFrame|null} shown */
  #showTitleOf(shown) {
    for (const frame of this.#frames.values()) frame.showTitle(frame === shown);
  }
}

/**
 * The panes of a window that are on the screen.
 * @param {LayoutWindow} window
 * @param {number|null} solo
 * @returns {Pane[]}
 */
function shownOf({ panes, zoomed }, solo) {
  const one =
    (solo !== null && panes.find(({ pane }) => pane === solo)) ||
    (zoomed && panes.find(({ active }) => active));
  return one ? [one] : panes;
}
