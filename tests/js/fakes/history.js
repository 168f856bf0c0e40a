/**
 * The history of a pane as the server replies: each row has its number, and tmux drops rows from the
 * beginning. A mark is the row at which its page began, and how many rows were dropped by then.
 */
export class FakeHistory {
  cols = 80;
  screenRows = 24;
  /** All requests, the newest last. */
  requests = [];

  constructor(rows, dropped = 0) {
    this.rows = rows;
    this.dropped = dropped;
  }

  reply({ row, count, mark = '' }) {
    const [before, marked] = mark === '' ? [this.dropped, Infinity] : mark.split(' ').map(Number);
    const moved = marked < this.dropped ? null : this.dropped - before;
    const size = this.rows - this.dropped;
    const first = row === undefined ? Math.max(0, size - count) : Math.max(0, row - moved);
    const length = Math.max(0, Math.min(count, size - first));
    const rows = Array.from({ length }, (_, at) => `row ${first + at + this.dropped}`);
    return {
      ...{ row: first, rows, wraps: [], size, mark: `${this.dropped} ${this.dropped + first}`, moved },
      ...{ cols: this.cols, history: size - this.screenRows, cursor: { x: 0, y: 5 } },
    };
  }

  /** As `command` of the subscription. */
  async command(name, args) {
    this.requests.push({ name, ...args });
    return this.reply(args);
  }
}
