/** Whether a client of tmux shows nothing but the panes, which the page shows by itself. Pure. */

/**
 * @typedef {object} Client a terminal of a client of tmux.
 * @property {number} rows
 * @property {{x: number, y: number}} cursor
 * @property {(row: number, left: number, cols: number) => string} textOf cells, without blanks at the end.
 * @property {string[]} edges of each row, the colours behind its first and its last cell.
 *
 * @typedef {object} Pane
 * @property {string[]} texts its rows, without blanks at their ends.
 * @property {{x: number, y: number}} cursor
 * @property {number} left
 * @property {number} top
 * @property {number} cols
 * @property {boolean} active
 */

/**
 * Whether the client shows exactly these panes, with the cursor in the active one. Menus, prompts, popups and
 * modes differ in one of both. A prompt of tmux 3.2a leaves the cursor where it was, but not the colours of
 * tmux's line.
 * @param {Client} client of the window, and of the lines that tmux adds below or above it.
 * @param {Pane[]} panes
 * @param {number} rows of the window.
 * @param {string[]} before the `edges` before a key was typed; of no use if the size changed since then.
 */
export function isPlain(client, panes, rows, before) {
  const added = Math.max(0, client.rows - rows);
  return [...new Set([0, added])].some((offset) => {
    const isOutside = (/** @type {number} */ row) => row < offset || row >= offset + rows;
    const isChanged =
      before.length === client.rows &&
      client.edges.some((edges, row) => isOutside(row) && edges !== before[row]);
    return !isChanged && panes.every((pane) => isSame(client, pane, offset));
  });
}

/** @param {Client} client @param {Pane} pane @param {number} offset */
function isSame(client, { left, top, cols, texts, active, cursor }, offset) {
  const first = top + offset;
  if (active && (client.cursor.x !== left + cursor.x || client.cursor.y !== first + cursor.y)) return false;
  return texts.every((text, at) => client.textOf(first + at, left, cols) === text);
}

const MOMENT_MS = 150;
const NOTHING_MS = 2_000;

/** When to close a view that was opened for one key: it showed something, and now shows only panes. */
export class GhostWatch {
  #typedAt = Infinity;
  #plainSince = Infinity;
  #showed = false;

  /** The keys were typed. @param {number} now in milliseconds. */
  typed(now) {
    this.#typedAt = now;
  }

  /**
   * @param {boolean} plain what `isPlain` says now.
   * @param {number} now in milliseconds.
   * @returns {boolean} whether the view is over.
   */
  isOver(plain, now) {
    if (this.#typedAt === Infinity) return false;
    if (!plain) {
      this.#showed = true;
      this.#plainSince = Infinity;
      return false;
    }
    this.#plainSince = Math.min(this.#plainSince, now);
    if (this.#showed) return now - this.#plainSince >= MOMENT_MS;
    return now - this.#typedAt >= NOTHING_MS;
  }
}
