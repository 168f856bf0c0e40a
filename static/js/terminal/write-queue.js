/** Output for the terminal: one write at a time; what arrives meanwhile is merged into the next one. */

/** @typedef {{cols: number, rows: number}} Size */
/**
 * @typedef {{bytes: Uint8Array, mark: any, size?: undefined}} Output
 * @typedef {Output|{size: Size, bytes?: undefined, mark?: undefined}} Item
 */

/** More in one write would block the page for longer than a frame. @testonly */
export const BATCH_MAX_BYTES = 256 * 1024;
/** After a write this large the screen gets a frame to paint before the next one. @testonly */
export const FLOOD_BYTES = 16 * 1024;
// CAN ends an incomplete sequence, RIS then resets.
const RESET = Uint8Array.of(0x18, 0x1b, 0x63);

/** Keeps the order of bytes and sizes. Bounded by the server, which waits for acknowledgements. */
export class WriteQueue {
  #terminal;
  /** @type {Item[]} */
  #items = [];
  #busy = false;

  /**
   * @param {object} terminal
   * @param {(bytes: Uint8Array, done: () => void) => void} terminal.write `done` after processing, perhaps at
   *   once.
   * @param {(size: Size) => void} terminal.resize
   * @param {(mark: any, progress: {drained: boolean}) => void} terminal.processed
   * @param {(callback: () => void) => void} terminal.nextFrame
   */
  constructor(terminal) {
    this.#terminal = terminal;
  }

  /**
   * Output; the mark goes to `processed` when this and all before it is in the terminal.
   * @param {Uint8Array} bytes
   * @param {any} [mark]
   */
  push(bytes, mark = null) {
    this.#items.push({ bytes, mark });
    this.#pump();
  }

  /** The size of the output that follows. @param {Size} size */
  resize(size) {
    this.#items.push({ size });
    this.#pump();
  }

  /**
   * A screen that replaces all output before it; only the size is kept.
   * @param {Uint8Array} bytes
   * @param {any} [mark]
   */
  replace(bytes, mark = null) {
    const sizes = this.#items.filter(({ size }) => size);
    this.#items = [...sizes.slice(-1), { bytes: RESET, mark: null }];
    this.push(bytes, mark);
  }

  #pump() {
    while (!this.#busy && this.#items.length > 0) {
      const { size } = this.#items[0];
      if (size) {
        this.#items.shift();
        this.#terminal.resize(size);
      } else {
        this.#write(this.#takeBatch());
      }
    }
  }

  #takeBatch() {
    /** @type {Uint8Array[]} */
    const parts = [];
    let length = 0;
    let mark = null;
    for (;;) {
      const [next] = this.#items;
      if (!next?.bytes) break;
      if (parts.length > 0 && length + next.bytes.length > BATCH_MAX_BYTES) break;
      this.#items.shift();
      parts.push(next.bytes);
      length += next.bytes.length;
      mark = next.mark ?? mark;
    }
    return { bytes: parts.length === 1 ? parts[0] : joined(parts, length), mark };
  }

  /** @param {{bytes: Uint8Array, mark: any}} options */
  #write({ bytes, mark }) {
    this.#busy = true;
    this.#terminal.write(bytes, () => {
      if (mark !== null) this.#terminal.processed(mark, { drained: this.#items.length === 0 });
      if (bytes.length >= FLOOD_BYTES) this.#terminal.nextFrame(() => this.#next());
      else this.#next();
    });
  }

  #next() {
    this.#busy = false;
    this.#pump();
  }
}

/** @param {Uint8Array[]} parts @param {number} length */
function joined(parts, length) {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
