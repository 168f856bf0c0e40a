/** Finding text in the history: the box, the search, and the match that is shown. */
import { FindBox } from '../../components/find-box.js';
import { HistorySearch } from './history-search.js';
import { TEXT } from './history-text.js';

export class HistoryFind {
  #holder;
  #handlers;
  #search;
  #box = null;
  #showsFirst = false;

  /**
   * @param {HTMLElement} holder where the box is shown.
   * @param {object} handlers
   * @param {(query: object, next: number|null) => Promise<{matches: object[], next: number}>} handlers.ask
   * @param {() => number} handlers.onStart returns the row from which the nearest older match is shown first.
   * @param {() => void} handlers.onMarks other rows have marks now.
   * @param {(row: number) => void} handlers.onRow a match was chosen.
   * @param {() => void} handlers.onClose
   */
  constructor(holder, handlers) {
    this.#holder = holder;
    this.#handlers = handlers;
    this.#search = new HistorySearch(handlers.ask, () => this.#changed());
  }

  /** Opens the box, or gives it the focus. */
  open() {
    if (this.#box === null) {
      const onText = (text, how) => this.#start(text, how);
      const onGo = (where) => this.go(where);
      this.#box = new FindBox(TEXT.findInHistory, { onText, onGo, onClose: () => this.#close() }, 'previous');
      this.#holder.append(this.#box.element);
    }
    this.#box.focus();
  }

  /** Opens the box with this text. */
  openWith({ text, how }) {
    this.open();
    this.#box.fill(text, how);
  }

  /** @param {'next'|'previous'} where */
  go(where) {
    this.#search.go(where);
    this.#showMatch();
  }

  marksOf(number) {
    return this.#search.marksOf(number);
  }

  dispose() {
    this.#search.stop();
    this.#box?.dispose();
  }

  #start(text, how) {
    const near = this.#handlers.onStart();
    this.#showsFirst = true;
    this.#search.start(text === '' ? null : { q: text, ...how }, near);
  }

  #changed() {
    this.#box?.showCount(this.#search.summary);
    this.#handlers.onMarks();
    if (this.#showsFirst && this.#search.row !== undefined) {
      this.#showsFirst = false;
      this.#showMatch();
    }
  }

  #showMatch() {
    if (this.#search.row !== undefined) this.#handlers.onRow(this.#search.row);
  }

  #close() {
    this.#search.start(null);
    this.#box?.dispose();
    this.#box = null;
    this.#handlers.onClose();
  }
}
