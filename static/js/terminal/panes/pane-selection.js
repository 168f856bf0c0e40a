/** A selection within one pane of a split window, drawn over the screen: xterm.js selects only whole rows. */
import { el, need } from '../../lib/dom.js';
import { joinRows } from '../../lib/pane-cells.js';

/** @import { Pane } from '../../lib/pane-layout.js' */

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */

const FRAME = /[\u2500-\u257f|+xq-]/;

export class PaneSelection {
  #terminal;
  /** @type {HTMLElement|null} */
  #layer = null;
  /** @type {{y: number, start: number, end: number}[]} */
  #spans = [];
  #seen = '';
  #top = 0;

  /** The selected text; its lines are joined when the server has reported which of them wrap. */
  text = '';

  /** @param {OpenTerminal} terminal @param {Disposables} disposables */
  constructor(terminal, disposables) {
    this.#terminal = terminal;
    // The text under the selection changed.
    disposables.own(
      terminal.onRender(
        () =>
          this.text !== '' &&
          this.#read()
            .map(({ text }) => text)
            .join('\n') !== this.#seen &&
          this.clear(),
      ),
    );
    disposables.own(terminal.onResize(() => this.clear()));
  }

  get size() {
    return { cols: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /**
   * The cell of the screen under a pointer, also outside of it.
   * @param {{clientX: number, clientY: number}} event
   */
  cellAt({ clientX, clientY }) {
    const { left, top, width, height } = this.#screen.getBoundingClientRect();
    const { cols, rows } = this.#terminal;
    return {
      x: Math.floor(((clientX - left) * cols) / width),
      y: Math.floor(((clientY - top) * rows) / height),
    };
  }

  get cursor() {
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return { x: cursorX, y: cursorY };
  }

  get separators() {
    return this.#terminal.options.wordSeparator;
  }

  /** @param {string} cursor a CSS cursor. */
  set pointer(cursor) {
    this.#terminal.element.style.cursor = cursor;
  }

  /**
   * The row where the window begins: 0, or below tmux's status line. The borders show which.
   * @param {Pane[]} panes
   * @param {number} rows
   */
  topOf(panes, rows) {
    const below = this.#terminal.rows - rows;
    /** @param {number} top */
    const frames = (top) =>
      panes.filter((pane) =>
        FRAME.test(
          this.characters(pane.top + top)[pane.left + pane.cols] ??
            this.characters(pane.top + pane.rows + top)[pane.left] ??
            '',
        ),
      ).length;
    this.#top = below > 0 && frames(below) > frames(0) ? below : 0;
    return this.#top;
  }

  /**
   * The characters of a row of the screen, one a cell; the second cell of a wide one is empty.
   * @param {number} y
   */
  characters(y) {
    const { active } = this.#terminal.buffer;
    const line = active.getLine(active.viewportY + y);
    return line
      ? Array.from({ length: line.length }, (_, x) =>
          line.getCell(x)?.getWidth() === 0 ? '' : line.getCell(x)?.getChars() || ' ',
        )
      : [];
  }

  /**
   * Shows these parts of rows of the window as selected.
   * @param {{y: number, start: number, end: number}[]} spans
   */
  show(spans) {
    this.#terminal.clearSelection();
    this.#spans = spans;
    this.#draw();
  }

  /** The selection is complete. @param {Pane} pane @param {Set<number>} wraps */
  take(pane, wraps) {
    const rows = this.#read();
    this.#seen = rows.map(({ text }) => text).join('\n');
    this.text = joinRows(rows, pane, wraps);
  }

  clear() {
    this.text = '';
    this.#spans = [];
    this.#layer?.remove();
    this.#layer = null;
  }

  #read() {
    return this.#spans.map(({ y, start, end }) => ({
      y,
      text: this.characters(y + this.#top)
        .slice(start, end)
        .join(''),
    }));
  }

  #draw() {
    this.#layer ??= this.#screen.appendChild(el('div', { class: 'pane-selection' }));
    const {
      cols,
      rows,
      options: { theme },
    } = this.#terminal;
    this.#layer.style.setProperty('--selection', theme?.selectionBackground ?? '#888');
    this.#layer.replaceChildren(
      ...this.#spans.map(({ y, start, end }) => {
        const part = document.createElement('div');
        /** @param {number} cells @param {number} of */
        const percent = (cells, of) => `${(100 * cells) / of}%`;
        Object.assign(part.style, {
          left: percent(start, cols),
          width: percent(end - start, cols),
          top: percent(y + this.#top, rows),
          height: percent(1, rows),
        });
        return part;
      }),
    );
  }

  get #screen() {
    return need('.xterm-screen', this.#terminal.element);
  }
}
