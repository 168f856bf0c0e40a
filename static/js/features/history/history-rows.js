/**
 * The rows in the scroller. Only those near the window are elements; the browser scrolls and selects them.
 */
import { Disposables } from '../../lib/disposables.js';
import { el } from '../../lib/dom.js';
import { plainOf, rowElement } from './history-row.js';
import { TEXT } from './history-text.js';

// Rows above and below the window that are elements.
const AROUND = 40;
// Browsers draw no element higher than some 16 million pixels.
const ROWS_MAX = 800_000;
// Selected rows stay elements, up to so many from the window: a longer selection is cut at the far end.
const SELECTED_MAX = 5_000;
const CELLS_MEASURED = 100;

export class HistoryRows {
  #scroller;
  #spacer = el('div', { class: 'history-spacer' });
  #holder = el('div', { class: 'history-rows' });
  #pages;
  #appearanceNow;
  #marksOf;
  #onWindow;
  #elements = new Map();
  #lineHeight = 18;
  #cell = 0;
  #frame = 0;
  #selected = null;
  #appearance;
  #place = null;
  #disposables = new Disposables();

  /**
   * @param {HTMLElement} scroller
   * @param {import('./history-pages.js').HistoryPages} pages
   * @param {object} about
   * @param {() => any} about.appearance see `appearanceOf` in history-place.js.
   * @param {(number: number) => any[]} about.marksOf the matches in a row.
   * @param {(from: number, to: number) => void} about.onWindow the rows in the window, after each drawing.
   */
  constructor(scroller, pages, { appearance, marksOf, onWindow }) {
    this.#scroller = scroller;
    this.#pages = pages;
    this.#appearanceNow = appearance;
    this.#marksOf = marksOf;
    this.#onWindow = onWindow;
    this.#spacer.append(this.#holder);
    scroller.append(this.#spacer);
    this.#measure();
    this.#disposables.listen(scroller, 'scroll', () => this.#renderSoon(), { passive: true });
    this.#disposables.listen(document, 'selectionchange', () => this.#select());
    this.#disposables.observeSize(scroller, () => this.#renderSoon());
    this.#disposables.add(() => cancelAnimationFrame(this.#frame));
  }

  /** The first and the last place of the selection, or null. */
  get selected() {
    return this.#selected;
  }

  /** The selected text, with whole lines. */
  get selectedText() {
    return this.#selected === null ? '' : this.#pages.text(this.#selected.from, this.#selected.to, plainOf);
  }

  get atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    return scrollTop + clientHeight >= scrollHeight - this.#lineHeight;
  }

  /** Draws the rows that were loaded since. `all`: also those that are drawn, for other marks or colours. */
  draw({ all = false } = {}) {
    if (all) this.#measure();
    this.#align();
    this.#spacer.style.height = `${(this.#pages.end - this.#origin) * this.#lineHeight}px`;
    this.#render(all);
  }

  /**
   * The next drawing puts the end of the history where the terminal shows it.
   * @param {{left: number, top: number, first: number}|null} place of the row `first`.
   */
  alignWith(place) {
    this.#place = place;
  }

  /** Whether rows of so many columns are wider than the window. */
  isWider(cols) {
    return cols * this.#cell > this.#scroller.clientWidth;
  }

  toEnd() {
    this.draw();
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#render();
  }

  /** Scrolls a row to the middle of the window, unless it is visible. */
  toRow(number, { always = false } = {}) {
    const { from, to } = this.#visibleRows();
    if (always || number < from + 1 || number >= to - 1) {
      this.#scroller.scrollTop = (number - this.#origin) * this.#lineHeight - this.#scroller.clientHeight / 2;
    }
    this.#render();
  }

  scrollPages(pages) {
    this.#scroller.scrollTop += pages * (this.#scroller.clientHeight - this.#lineHeight);
  }

