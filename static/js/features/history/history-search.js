/** What a search found in one history: the server looks through it from the end, this keeps and counts what it tells. */

/** @testonly */
export const FOUND_MAX = 1000;

export class HistorySearch {
  #ask;
  #onChange;
  #run = 0;
  #found = [];
  #rows = new Map();
  #current = -1;
  #state = '';

  /**
   * @param {(query: object, next: number|null) => Promise<{matches: object[], next: number}>} ask with rows as numbers; `next` null for the end.
   * @param {() => void} onChange
   */
  constructor(ask, onChange) {
    this.#ask = ask;
    this.#onChange = onChange;
  }

  /** Looks for something else, or for nothing. Resolves when all was looked through or it was looked for something else. */
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
        const answer = await this.#ask(query, next);
        if (run !== this.#run) return;
        next = answer.next;
        this.#take(answer.matches, near);
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

  /** The row to look at, where something was found. */
  get row() {
    return this.#found[this.#current]?.row;
  }

  /** The next one, newer, or the previous; after the last comes the first. */
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

  /** In words: which of how many, or why none. */
  get told() {
    const count = this.#found.length;
    if (count > 0)
      return `${this.#current + 1} of ${count}${this.#state === 'searching' ? '…' : this.#state === 'more' ? '+' : ''}`;
    return (
      { searching: 'Searching…', done: 'No results', more: 'No results', '': '' }[this.#state] ?? this.#state
    );
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
