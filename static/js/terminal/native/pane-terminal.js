/** One pane of tmux, drawn by an xterm.js of its own with native scrollback. */
import { el } from '../../lib/dom.js';
import { SnapshotKind } from '../../wire/pane-records.js';
import { resizeTerminal } from '../sizer.js';
import { onNextFrame } from '../../lib/next-frame.js';
import { TerminalBase } from '../terminal-base.js';
import { WriteQueue } from '../write-queue.js';
import { folderIn } from './folder-text.js';
import { screenPart } from './screen-part.js';

/** @import { BaseHandlers } from '../terminal-base.js' */
/** @import { TerminalLook } from '../render/appearance.js' */
/** @import { PaneSnapshot } from '../../wire/pane-records.js' */
/**
 * @typedef {object} PaneHandlers
 * @property {(mark: any, progress: {drained: boolean}) => void} onProcessed
 * @property {() => void} onBell the program rang.
 * @property {(text: string, pane: number) => void} onPaste text that tmux pastes into the pane.
 * @property {(pane: number) => void} onRead the user is at the end again, and rows above the screen are
 *   missing.
 *
 * @typedef {{cols: number, rows: number}} Size
 */

export class PaneTerminal extends TerminalBase {
  #queue;
  #handlers;
  /** Whether a full snapshot was drawn in part, because the user had scrolled back or selected text. */
  #isPartial = false;
  /** Whether output is dropped, because more of it would push out the rows that the user reads. */
  #isFrozen = false;
  #ended = false;

  /**
   * @param {{frame: HTMLElement, theme: 'dark'|'light', label: string, look: TerminalLook, scrollback:
   *   number}} where
   * @param {BaseHandlers & PaneHandlers} handlers
   */
  constructor({ frame, theme, label, look, scrollback }, handlers) {
    const holder = el('div', { class: 'pane-terminal' });
    frame.append(holder);
    super({ frame: holder, theme, label, look, scrollback }, handlers);
    /** The element to place. */
    this.element = holder;
    /** The number n of tmux's `%n`; -1 for none yet. */
    this.pane = -1;
    /** The folder that the shell reported last (OSC 7); empty if it does not. */
    this.folder = '';
    /** Once it is loaded. @type {import('../input/soft-input.js').SoftInput|null} */
    this.soft = null;
    // xterm.js 6.0.0 shows no cursor before the first focus, and has no option for it.
    this.use((terminal) => {
      /** @type {any} */ (terminal)._core.coreService.isCursorInitialized = true;
    });
    this.#handlers = handlers;
    this.extend((terminal, disposables) => disposables.own(terminal.onBell(handlers.onBell)));
    this.extend((terminal, disposables) => {
      const check = () => this.#readOn();
      disposables.own(terminal.onRender(check));
      disposables.own(terminal.onSelectionChange(check));
      const parsed = (/** @type {string} */ data) => {
        this.folder = folderIn(data) ?? '';
        return true;
      };
      disposables.own(terminal.parser.registerOscHandler(7, parsed));
    });
    this.#queue = new WriteQueue({
      write: (bytes, done) => this.#write(bytes, done),
      resize: ({ cols, rows }) => this.use((terminal) => resizeTerminal(terminal, cols, rows)),
      processed: handlers.onProcessed,
      nextFrame: onNextFrame,
    });
  }

  /** @param {Uint8Array} bytes @param {any} [mark] */
  output(bytes, mark) {
    this.#queue.push(bytes, mark);
  }

  /**
   * Shows a snapshot: a full one replaces everything, any other only the screen. While the user has scrolled
   * back or selected text, a full one replaces the screen too, and `onRead` is called afterwards.
   * @param {Pick<PaneSnapshot, 'cols'|'rows'|'kind'|'bytes'>} snapshot
   * @param {any} [mark]
   */
  snapshot({ cols, rows, kind, bytes }, mark) {
    this.#queue.resize({ cols, rows });
    if (kind === SnapshotKind.SCREEN || kind === SnapshotKind.FRAME) {
      this.#queue.push(bytes, mark);
      return;
    }
    const part = this.#isReading ? screenPart(bytes) : null;
    this.#isPartial = part !== null;
    this.#freeze(this.#isFrozen && part !== null);
    if (part === null) this.#queue.replace(bytes, mark);
    else this.#queue.push(part, mark);
  }

  /** A frozen terminal has no use for a selection at its end. */
  get #isReading() {
    return this.use((terminal) => {
      const { viewportY, baseY } = terminal.buffer.active;
      return viewportY < baseY || (!this.#isFrozen && terminal.hasSelection());
    });
  }

  /** @param {Uint8Array} bytes @param {() => void} done */
  #write(bytes, done) {
    if (!this.#isFrozen && !this.use((terminal) => losesRows(terminal, bytes))) {
      this.use((terminal) => terminal.write(bytes, done));
      return;
    }
    this.#isPartial = true;
    this.#freeze(true);
    queueMicrotask(done);
  }

  /** @param {boolean} on */
  #freeze(on) {
    if (on === this.#isFrozen) return;
    this.#isFrozen = on;
    this.use((terminal) => {
      terminal.element.classList.toggle('is-frozen', on);
      terminal.refresh(0, 0); // for those who watch what is drawn
    });
  }

  #readOn() {
    if (!this.#isPartial || this.#isReading) return;
    this.#isPartial = false;
    this.#handlers.onRead(this.pane);
  }

  /** The size by the layout, in order with the output. @param {Size} size */
  resize(size) {
    this.#queue.resize(size);
  }

  /** @param {number} px */
  setFontPx(px) {
    this.use(({ options }) => {
      if (options.fontSize !== px) options.fontSize = px;
    });
  }

  /** @param {number} rows */
  setScrollback(rows) {
    this.use(({ options }) => {
      options.scrollback = rows;
    });
  }

  /** See `TerminalBase.softInput`; null if the pane ended before it was loaded. @returns {Promise<any>} */
  async softInput() {
    this.soft = await super.softInput().catch((error) => {
      if (!this.#ended) throw error;
      return null;
    });
    return this.soft;
  }

  /** Whether a program fills the pane: keys and the wheel are for it. */
  get isAlternate() {
    return this.use(({ buffer }) => buffer.active.type === 'alternate');
  }

  /** tmux knows whether the program takes a paste as a whole, so it pastes. @param {string} text */
  paste(text) {
    this.#handlers.onPaste(text, this.pane);
  }

  /** Empties the screen for good. */
  blank() {
    this.#queue.replace(new TextEncoder().encode('\x1b[?25l'));
  }

  dispose() {
    this.#ended = true;
    super.dispose();
    this.element.remove();
  }
}

const LINE_FEED = 0x0a;

/**
 * Whether output may push the rows out of the scrollback that a user who scrolled back looks at.
 * @param {import('../screen.js').OpenTerminal} terminal
 * @param {Uint8Array} bytes
 */
function losesRows({ buffer: { active }, options, cols }, bytes) {
  if (active.type !== 'normal' || active.viewportY >= active.baseY) return false;
  let rows = Math.floor(bytes.length / cols);
  for (const byte of bytes) if (byte === LINE_FEED) rows += 1;
  return active.baseY + rows - Number(options.scrollback) > active.viewportY;
}
