/** A selection within one pane of a split window, drawn over the screen: xterm.js selects whole rows only. */
import { joinRows } from '../../lib/pane-grid.js';

const FRAME = /[\u2500-\u257f|+xq-]/;

export class PaneSelection {
  #terminal;
  #layer = null;
  #spans = [];
  #seen = '';
  #top = 0;

  /** What is selected; the lines of it are joined once the server has told which of them wrap. */
  text = '';

  constructor(terminal, disposables) {
    this.#terminal = terminal;
    // What is under it changed: then it is another text.
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

  /** The cell of the screen under a pointer, also outside of it. */
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

  set pointer(cursor) {
    this.#terminal.element.style.cursor = cursor;
  }

  /** The row at which the window begins, 0 or below tmux's status line: where its borders are drawn. */
  topOf(panes, rows) {
    const below = this.#terminal.rows - rows;
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

  /** The characters of a row of the screen, one a cell; the second cell of a wide one is empty. */
  characters(y) {
    const { active } = this.#terminal.buffer;
    const line = active.getLine(active.viewportY + y);
    return line
      ? Array.from({ length: line.length }, (_, x) =>
          line.getCell(x).getWidth() === 0 ? '' : line.getCell(x).getChars() || ' ',
        )
      : [];
  }

  /** Shows these parts of rows of the window as selected. @param {{y: number, start: number, end: number}[]} spans */
  show(spans) {
    this.#terminal.clearSelection();
    this.#spans = spans;
    this.#draw();
  }

  /** It is chosen. @param {object} pane @param {Set<number>} wraps */
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
    this.#layer ??= this.#screen.appendChild(
      Object.assign(document.createElement('div'), { className: 'pane-selection' }),
    );
    const {
      cols,
      rows,
      options: { theme },
    } = this.#terminal;
    this.#layer.style.setProperty('--selection', theme.selectionBackground ?? '#888');
    this.#layer.replaceChildren(
      ...this.#spans.map(({ y, start, end }) => {
        const part = document.createElement('div');
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
    return this.#terminal.element.querySelector('.xterm-screen');
  }
}
