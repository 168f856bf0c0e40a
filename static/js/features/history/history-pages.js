/** Rows of a history as they are loaded, page by page, under numbers that stay while tmux renumbers them. Pure. */

export const PAGE = 200;
/** So much stays loaded whatever the reader chose: what is seen, and a page around it. @testonly */
export const KEEP_LEAST = 5 * PAGE;

/**
 * A row's number here is its address when the first page was taken, plus all that addresses have become smaller since: so it
 * never changes. `lost` rows, from number 0 on, are no longer kept by tmux.
 */
export class Rows {
  #pages = new Map();
  #keep;
  #newest = null;
  lost = 0;
  /** One more than the number of the last row. */
  end = 0;

  /** @param {number} keep how many rows may stay loaded. */
  constructor(keep) {
    this.#keep = Math.max(KEEP_LEAST, keep);
  }

  /** How many rows are loaded. */
  get count() {
    return [...this.#pages.values()].reduce((sum, page) => sum + page.rows.length, 0);
  }

  /** A row's text with its colours, or undefined where it is not loaded. */
  at(number) {
    const page = this.#pages.get(Math.floor(number / PAGE));
    return page?.rows[number - page.first];
  }

  /** Whether a row goes on in the next one. */
  wraps(number) {
    const page = this.#pages.get(Math.floor(number / PAGE));
    return page?.wraps.has(number - page.first) ?? false;
  }

  /** The pages, by index, that rows `from` to `to` need and that are not loaded. */
  missing(from, to) {
    const found = [];
    for (
      let index = Math.floor(Math.max(this.lost, from) / PAGE);
      index * PAGE < Math.min(this.end, to);
      index += 1
    ) {
      if (!this.#pages.has(index)) found.push(index);
    }
    return found;
  }

  /** What to ask the server for: a page, or the end where `index` is undefined. `base` is for `take`. */
  request(index) {
    const base = { lost: this.#newest?.lost ?? this.lost };
    const mark = this.#newest?.mark ?? '';
    if (index === undefined) return { base, args: { count: 2 * PAGE, mark } };
    const first = Math.max(this.lost, index * PAGE);
    const end = Math.min(this.end, (index + 1) * PAGE);
    return { base, args: { row: Math.max(0, first - base.lost), count: Math.max(0, end - first), mark } };
  }

  /**
   * Takes the server's answer.
   * @returns {boolean} false where the rows that were known are gone: then everything is, and begins anew with the next answer.
   */
  take(answer, base) {
    if (answer.moved === null) {
      this.clear();
      return false;
    }
    this.lost = Math.max(this.lost, base.lost + answer.moved);
    const lost = base.lost + answer.moved;
    this.end = Math.max(this.end, answer.row + lost + answer.rows.length);
    if (answer.mark) this.#newest = { mark: answer.mark, lost };
    this.#put(answer, lost);
    return true;
  }

  /** The number of the row after the last one, as the server says it is by now; nothing is changed by asking. */
  endOf(answer, base) {
    return answer.moved === null ? null : answer.size + base.lost + answer.moved;
  }

  clear() {
    this.#pages.clear();
    this.#newest = null;
    this.lost = 0;
    this.end = 0;
  }

  /** Forgets what is beyond a number, so that it is asked for again: screens change, history does not. */
  forgetFrom(number) {
    for (const index of this.#pages.keys()) if ((index + 1) * PAGE > number) this.#pages.delete(index);
  }

  /** Drops the pages farthest from what is looked at, `from` to `to`, until no more are loaded than may be. */
  trim(from, to) {
    const [low, high] = [Math.floor(from / PAGE), Math.floor(to / PAGE)];
    const far = (index) => Math.max(low - index, index - high, 0);
    const pages = [...this.#pages.keys()].sort((a, b) => far(b) - far(a));
    let left = this.count;
    for (const index of pages) {
      if (left <= this.#keep || far(index) === 0) return;
      left -= this.#pages.get(index).rows.length;
      this.#pages.delete(index);
    }
  }

  /** Text from one place to another, `{row, at}` each, wrapped rows joined and blanks at the ends of lines left out. */
  text(from, to, plain) {
    let lines = '';
    for (let number = from.row; number <= to.row; number += 1) {
      const row = plain(this.at(number) ?? '');
      const cut = row.slice(number === from.row ? from.at : 0, number === to.row ? to.at : undefined);
      const goesOn = this.wraps(number);
      lines += goesOn ? cut : cut.trimEnd();
      if (number < to.row && !goesOn) lines += '\n';
    }
    return lines;
  }

  #put({ row, rows, wraps }, lost) {
    const first = row + lost;
    const on = new Set(wraps);
    for (let at = 0; at < rows.length; ) {
      const number = first + at;
      const index = Math.floor(number / PAGE);
      const count = Math.min(rows.length - at, (index + 1) * PAGE - number);
      const begins = number === Math.max(index * PAGE, this.lost);
      const ends = number + count === Math.min((index + 1) * PAGE, this.end);
      if (begins && ends) {
        const inside = new Set(
          Array.from({ length: count }, (_, place) => place).filter((place) => on.has(at + place)),
        );
        this.#pages.set(index, { first: number, rows: rows.slice(at, at + count), wraps: inside });
      }
      at += count;
    }
  }
}
