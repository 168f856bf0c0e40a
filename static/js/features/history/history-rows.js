/** A long list of rows of which only those near the window are in the page; it scrolls and is selected natively. */
import { Disposables } from '../../lib/disposables.js';
import { el } from '../../lib/dom.js';
import { plainOf, rowElement } from './history-row.js';

const AROUND = 40;
// Browsers draw no element higher than some 16 million pixels.
const SHOWN_MAX = 800_000;
// A selection keeps its rows in the page, up to so many: beyond them it is cut at the far end.
const SELECTED_MAX = 5_000;
const CELLS_MEASURED = 100;

export class HistoryRows {
  #scroller;
  #spacer = el('div', { class: 'history-spacer' });
  #holder = el('div', { class: 'history-rows' });
  #store;
  #looks;
  #marksOf;
  #onWindow;
  #elements = new Map();
  #lineHeight = 18;
  #cell = 0;
  #frame = 0;
  #selected = null;
  #drawn = {};
  #place = null;
  #disposables = new Disposables();

  /**
   * @param {HTMLElement} scroller
   * @param {import('./history-pages.js').Rows} store
   * @param {{looks: () => object, marksOf: (number: number) => object[], onWindow: (from: number, to: number) => void}} about
   *   `onWindow` hears which rows are seen, `to` not among them, after each look.
   */
  constructor(scroller, store, { looks, marksOf, onWindow }) {
    this.#scroller = scroller;
    this.#store = store;
    this.#looks = looks;
    this.#marksOf = marksOf;
    this.#onWindow = onWindow;
    this.#spacer.append(this.#holder);
    scroller.append(this.#spacer);
    this.#measure();
    this.#disposables.listen(scroller, 'scroll', () => this.#later(), { passive: true });
    this.#disposables.listen(document, 'selectionchange', () => this.#select());
    this.#disposables.observeSize(scroller, () => this.#later());
    this.#disposables.add(() => cancelAnimationFrame(this.#frame));
  }

  /** Where the selection is, from its first to its last place, or null. */
  get selected() {
    return this.#selected;
  }

  /** The selected text, wrapped rows joined. */
  get selectedText() {
    return this.#selected === null ? '' : this.#store.text(this.#selected.from, this.#selected.to, plainOf);
  }

  get atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.#scroller;
    return scrollTop + clientHeight >= scrollHeight - this.#lineHeight;
  }

  /** Draws again what is there: it was loaded, found, or has other colours. */
  draw({ anew = false } = {}) {
    if (anew) this.#measure();
    this.#layOver();
    this.#spacer.style.height = `${(this.#store.end - this.#origin) * this.#lineHeight}px`;
    this.#render(anew);
  }

  /** Has the end of the list lie where the terminal shows it. @param {{left: number, top: number, first: number}|null} place of the row `first`. */
  layOver(place) {
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

  /** Brings a row into the middle of the window, unless it is seen. */
  toRow(number, { always = false } = {}) {
    const { from, to } = this.#seen();
    if (always || number < from + 1 || number >= to - 1) {
      this.#scroller.scrollTop = (number - this.#origin) * this.#lineHeight - this.#scroller.clientHeight / 2;
    }
    this.#render();
  }

  scrollPages(pages) {
    this.#scroller.scrollTop += pages * (this.#scroller.clientHeight - this.#lineHeight);
  }

  /** Everything in the page is selected: what is farther away one scrolls to. */
  selectAll() {
    getSelection().selectAllChildren(this.#holder);
  }

  dispose() {
    this.#disposables.dispose();
    this.#spacer.remove();
  }

  get #origin() {
    return Math.max(0, this.#store.end - SHOWN_MAX);
  }

  #measure() {
    this.#drawn = this.#looks();
    const { fontFamily, fontSize, rowPx, cellPx } = this.#drawn;
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

  #layOver() {
    const { style, clientHeight } = this.#scroller;
    const place = this.#place;
    style.paddingLeft = place === null ? '' : `${place.left}px`;
    const below =
      place === null ? 0 : clientHeight - place.top - (this.#store.end - place.first) * this.#lineHeight;
    style.paddingBottom = below > 0 ? `${below}px` : '';
  }

  #later() {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#render());
  }

  #seen() {
    const { scrollTop, clientHeight } = this.#scroller;
    const from = this.#origin + Math.floor(scrollTop / this.#lineHeight);
    return { from, to: from + Math.ceil(clientHeight / this.#lineHeight) + 1 };
  }

  #render(anew = false) {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const seen = this.#seen();
    const { from, to } = this.#wanted(seen);
    for (const [number, element] of this.#elements) {
      const stale =
        anew || (element.classList.contains('is-missing') && this.#store.at(number) !== undefined);
      if (stale || number < from || number >= to) {
        element.remove();
        this.#elements.delete(number);
      }
    }
    let before = null;
    for (let number = to - 1; number >= from; number -= 1) before = this.#put(number, before);
    this.#holder.style.transform = `translateY(${(from - this.#origin) * this.#lineHeight}px)`;
    this.#onWindow(seen.from, seen.to);
  }

  #put(number, before) {
    let element = this.#elements.get(number);
    if (element === undefined) {
      element = rowElement(this.#store.at(number), number, this.#drawn, this.#marksOf(number));
      this.#elements.set(number, element);
      this.#holder.insertBefore(element, before);
    }
    return element;
  }

  /** The rows to have in the page: around the window, and all that are selected. */
  #wanted(seen) {
    const from = Math.max(this.#origin, seen.from - AROUND);
    const to = Math.min(this.#store.end, seen.to + AROUND);
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
      const row = after ?? this.#holder.lastElementChild;
      return row && { row: Number(row.dataset.row), at: after ? 0 : row.textContent.length };
    }
    const row = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest('.history-row');
    const range = document.createRange();
    range.setStart(row, 0);
    range.setEnd(node, offset);
    return { row: Number(row.dataset.row), at: range.toString().length };
  }
}
