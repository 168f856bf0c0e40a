/**
 * Decides which input leaves tmux's copy mode before it is typed. Pure.
 *
 * Text that is pasted, composed or inserted always does. A key does if the wheel or a swipe on this page
 * started the mode. If a key of tmux started it, keys are commands of the mode.
 */
import { currentWindow } from '../../lib/window-model.js';

const COPY_MODE = 'copy-mode';
// eslint-disable-next-line no-control-regex -- what terminals send
const WHEEL_UP = /^\x1b\[(?:<(\d+);\d+;\d+M|M(.)..)/s;
const WHEEL_BIT = 64;
const DOWN_OR_SIDEWAYS = 3;
// Escape, arrows, Home, End, Page Up and Down: they move in the mode, or leave it.
// eslint-disable-next-line no-control-regex -- what terminals send
const MOVING_KEY = /^\x1b(?:[[O](?:1;\d+)?[ABCDHF]|\[[145678](?:;\d+)?~)?$/;

const PASTE = '\x1b[200~';

const decoder = new TextDecoder();

/** Whether this mouse report says that the wheel was scrolled up. @testonly */
export function isWheelUp(bytes) {
  const [whole, sgr, x10] = WHEEL_UP.exec(decoder.decode(bytes)) ?? [];
  if (whole === undefined) return false;
  const button = sgr === undefined ? x10.charCodeAt(0) - 32 : Number(sgr);
  return (button & WHEEL_BIT) !== 0 && (button & DOWN_OR_SIDEWAYS) === 0;
}

export class CopyMode {
  #windows = [];
  #scrolled = new Set();

  /** @param {{id: string, active: boolean, mode: string}[]} windows of the session. */
  show(windows) {
    for (const { id, mode } of this.#windows) {
      const now = windows.find((window) => window.id === id);
      if (mode === COPY_MODE && now?.mode !== COPY_MODE) this.#scrolled.delete(id);
    }
    this.#windows = windows;
  }

  /** A mouse report is sent to tmux. A mode that is on was not started by it. */
  report(bytes) {
    const active = this.#active;
    if (active && active.mode !== COPY_MODE && isWheelUp(bytes)) this.#scrolled.add(active.id);
  }

  /**
   * Whether the active pane has to leave its mode before this is typed.
   * @param {Uint8Array} bytes
   * @param {boolean} inserted by pasting or composing, not by a key.
   */
  leavesFor(bytes, inserted) {
    const text = decoder.decode(bytes);
    if (inserted || text.startsWith(PASTE) || (!text.startsWith('\x1b') && [...text].length > 1)) {
      this.#scrolled.delete(this.#active?.id);
      return true;
    }
    if (!this.#scrolled.has(this.#active?.id) || MOVING_KEY.test(text)) return false;
    this.#scrolled.delete(this.#active.id);
    return true;
  }

  get #active() {
    return currentWindow(this.#windows);
  }
}
