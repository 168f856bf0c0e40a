/** Loads the history of one pane, page by page, and notices when it changes. */
import { PAGE } from './history-pages.js';
import { plainOf } from './history-row.js';

const RETRY_MS = 300;
const LOADING_MAX = 2;
const TEXT_ROWS = 3 * PAGE;

/**
 * @typedef {object} Handlers
 * @property {() => void} onStale tmux wrapped the rows again or cleared them: call `open` again.
 * @property {() => void} onLoaded rows were loaded, or failed to load and can be requested again.
 * @property {() => {from: number, to: number}} inUse rows that must stay loaded.
 */

/**
 * @typedef {{cursor: {x: number, y: number}, screenRow: number}} End `screenRow`: where the screen begins.
 */

export class HistoryLoader {
  #command;
  #pages;
  #handlers;
  #pane = '';
  #run = 0;
  #loading = new Set();
  #newest = { end: 0, cursor: '' };
  /** The width at which tmux wrapped the rows. */
  cols = 0;

  /**
   * @param {(name: string, args: object) => Promise<any>} command of the subscription.
   * @param {import('./history-pages.js').HistoryPages} pages
   * @param {Handlers} handlers
   */
  constructor(command, pages, handlers) {
    this.#command = command;
    this.#pages = pages;
    this.#handlers = handlers;
  }

  /**
   * Replaces what is loaded by the end of a pane's history.
   * @returns {Promise<End|null>} null if it was replaced since.
   */
  async open(pane) {
    this.#pane = pane;
    this.#run += 1;
    this.#loading.clear();
    this.#pages.clear();
    const reply = await this.#request({ count: 2 * PAGE });
    if (reply === null) return null;
    this.cols = reply.cols;
    return this.#takeEnd(reply, { lost: 0 });
  }

  /** Stops all loading. */
  close() {
    this.#run += 1;
  }

  /**
   * Loads what the pane printed since.
   * @returns {Promise<End|null>} null if it was replaced since, or is stale.
   */
  async loadEnd() {
    const { base, args } = this.#pages.request();
    const reply = await this.#request(args);
    if (reply === null || !this.#isCurrent(reply)) return null;
    // The screen may have changed; rows above it do not.
    this.#pages.forgetFrom(Math.max(0, this.#newest.end - (reply.size - reply.history)));
    return this.#takeEnd(reply, base);
  }

  /**
   * Finds the row of a link's place, right after `open`.
   * @returns {Promise<{row: number|null}|null>} `row` is null if tmux has dropped it; null if replaced since.
   */
  async locate(place) {
    const reply = await this.#request({ ...place, count: 1 });
    if (reply === null) return null;
    return { row: reply.moved === null || reply.rows.length === 0 ? null : reply.row };
  }

  /** Loads the pages that these rows need and those around them, the nearest first. */
  loadAround({ from, to }) {
    const middle = (from + to) / 2 / PAGE - 0.5;
    const missing = this.#pages
      .missing(from - PAGE / 2, to + PAGE / 2)
      .filter((index) => !this.#loading.has(index))
      .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const index of missing) {
      if (this.#loading.size >= LOADING_MAX) return;
      this.#loadPage(index);
    }
  }

  /** @returns {Promise<boolean|null>} null if that is unknown: no connection, or the history was replaced. */
  async hasNewOutput() {
    const { base, args } = this.#pages.request();
    const reply = await this.#request({ ...args, count: 0 }).catch(() => null);
    if (reply === null || !this.#isCurrent(reply)) return null;
    const { end, cursor } = this.#newest;
    return this.#pages.endOf(reply, base) !== end || JSON.stringify(reply.cursor) !== cursor;
  }

  /**
   * The last rows before `end` as text, with whole lines.
   * @returns {Promise<string|null>} null if replaced since.
   */
  async textBefore(end) {
    const run = this.#run;
    const from = Math.max(this.#pages.lost, end - TEXT_ROWS);
    await Promise.all(this.#pages.missing(from, end).map((index) => this.#loadPage(index)));
    if (run !== this.#run) return null;
    return this.#pages.text({ row: from, at: 0 }, { row: Math.min(end, this.#pages.end) - 1 }, plainOf);
  }

  /** One step of a search, see `HistorySearch`. @param {object} query @param {number|null} next */
  async find(query, next) {
    const { base, args } = this.#pages.request();
    const row = Math.max(1, (next ?? this.#newest.end) - base.lost);
    const reply = await this.#command('history-find', { pane: this.#pane, ...query, row, mark: args.mark });
    if (reply.moved === null) return { matches: [], next: 0 };
    const lost = base.lost + reply.moved;
    const matches = reply.matches.map((match) => ({
      row: match.row + lost,
      parts: match.parts.map(([at, begin, end]) => [at + lost, begin, end]),
    }));
    return { matches, next: reply.next > 0 ? reply.next + lost : 0 };
  }

  async #loadPage(index) {
    const run = this.#run;
    this.#loading.add(index);
    const { base, args } = this.#pages.request(index);
    let pauseMs = 0;
    try {
      const reply = await this.#request(args);
      if (reply === null || !this.#isCurrent(reply)) return;
      this.#pages.take(reply, base);
      const { from, to } = this.#handlers.inUse();
      this.#pages.trim(from, to);
    } catch {
      pauseMs = RETRY_MS; // no connection, or the pane prints too fast
    } finally {
      if (run === this.#run) {
        setTimeout(() => {
          this.#loading.delete(index);
          if (run === this.#run) this.#handlers.onLoaded();
        }, pauseMs);
      }
    }
  }

  /** @returns {Promise<any>} null if `open` or `close` was called before the reply. */
  async #request(args) {
    const run = this.#run;
    const reply = await this.#command('history', { pane: this.#pane, ...args });
    return run === this.#run ? reply : null;
  }

  #isCurrent({ moved, cols }) {
    if (moved !== null && cols === this.cols) return true;
    this.#handlers.onStale();
    return false;
  }

  #takeEnd(reply, base) {
    const pages = this.#pages;
    if (!pages.take(reply, base, { isEnd: true })) return null;
    this.#newest = { end: pages.endOf(reply, base), cursor: JSON.stringify(reply.cursor) };
    while (pages.end > pages.lost + 1 && isBlank(pages.at(pages.end - 1))) pages.end -= 1;
    return { cursor: reply.cursor, screenRow: this.#newest.end - (reply.size - reply.history) };
  }
}

function isBlank(row) {
  return row !== undefined && plainOf(row).trim() === '';
}