  /** Selects all rows that are elements. */
  selectAll() {
    getSelection().selectAllChildren(this.#holder);
  }

  dispose() {
    this.#disposables.dispose();
    this.#spacer.remove();
  }

  get #origin() {
    return Math.max(0, this.#pages.end - ROWS_MAX);
  }

  #measure() {
    this.#appearance = this.#appearanceNow();
    const { fontFamily, fontSize, rowPx, cellPx } = this.#appearance;
    const { style } = this.#scroller;
    style.setProperty('--history-font', fontFamily);
    style.setProperty('--history-size', `${fontSize}px`);
    style.setProperty('--history-spacing', '0');
    const probe = el('div', { class: 'history-row history-probe', text: 'W'.repeat(CELLS_MEASURED) });
    this.#scroller.append(probe);
    const { width } = probe.getBoundingClientRect();
    probe.remove();
    this.#lineHeight = rowPx ?? Math.ceil(fontSize * 1.2);
    const cell = cellPx ?? width / CELLS_MEASURED;
    this.#cell = cell;
    style.setProperty('--history-cell', `${cell}px`);
    style.setProperty('--history-spacing', `${cell - width / CELLS_MEASURED}px`);
    style.setProperty('--history-line', `${this.#lineHeight}px`);
  }

  #align() {
    const { style, clientHeight } = this.#scroller;
    const place = this.#place;
    style.paddingLeft = place === null ? '' : `${place.left}px`;
    const below =
      place === null ? 0 : clientHeight - place.top - (this.#pages.end - place.first) * this.#lineHeight;
    style.paddingBottom = below > 0 ? `${below}px` : '';
  }

  #renderSoon() {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#render());
  }

  #visibleRows() {
    const { scrollTop, clientHeight } = this.#scroller;
    const from = this.#origin + Math.floor(scrollTop / this.#lineHeight);
    return { from, to: from + Math.ceil(clientHeight / this.#lineHeight) + 1 };
  }

  #render(all = false) {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const visible = this.#visibleRows();
    const { from, to } = this.#drawnRows(visible);
    for (const [number, element] of this.#elements) {
      const stale = all || (element.classList.contains('is-missing') && this.#pages.at(number) !== undefined);
      if (stale || number < from || number >= to) {
        element.remove();
        this.#elements.delete(number);
      }
    }
    let before = null;
    for (let number = to - 1; number >= from; number -= 1) before = this.#put(number, before);
    this.#holder.style.transform = `translateY(${(from - this.#origin) * this.#lineHeight}px)`;
    this.#onWindow(visible.from, visible.to);
  }

  #put(number, before) {
    let element = this.#elements.get(number);
    if (element === undefined) {
      element = rowElement(this.#pages.at(number), number, this.#appearance, this.#marksOf(number));
      if (this.#pages.isGap(number))
        element.append(el('span', { class: 'history-gap', 'data-gap': TEXT.gap }));
      this.#elements.set(number, element);
      this.#holder.insertBefore(element, before);
    }
    return element;
  }

  /** The rows to have as elements: those around the window, and the selected ones. */
  #drawnRows(visible) {
    const from = Math.max(this.#origin, visible.from - AROUND);
    const to = Math.min(this.#pages.end, visible.to + AROUND);
    if (this.#selected === null) return { from, to };
    const low = Math.min(from, this.#selected.from.row);
    const high = Math.max(to, this.#selected.to.row + 1);
    return { from: Math.max(low, from - SELECTED_MAX), to: Math.min(high, to + SELECTED_MAX) };
  }

  #select() {
    const selection = getSelection();
    const inside =
      selection.rangeCount > 0 &&
      this.#holder.contains(selection.anchorNode) &&
      this.#holder.contains(selection.focusNode);
    if (!inside || selection.isCollapsed) {
      this.#selected = null;
      return;
    }
    const range = selection.getRangeAt(0);
    const from = this.#placeOf(range.startContainer, range.startOffset);
    const to = this.#placeOf(range.endContainer, range.endOffset);
    this.#selected = from && to ? { from, to } : null;
  }

  #placeOf(node, offset) {
    if (node === this.#holder) {
      const after = this.#holder.children[offset];
      const row = /** @type {HTMLElement|null} */ (after ?? this.#holder.lastElementChild);
      return row && { row: Number(row.dataset.row), at: after ? 0 : row.textContent.length };
    }
    const row = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('.history-row');
    const range = document.createRange();
    range.setStart(row, 0);
    range.setEnd(node, offset);
    return { row: Number(row.dataset.row), at: range.toString().length };
  }
}
