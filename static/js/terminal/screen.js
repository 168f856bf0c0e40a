/** The terminal of the page, drawn by xterm.js: one grid that fills the stage, or all of a larger one. */
import { DEFAULT_LOOK } from './render/appearance.js';
import { Sizer, surfaceOf } from './sizer.js';
import { onNextFrame } from '../lib/next-frame.js';
import { TerminalBase } from './terminal-base.js';
import { WriteQueue } from './write-queue.js';

/** @import { Terminal } from '../../vendor/xterm.mjs' */
/** @import { TerminalLook } from './render/appearance.js' */
/** @import { BaseHandlers } from './terminal-base.js' */
/**
 * @typedef {Terminal & {readonly element: HTMLElement, readonly textarea: HTMLTextAreaElement}} OpenTerminal
 */

/**
 * @typedef {object} SizeHandlers
 * @property {(size: {cols: number, rows: number}) => void} onOwnSize the grid that would fill this window.
 * @property {(layout: any) => void} onLayout how the grid is shown.
 *
 * @typedef {object} OutputHandlers
 * @property {(mark: any, progress: {drained: boolean}) => void} onProcessed
 *
 * @typedef {BaseHandlers & SizeHandlers & OutputHandlers} Handlers
 */

export class Screen extends TerminalBase {
  #queue;
  #sizer;

  /**
   * @param {{stage: HTMLElement, frame: HTMLElement, theme: 'dark'|'light', label: string, look?:
   *   TerminalLook}} where
   * @param {Handlers} handlers
   */
  constructor({ stage, frame, theme, label, look = DEFAULT_LOOK }, handlers) {
    super({ frame, theme, label, look }, handlers);
    this.#sizer = this.extend((terminal, disposables) =>
      disposables.own(new Sizer(surfaceOf(terminal), { stage, frame, fontPx: look.fontPx }, handlers)),
    );
    this.#queue = new WriteQueue({
      write: (bytes, done) => this.use((terminal) => terminal.write(bytes, done)),
      resize: (size) => this.#sizer.setHubSize(size),
      processed: handlers.onProcessed,
      nextFrame: onNextFrame,
    });
  }

  /** The grid that would fill this window. */
  get ownSize() {
    return this.#sizer.ownSize;
  }

  /** @param {Uint8Array} bytes @param {any} [mark] */
  output(bytes, mark) {
    this.#queue.push(bytes, mark);
  }

  /** @param {Uint8Array} bytes */
  snapshot(bytes) {
    this.#queue.replace(bytes);
  }

  /** The hub's size, in order with the output. @param {{cols: number, rows: number}} size */
  resize(size) {
    this.#queue.resize(size);
  }

  /**
   * The owner of the size fills its window; others see the whole screen at its size.
   * @param {boolean} owner
   */
  setOwner(owner) {
    this.#sizer.setOwner(owner);
  }

  /**
   * Changes font and cursor. Another size of the font gives this window another grid.
   * @param {TerminalLook} look
   */
  setLook(look) {
    this.restyle(look);
    this.#sizer.restyle(look.fontPx);
  }

  /** The size of the font, if it is not made smaller to fit. */
  get fontPx() {
    return this.#sizer.fontPx;
  }

  /** Empties the screen for good. */
  blank() {
    this.#queue.replace(new TextEncoder().encode('\x1b[?25l'));
  }

  /** Loads the part for touch screens. @returns {Promise<import('./input/touch.js').TouchTerminal>} */
  async touch() {
    const [{ TouchTerminal }, soft] = await Promise.all([import('./input/touch.js'), this.softInput()]);
    return this.extend((terminal, disposables) =>
      disposables.own(new TouchTerminal({ sizer: this.#sizer, now: () => terminal, soft: () => soft })),
    );
  }
}
