/** The matches of a search in one history, collected from the server's replies. */
import { TEXT } from './history-text.js';

/** @testonly */
export const FOUND_MAX = 1000;

// By state. Any other state is the message of an error.
const NO_MATCH = { searching: TEXT.searching, done: TEXT.noResults, more: TEXT.noResults, '': '' };
const MORE_MATCHES = { searching: '…', more: '+' };

export class HistorySearch {
  #ask;
  #onChange;
  #run = 0;
  #found = [];
  #rows = new Map();
  #current = -1;
  #state = '';

  /**
   * @param {(query: object, next: number|null) => Promise<{matches: object[], next: number}>} ask the next
   *   part, from row `next` up, null for the end. The reply's `next` is 0 when all was searched.
   * @param {() => void} onChange
   */
  constructor(ask, onChange) {
    this.#ask = ask;
    this.#onChange = onChange;
  }

  /**
   * Starts another search.
   * @param {object|null} query null for none.
   * @param {number} [near] the newest match up to this row is the first to show.
   * @returns {Promise<void>} resolves when all was searched, or another search was started.
   */
  async start(query, near) {
    const run = (this.#run += 1);
    this.#found = [];
    this.#rows.clear();
    this.#current = -1;
    this.#state = query === null ? '' : 'searching';
    this.#onChange();
    if (query === null) return;
    try {
      let next = null;
      do {
        const reply = await this.#ask(query, next);
        if (run !== this.#run) return;
        next = reply.next;
        this.#take(reply.matches, near);
      } while (next > 0 && this.#found.length < FOUND_MAX);
      this.#state = next > 0 ? 'more' : 'done';
      if (this.#current < 0 && this.#found.length > 0) this.#current = 0;
    } catch (error) {
      if (run !== this.#run) return;
      this.#state = error.message;
    }
    this.#onChange();
  }

  stop() {
    this.#run += 1;
  }

  /** The row of the current match, or undefined. */
  get row() {
    return this.#found[this.#current]?.row;
  }

  /** Makes the next match current, or the previous, which is older; after the last comes the first. */
  go(where) {
    const count = this.#found.length;
    if (count === 0) return;
    this.#current = (this.#current + (where === 'previous' ? 1 : count - 1)) % count;
    this.#onChange();
  }

  marksOf(number) {
    const current = this.#found[this.#current];
    return (this.#rows.get(number) ?? []).map(({ begin, end, match }) => ({
      begin,
      end,
      current: match === current,
    }));
  }

  /** Which match of how many is current, or why there is none. */
  get summary() {
    const count = this.#found.length;
    if (count === 0) return NO_MATCH[this.#state] ?? this.#state;
    return TEXT.matchOf(this.#current + 1, count) + (MORE_MATCHES[this.#state] ?? '');
  }

  #take(matches, near) {
    for (const match of matches) {
      this.#found.push(match);
      for (const [row, begin, end] of match.parts) {
        this.#rows.set(row, [...(this.#rows.get(row) ?? []), { begin, end, match }]);
      }
      if (this.#current < 0 && match.row <= near) this.#current = this.#found.length - 1;
    }
    this.#onChange();
  }
}
