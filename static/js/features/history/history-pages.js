/**
 * The loaded rows of a history, in pages. Their numbers never change, although tmux renumbers its rows. Pure.
 */

export const PAGE = 200;
/** So many rows stay loaded whatever the user chose: the visible ones, and a page around them. @testonly */
export const LOADED_LEAST = 5 * PAGE;

/**
 * A row's number is its address in tmux when the first page was taken. tmux drops the oldest rows, and the
 * addresses of the others get smaller by as many. `lost` counts the dropped rows: number = address + lost.
 */
export class HistoryPages {
  #pages = new Map();
  #loadedMax;
  /**
   * The mark that came with the end: tmux drops the rows of older pages first, and a taller screen takes back
   * those of the last page alone.
   */
  #marked = null;
  lost = 0;
  /** One more than the number of the last row. */
  end = 0;

  /** @param {number} loadedMax how many rows may stay loaded. */
  constructor(loadedMax) {
    this.#loadedMax = Math.max(LOADED_LEAST, loadedMax);
  }

  /** How many rows are loaded. */
  get count() {
    return [...this.#pages.values()].reduce((sum, page) => sum + page.rows.length, 0);
  }

  /** A row's text with its colours, or undefined if it is not loaded. */
  at(number) {
    const page = this.#pages.get(Math.floor(number / PAGE));
    return page?.rows[number - page.first];
  }

  /** Whether tmux wrapped a line after this row. */
  wraps(number) {
    const page = this.#pages.get(Math.floor(number / PAGE));
    return page?.wraps.has(number - page.first) ?? false;
  }

  /** Whether lines may be missing at this row, which is empty. */
  isGap(number) {
    const page = this.#pages.get(Math.floor(number / PAGE));
    return page?.gaps.has(number - page.first) ?? false;
  }

  /** The pages, by index, that rows `from` to `to` need and that are not loaded. */
  missing(from, to) {
    const found = [];
    const end = Math.min(this.end, to);
    for (let index = Math.floor(Math.max(this.lost, from) / PAGE); index * PAGE < end; index += 1)
      if (!this.#pages.has(index)) found.push(index);
    return found;
  }

  /** The request for a page, or for the end if `index` is undefined. `base` is for `take`. */
  request(index) {
    const base = { lost: this.#marked?.lost ?? this.lost };
    const mark = this.#marked?.mark ?? '';
    if (index === undefined) return { base, args: { count: 2 * PAGE, mark } };
    const first = Math.max(this.lost, index * PAGE);
    const end = Math.min(this.end, (index + 1) * PAGE);
    return { base, args: { row: Math.max(0, first - base.lost), count: Math.max(0, end - first), mark } };
  }

  /**
   * Stores the rows of a reply. `isEnd`: they are the end, not a page.
   * @returns {boolean} false if tmux no longer has the rows that are loaded: then nothing is loaded any more.
   */
  take(reply, base, { isEnd = false } = {}) {
    if (reply.moved === null) {
      this.clear();
      return false;
    }
    const lost = base.lost + reply.moved;
    this.lost = Math.max(this.lost, lost);
    this.end = Math.max(this.end, reply.row + lost + reply.rows.length);
    if (reply.mark && (isEnd || this.#marked === null)) this.#marked = { mark: reply.mark, lost };
    this.#put(reply, lost);
    return true;
  }

  /**
   * The number after that of tmux's last row, by a reply; null if the loaded rows are gone. Stores nothing.
   */
  endOf(reply, base) {
    return reply.moved === null ? null : reply.size + base.lost + reply.moved;
  }

  clear() {
    this.#pages.clear();
    this.#marked = null;
    this.lost = 0;
    this.end = 0;
  }

  /** Drops the pages with rows from this number on, so that they are loaded again. */
  forgetFrom(number) {
    for (const index of this.#pages.keys()) if ((index + 1) * PAGE > number) this.#pages.delete(index);
  }

  /** Drops the pages farthest from the rows `from` to `to`, until at most as many are loaded as may be. */
  trim(from, to) {
    const [low, high] = [Math.floor(from / PAGE), Math.floor(to / PAGE)];
    const far = (index) => Math.max(low - index, index - high, 0);
    const pages = [...this.#pages.keys()].sort((a, b) => far(b) - far(a));
    let left = this.count;
    for (const index of pages) {
      if (left <= this.#loadedMax || far(index) === 0) return;
      left -= this.#pages.get(index).rows.length;
      this.#pages.delete(index);
    }
  }

  /** Text from one place to another, `{row, at}` each: whole lines, without blanks at their ends. */
  text(from, to, plain) {
    let lines = '';
    for (let number = from.row; number <= to.row; number += 1) {
      const row = plain(this.at(number) ?? '');
      const cut = row.slice(number === from.row ? from.at : 0, number === to.row ? to.at : undefined);
      const isWrapped = this.wraps(number);
      lines += isWrapped ? cut : cut.trimEnd();
      if (number < to.row && !isWrapped) lines += '\n';
    }
    return lines;
  }

  #put({ row, rows, wraps, gaps }, lost) {
    const first = row + lost;
    for (let at = 0; at < rows.length; ) {
      const number = first + at;
      const index = Math.floor(number / PAGE);
      const count = Math.min(rows.length - at, (index + 1) * PAGE - number);
      const startsPage = number === Math.max(index * PAGE, this.lost);
      const endsPage = number + count === Math.min((index + 1) * PAGE, this.end);
      if (startsPage && endsPage) {
        this.#pages.set(index, {
          first: number,
          rows: rows.slice(at, at + count),
          wraps: placesFrom(at, count, wraps),
          gaps: placesFrom(at, count, gaps),
        });
      }
      at += count;
    }
  }
}

/** The places from `at` on, counted from there. @param {number[]|undefined} places */
function placesFrom(at, count, places = []) {
  return new Set(places.filter((place) => place >= at && place < at + count).map((place) => place - at));
}
