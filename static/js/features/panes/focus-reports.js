/**
 * Reports of the focus (`ESC [ I`, `ESC [ O`), which a program gets once. With the option `focus-events`,
 * tmux reports when another pane becomes the active one, because it takes our client for a terminal with the
 * focus. Then the page reports only what tmux cannot know: that the keyboard left the panes, and that it is
 * back.
 */

const ESC = 0x1b;
const FOCUS_IN = 0x49;
const FOCUS_OUT = 0x4f;

export class FocusReports {
  #send;
  #isInPanes;
  #tmuxReports = false;
  /** The pane that was told that it has no focus. @type {number|null} */
  #away = null;

  /**
   * @param {(pane: number, bytes: Uint8Array) => boolean} send
   * @param {() => boolean} isInPanes whether the keyboard is in a pane that tmux follows.
   */
  constructor(send, isInPanes) {
    this.#send = send;
    this.#isInPanes = isInPanes;
  }

  /** @param {boolean} tmuxReports */
  attached(tmuxReports) {
    this.#tmuxReports = tmuxReports;
  }

  /**
   * Sends a report of any kind, unless tmux reports that.
   * @param {number} pane
   * @param {Uint8Array} bytes
   * @returns {boolean} whether it was sent, or needs not be.
   */
  report(pane, bytes) {
    const way = bytes.length === 3 && bytes[0] === ESC && bytes[1] === 0x5b ? bytes[2] : 0;
    if (!this.#tmuxReports || (way !== FOCUS_IN && way !== FOCUS_OUT)) return this.#send(pane, bytes);
    if (way === FOCUS_OUT) {
      // The keyboard is nowhere for a moment when it moves to the next pane.
      setTimeout(() => this.#leave(pane, bytes));
      return true;
    }
    const isBack = this.#away === pane;
    this.#away = null;
    return isBack ? this.#send(pane, bytes) : true;
  }

  /** @param {number} pane @param {Uint8Array} bytes */
  #leave(pane, bytes) {
    if (this.#isInPanes()) return;
    this.#away = pane;
    this.#send(pane, bytes);
  }
}
