/** The windows of a session and their panes, as Layout records report them. Pure. See docs/protocol.md. */

/**
 * @typedef {object} Pane
 * @property {number} pane the number n of tmux's `%n`.
 * @property {number} left in cells of the window, as all that follow.
 * @property {number} top
 * @property {number} cols
 * @property {number} rows
 * @property {boolean} active
 * @property {string} title
 * @property {string} command
 * @property {boolean} dead
 * @property {number|null} [exit] the exit status, if it is dead.
 * @property {string} mode
 * @property {boolean} sync
 * @property {string} [path]
 *
 * @typedef {object} PaneWindow
 * @property {string} id as `@1`.
 * @property {number} index
 * @property {string} name
 * @property {boolean} active whether it is the current window of the session.
 * @property {boolean} zoomed
 * @property {number} cols
 * @property {number} rows
 * @property {'off'|'top'|'bottom'} border where tmux shows the titles of panes.
 * @property {Pane[]} panes
 */

export class WindowSet {
  /** @type {Map<string, PaneWindow>} */
  #windows = new Map();

  /** Ordered by index. */
  get all() {
    return [...this.#windows.values()].sort((one, other) => one.index - other.index);
  }

  /** The current window of the session; null if there is none. */
  get current() {
    return this.all.find(({ active }) => active) ?? this.all[0] ?? null;
  }

  /**
   * Takes what a Layout record reports.
   * @param {{all?: PaneWindow[], window?: PaneWindow, gone?: {windows?: string[], panes?: number[]}}} layout
   * @returns {number[]} the panes that are gone.
   */
  apply({ all, window, gone }) {
    const before = this.#paneNumbers;
    if (all) {
      this.#windows.clear();
      for (const one of all) this.#windows.set(one.id, one);
    }
    if (window) this.#put(window);
    for (const id of gone?.windows ?? []) this.#windows.delete(id);
    for (const one of gone?.panes ?? []) this.#remove(one);
    const now = this.#paneNumbers;
    return [...before].filter((pane) => !now.has(pane));
  }

  clear() {
    this.#windows.clear();
  }

  get #paneNumbers() {
    return new Set(this.all.flatMap(({ panes }) => panes.map(({ pane }) => pane)));
  }

  /** @param {PaneWindow} window */
  #put(window) {
    for (const [id, other] of this.#windows)
      if (window.active && other.active) this.#windows.set(id, { ...other, active: false });
    // A pane is in one window: `join-pane` and `break-pane` take it out of another one.
    const moved = new Set(window.panes.map(({ pane }) => pane));
    for (const [id, other] of this.#windows)
      if (id !== window.id && other.panes.some(({ pane }) => moved.has(pane)))
        this.#windows.set(id, { ...other, panes: other.panes.filter(({ pane }) => !moved.has(pane)) });
    this.#windows.set(window.id, window);
  }

  /** @param {number} gone */
  #remove(gone) {
    for (const [id, window] of this.#windows)
      if (window.panes.some(({ pane }) => pane === gone))
        this.#windows.set(id, { ...window, panes: window.panes.filter(({ pane }) => pane !== gone) });
  }
}

/** The panes that a window shows: all, or the zoomed one. @param {PaneWindow|null} window */
export function shownPanes(window) {
  if (window === null) return [];
  return window.zoomed ? window.panes.filter(({ active }) => active) : window.panes;
}
