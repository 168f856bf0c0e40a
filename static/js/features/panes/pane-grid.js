/** The panes of the current window: one element for each, where tmux has it. */
import { el } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { shownPanes } from './window-set.js';

/** @import { PaneWindow } from './window-set.js' */

export class PaneGrid {
  #root;
  /** @type {Map<number, HTMLElement>} */
  #frames = new Map();

  /**
   * @param {HTMLElement} root gets the elements of the panes.
   * @param {{onPress: (pane: number) => void}} handlers `onPress`: a pane was pressed or got the focus.
   */
  constructor(root, { onPress }) {
    this.#root = root;
    root.classList.add('panes');
    needStyle('features/panes/panes.css');
    const press = (event) => {
      const frame = event.target.closest('[data-pane]');
      if (frame !== null) onPress(Number(frame.dataset.pane));
    };
    root.addEventListener('pointerdown', press, true);
    root.addEventListener('focusin', press);
  }

  /** Makes, places and removes the elements. @param {PaneWindow|null} window */
  show(window) {
    const shown = shownPanes(window);
    const numbers = new Set(shown.map(({ pane }) => pane));
    for (const [pane, frame] of this.#frames) {
      if (numbers.has(pane)) continue;
      frame.remove();
      this.#frames.delete(pane);
    }
    if (window !== null) setCells(this.#root, { cols: window.cols, rows: window.rows });
    for (const { pane, left, top, cols, rows } of shown) {
      let frame = this.#frames.get(pane);
      if (frame === undefined) {
        frame = el('div', { class: 'pane', 'data-pane': String(pane) });
        this.#frames.set(pane, frame);
        this.#root.append(frame);
      }
      setCells(frame, { left, top, cols, rows });
    }
  }

  /** @param {number} pane @returns {HTMLElement|null} null if it is not shown. */
  frameOf(pane) {
    return this.#frames.get(pane) ?? null;
  }

  /** @param {number|null} pane */
  setFocus(pane) {
    for (const [one, frame] of this.#frames) frame.classList.toggle('is-focused', one === pane);
  }

  /** The size of a cell in CSS pixels. @param {{width: number, height: number}} cell */
  setCell({ width, height }) {
    this.#root.style.setProperty('--cell-width', `${width}px`);
    this.#root.style.setProperty('--cell-height', `${height}px`);
  }
}

/** Gives an element its place in cells; panes.css multiplies them. */
function setCells(element, cells) {
  for (const [name, count] of Object.entries(cells)) element.style.setProperty(`--${name}`, String(count));
}
