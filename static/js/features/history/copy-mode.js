/**
 * Which input leaves tmux's copy mode before it is typed. Pure.
 *
 * Text that is pasted, composed or inserted always does. A key does where the wheel, or a swipe, on this page began
 * that mode: who scrolled back wants to go on typing. Who began it by a key of tmux has its keys in it.
 */

const COPY_MODE = 'copy-mode';
// eslint-disable-next-line no-control-regex -- what terminals send
const WHEEL_UP = /^\x1b\[(?:<(\d+);\d+;\d+M|M(.)..)/s;
const WHEEL_BIT = 64;
const DOWN_OR_SIDEWAYS = 3;
// Escape, arrows, Home, End, Page Up and Down: with them one moves in that mode, and leaves it.
// eslint-disable-next-line no-control-regex -- what terminals send
const MOVES = /^\x1b(?:[[O](?:1;\d+)?[ABCDHF]|\[[145678](?:;\d+)?~)?$/;

const PASTE = '\x1b[200~';

const decoder = new TextDecoder();

/** Whether this mouse report is of the wheel, turned up. @testonly */
export function isWheelUp(bytes) {
  const [whole, sgr, x10] = WHEEL_UP.exec(decoder.decode(bytes)) ?? [];
  if (whole === undefined) return false;
  const button = sgr === undefined ? x10.charCodeAt(0) - 32 : Number(sgr);
  return (button & WHEEL_BIT) !== 0 && (button & DOWN_OR_SIDEWAYS) === 0;
}

export class CopyMode {
  #windows = [];
  #scrolled = new Set();

  /** @param {{id: string, active: boolean, mode: string}[]} windows as tmux has them now. */
  show(windows) {
    for (const { id, mode } of this.#windows) {
      const now = windows.find((one) => one.id === id);
      if (mode === COPY_MODE && now?.mode !== COPY_MODE) this.#scrolled.delete(id);
    }
    this.#windows = windows;
  }

  /** The mouse did this; a mode that began otherwise stays what it is. */
  report(bytes) {
    const { id, mode } = this.#active ?? {};
    if (id !== undefined && mode !== COPY_MODE && isWheelUp(bytes)) this.#scrolled.add(id);
  }

  /**
   * Whether the active pane has to leave its mode before this is typed.
   * @param {Uint8Array} bytes
   * @param {boolean} inserted they are no key that was pressed.
   */
  leavesFor(bytes, inserted) {
    const text = decoder.decode(bytes);
    if (inserted || text.startsWith(PASTE) || (!text.startsWith('\x1b') && [...text].length > 1)) {
      this.#scrolled.delete(this.#active?.id);
      return true;
    }
    if (!this.#scrolled.has(this.#active?.id) || MOVES.test(text)) return false;
    this.#scrolled.delete(this.#active.id);
    return true;
  }

  get #active() {
    return this.#windows.find(({ active }) => active) ?? this.#windows[0];
  }
}
