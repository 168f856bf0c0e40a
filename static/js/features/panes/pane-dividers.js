/** The dividers between panes: dragged by mouse or finger, moved by the arrow keys. */
import { el, setAttribute } from '../../lib/dom.js';
import { DividerDrag } from './divider-drag.js';
import { dividersOf } from './pane-geometry.js';
import { TEXT } from './pane-grid-text.js';

/** @typedef {import('./pane-geometry.js').Divider} Divider */
/**
 * @typedef {object} DividerHandlers
 * @property {(divider: Divider, at: number) => Promise<unknown>} resize
 * @property {() => void} even gives all panes one size.
 * @property {() => void} leave moves the keyboard focus back to the terminal.
 * @property {() => boolean} mayType
 */

const KEYS = { x: { ArrowLeft: -1, ArrowRight: 1 }, y: { ArrowUp: -1, ArrowDown: 1 } };
const SHIFT_CELLS = 5;
/** How long the layout may take after tmux has answered; then the divider is drawn where tmux has it. */
const LAYOUT_MS = 500;

export class PaneDividers {
  #grid;
  #handlers;
  /** @type {Map<string, DividerElement>} */
  #known = new Map();

  /** @param {HTMLElement} grid @param {DividerHandlers} handlers */
  constructor(grid, handlers) {
    this.#grid = grid;
    this.#handlers = handlers;
  }

  /**
   * @param {import('./pane-geometry.js').LayoutPane[]} panes
   * @param {{cols: number, rows: number}} size of the window.
   */
  show(panes, size) {
    const gone = new Set(this.#known.keys());
    for (const divider of dividersOf(panes)) {
      gone.delete(divider.id);
      const known = this.#known.get(divider.id) ?? this.#make(divider.id);
      known.update(divider, size, this.#handlers.mayType());
    }
    for (const id of gone) this.#remove(id);
  }

  /** @param {string} id */
  #make(id) {
    const made = new DividerElement(this.#grid, this.#handlers);
    this.#known.set(id, made);
    this.#grid.append(made.element);
    return made;
  }

  /** @param {string} id */
  #remove(id) {
    const { element } = this.#known.get(id);
    const focused = element === document.activeElement;
    element.remove();
    this.#known.delete(id);
    if (focused) this.#handlers.leave();
  }
}

class DividerElement {
  #grid;
  #handlers;
  /** @type {Divider|null} */
  #divider = null;
  #size = { cols: 1, rows: 1 };
  /** @type {DividerDrag|null} */
  #drag = null;
  /** Where it is drawn: a drag is ahead of tmux. */
  #at = 0;
  /** From the pointer to the middle of the divider, in CSS pixels. */
  #grip = 0;

  /** @param {HTMLElement} grid @param {DividerHandlers} handlers */
  constructor(grid, handlers) {
    this.#grid = grid;
    this.#handlers = handlers;
    this.element = el('div', { class: 'pane-divider', role: 'separator' });
    const on = (type, listener) => this.element.addEventListener(type, listener);
    on('pointerdown', (event) => this.#press(event));
    on('pointermove', (event) => this.#move(event));
    on('lostpointercapture', () => this.#end());
    on('dblclick', () => handlers.mayType() && handlers.even());
    on('keydown', (event) => this.#onKey(event));
    on('keyup', () => this.#end());
    on('blur', () => this.#end());
  }

  /** @param {Divider} divider @param {{cols: number, rows: number}} size @param {boolean} moves */
  update(divider, size, moves) {
    this.#divider = divider;
    this.#size = size;
    if (this.#drag === null) this.#at = divider.at;
    const { element } = this;
    const { axis, from, to, least, most } = divider;
    element.classList.toggle('is-sideways', axis === 'x');
    element.classList.toggle('is-fixed', !moves);
    element.style.setProperty('--from', String(from > 0 ? from - 0.5 : from));
    const length = axis === 'x' ? size.rows : size.cols;
    element.style.setProperty('--to', String(to < length ? to + 0.5 : to));
    setAttribute(element, 'aria-orientation', axis === 'x' ? 'vertical' : 'horizontal');
    setAttribute(element, 'tabindex', moves && '0');
    setAttribute(element, 'aria-valuemin', String(least));
    setAttribute(element, 'aria-valuemax', String(most));
    setAttribute(element, 'title', moves && TEXT.divider);
    this.#draw();
  }

  #draw() {
    const { axis } = this.#divider;
    this.element.style.setProperty('--at', String(this.#at));
    setAttribute(this.element, 'aria-valuenow', String(this.#at));
    const text =
      axis === 'x' ? TEXT.sideways(this.#at, this.#size.cols) : TEXT.upright(this.#at, this.#size.rows);
    setAttribute(this.element, 'aria-label', text);
  }

  #rest() {
    if (this.#drag !== null) return;
    this.#at = this.#divider.at;
    this.#draw();
  }

  #begin() {
    const divider = this.#divider;
    this.#drag = new DividerDrag(this.#at, {
      resize: (at) => this.#handlers.resize(divider, at),
      show: (at) => {
        this.#at = at;
        this.#draw();
      },
      done: () => {
        this.#drag = null;
        setTimeout(() => this.#rest(), LAYOUT_MS);
      },
    });
    this.element.classList.add('is-dragged');
  }

  /** @param {PointerEvent} event */
  #press(event) {
    if (event.button !== 0 || !this.#handlers.mayType()) return;
    event.preventDefault(); // the terminal keeps the keyboard, and a phone sends no mouse events
    event.stopPropagation(); // gestures on the terminal
    this.element.setPointerCapture(event.pointerId);
    this.#begin();
    this.#grip = this.#place(event) - (this.#at + 0.5);
  }

  /** @param {PointerEvent} event */
  #move(event) {
    if (this.#drag === null || !this.element.hasPointerCapture(event.pointerId)) return;
    event.stopPropagation();
    this.#to(Math.round(this.#place(event) - this.#grip - 0.5));
  }

  #end() {
    this.#drag?.end();
    this.element.classList.remove('is-dragged');
  }

  /** @param {number} at */
  #to(at) {
    const { least, most } = this.#divider;
    this.#drag.move(Math.max(least, Math.min(most, at)));
  }

  /** Where the pointer is, in cells of the window. @param {{clientX: number, clientY: number}} event */
  #place({ clientX, clientY }) {
    const { left, top, width, height } = this.#grid.getBoundingClientRect();
    return this.#divider.axis === 'x'
      ? ((clientX - left) * this.#size.cols) / width
      : ((clientY - top) * this.#size.rows) / height;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.#handlers.mayType()) return;
    const { axis, least, most } = this.#divider;
    const step = KEYS[axis][event.key];
    const to = { Home: least, End: most }[event.key];
    if (event.key === 'Escape') this.#handlers.leave();
    else if (event.key === 'Enter') this.#handlers.even();
    else if (step !== undefined || to !== undefined) {
      if (this.#drag === null) this.#begin();
      this.#to(to ?? this.#at + step * (event.shiftKey ? SHIFT_CELLS : 1));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
