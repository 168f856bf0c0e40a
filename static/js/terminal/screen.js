/** The terminal of the page, drawn by xterm.js. */
import { Terminal } from '../../vendor/xterm.mjs';
import { Disposables } from '../lib/disposables.js';
import { logWarning } from '../lib/log.js';
import { currentWidths, useWidths } from '../lib/widths.js';
import { bytesOfBinary } from './input/key-bytes.js';
import { installKeys } from './input/keyboard.js';
import { DEFAULT_LOOK, lookOptions } from './render/appearance.js';
import { paletteOf } from './render/palettes.js';
import { swallowQueries } from './queries.js';
import { Sizer } from './sizer.js';
import { installSpecialKeys } from './input/special-keys.js';
import { setWidths } from './unicode.js';
import { WriteQueue } from './write-queue.js';

const HIDDEN_FRAME_MS = 50;

/** @import { ITheme } from '../../vendor/xterm.mjs' */
/** @import { TerminalLook } from './render/appearance.js' */
/**
 * @typedef {Terminal & {readonly element: HTMLElement, readonly textarea: HTMLTextAreaElement}} OpenTerminal
 */

/** The options of xterm.js that no setting changes. @param {'dark'|'light'} theme */
function optionsFor(theme) {
  /** @type {import('../../vendor/xterm.mjs').ITerminalOptions} */
  return {
    allowProposedApi: true,
    cursorInactiveStyle: 'outline',
    customGlyphs: true,
    drawBoldTextInBrightColors: false,
    macOptionClickForcesSelection: true,
    scrollback: 0,
    theme: paletteOf(theme),
  };
}

/**
 * @typedef {object} Handlers
 * @property {(bytes: Uint8Array, inserted?: boolean) => void} onType keys, pastes and mouse reports;
 *   `inserted` by `paste`.
 * @property {(size: {cols: number, rows: number}) => void} onOwnSize the grid that would fill this window.
 * @property {(layout: any) => void} onLayout how the grid is shown.
 * @property {(mark: any, progress: {drained: boolean}) => void} onProcessed
 * @property {() => void} onPaint a frame was drawn.
 * @property {(text: string) => void} onNotice a sentence about copying.
 * @property {import('./input/keyboard.js').PageKeys & import('./input/special-keys.js').KeyChoices} keys
 *   chords of the page.
 */

export class Screen {
  #terminal;
  #handlers;
  #queue;
  #sizer;
  /** @type {import('./input/clipboard.js').Clipboard|null} */
  #clipboard = null;
  #frame;
  #keys;
  /** @type {Promise<import('./input/soft-input.js').SoftInput>|null} */
  #soft = null;
  /** @type {{text: string, clear: () => void}|null} */
  #selection = null;
  #inserting = false;
  #disposables = new Disposables();

  /**
   * @param {{stage: HTMLElement, frame: HTMLElement, theme: 'dark'|'light', label: string, look?:
   *   TerminalLook}} where
   * @param {Handlers} handlers
   */
  constructor({ stage, frame, theme, label, look = DEFAULT_LOOK }, handlers) {
    this.#handlers = handlers;
    this.#frame = frame;
    const terminal = new Terminal({ ...optionsFor(theme), ...lookOptions(look) });
    this.#terminal = /** @type {OpenTerminal} */ (terminal);
    this.#disposables.add(() => this.#terminal.dispose());
    this.#open(frame, label);
    this.#keys = this.#listen();
    this.#sizer = new Sizer(this.#terminal, { stage, frame, fontPx: look.fontPx }, handlers);
    this.#disposables.own(this.#sizer);
    this.#queue = new WriteQueue({
      write: (bytes, done) => this.#terminal.write(bytes, done),
      resize: (size) => this.#sizer.setHubSize(size),
      processed: handlers.onProcessed,
      nextFrame: onNextFrame,
    });
  }

  /** The grid that would fill this window. */
  get ownSize() {
    return this.#sizer.ownSize;
  }

  get renderer() {
    return this.#terminal.element.dataset.renderer;
  }

  /** The current colours and font, for parts of the page that look like the terminal. */
  get looks() {
    const { theme, fontFamily, fontSize, minimumContrastRatio } = this.#terminal.options;
    return { palette: theme, fontFamily, fontSize, contrast: minimumContrastRatio };
  }

  /** Finds text on the screen; loads its module. @returns {Promise<import('./finder.js').Finder>} */
  async finder() {
    const { Finder } = await import('./finder.js');
    return new Finder(this.#terminal);
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
   * Has a part of this folder work with xterm.js itself; what it keeps in its second argument ends with the
   * screen.
   * @template T
   * @param {(terminal: OpenTerminal, disposables: Disposables) => T} install
   * @returns what it returns.
   */
  extend(install) {
    return install(this.#terminal, this.#disposables);
  }

  /** The label of the terminal for screen readers. @param {string} label */
  setLabel(label) {
    this.#terminal.textarea.setAttribute('aria-label', label);
  }

  /** @param {'dark'|'light'} theme */
  setTheme(theme) {
    this.#terminal.options.theme = paletteOf(theme);
  }

  /**
   * Changes font and cursor. Another size of the font gives this window another grid.
   * @param {TerminalLook} look
   */
  setLook(look) {
    const options = lookOptions(look);
    // The sizer sets the size of the font.
    Object.assign(this.#terminal.options, { ...options, fontSize: this.#terminal.options.fontSize });
    this.#sizer.restyle(look.fontPx);
  }

  /** The size of the font, if it is not made smaller to fit. */
  get fontPx() {
    return this.#sizer.fontPx;
  }

  /**
   * Counts columns as another tmux, from the next output on.
   * @param {import('../lib/widths.js').Fields|null|undefined} fields of Attached.
   */
  setWidths(fields) {
    useWidths(fields);
    setWidths(this.#terminal, currentWidths());
  }

  /** Empties the screen for good. */
  blank() {
    this.#queue.replace(new TextEncoder().encode('\x1b[?25l'));
  }

  /** Accepts only real keys until `softInput` is loaded: xterm.js would change the text of soft keyboards. */
  awaitSoftInput() {
    this.#terminal.textarea.readOnly = true;
  }

  focus() {
    this.#terminal.focus();
  }

  get hasSelection() {
    return Boolean(this.#selection?.text) || this.#terminal.hasSelection();
  }

  /** Uses another selection whenever it has a text. @param {{text: string, clear: () => void}} selection */
  selectBy(selection) {
    this.#selection = selection;
  }

  /** Copies the selection and clears it. */
  copySelection() {
    if (!this.hasSelection) return;
    this.copy(this.#selection?.text || this.#terminal.getSelection());
    this.#selection?.clear();
    this.#terminal.clearSelection();
  }

  /** Loads the part for touch screens. @returns {Promise<import('./input/touch.js').TouchTerminal>} */
  async touch() {
    const [{ TouchTerminal }, soft] = await Promise.all([import('./input/touch.js'), this.softInput()]);
    return this.#disposables.own(new TouchTerminal(this.#terminal, { sizer: this.#sizer, soft }));
  }

  /**
   * Loads the part for soft keyboards and input methods.
   * @returns {Promise<import('./input/soft-input.js').SoftInput>}
   */
  softInput() {
    this.#soft ??= import('./input/soft-input.js')
      .then(({ installSoftInput }) => this.extend(installSoftInput))
      .finally(() => {
        this.#terminal.textarea.readOnly = false;
      });
    return this.#soft;
  }

  /**
   * Writes the clipboard, also if the browser requires a gesture first; see `Clipboard.write`.
   * @param {string} text
   * @param {string} [html]
   */
  async copy(text, html) {
    if (this.#clipboard === null) {
      const { Clipboard } = await import('./input/clipboard.js');
      this.#clipboard ??= new Clipboard(this.#disposables, (count) =>
        this.#handlers.onNotice(`Copied ${count} ${count === 1 ? 'character' : 'characters'}.`),
      );
    }
    this.#clipboard.write(text, html);
  }

  /** Whether a program uses the mouse, so that dragging selects nothing. */
  get usesMouse() {
    return this.#terminal.modes.mouseTrackingMode !== 'none';
  }

  /** Whether the program reads a paste as a whole and runs none of its lines. */
  get bracketedPaste() {
    return this.#terminal.modes.bracketedPasteMode;
  }

  /**
   * Makes addresses and paths links.
   * @param {ConstructorParameters<typeof import('./links/linking.js').Linking>[3]} handlers
   */
  async showLinks(handlers) {
    const { Linking } = await import('./links/linking.js');
    new Linking(this.#terminal, this.#frame, this.#disposables, handlers);
  }

  /** Types text as a paste, bracketed if the program asked for that. @param {string} text */
  paste(text) {
    this.#inserting = true;
    this.#terminal.paste(text);
    this.#inserting = false;
  }

  /**
   * Sends the next key to tmux, even if it is a chord of the page; see `Keys.nextRaw`.
   * @param {(chord: string) => void} done
   */
  nextKeyRaw(done) {
    return this.#keys.nextRaw(done);
  }

  /** See `Keys.onPasteKey`. @param {() => void} listener */
  onPasteKey(listener) {
    this.#keys.onPasteKey(listener);
  }

  dispose() {
    this.#disposables.dispose();
  }

  /** @param {HTMLElement} frame @param {string} label */
  #open(frame, label) {
    const terminal = this.#terminal;
    setWidths(terminal, currentWidths());
    terminal.open(frame);
    terminal.textarea.setAttribute('aria-label', label);
    terminal.textarea.setAttribute('aria-describedby', 'leave-hint');
    // We never serve a page with this attribute: a browser under test sets it. A script that can set it can
    // read the
    // screen and type without it.
    if (document.documentElement.dataset.testHooks === '1') Object.assign(window, { __term: terminal });
  }

  /** Draws with the graphics card if there is one. Call it when there is something to draw. */
  async chooseRenderer() {
    const { chooseRenderer } = await import('./render/renderer.js');
    /** @param {Error} error */
    const onTrouble = (/** @type {Error} */ error) => logWarning(`drawing without WebGL: ${error.message}`);
    this.#terminal.element.dataset.renderer = await chooseRenderer(this.#terminal, {
      onTrouble,
      disposables: this.#disposables,
    });
  }

  #listen() {
    const { onType, onPaint, keys } = this.#handlers;
    const terminal = this.#terminal;
    /** @param {{dispose: () => void}} disposable */
    const own = (/** @type {{dispose: () => void}} */ disposable) => this.#disposables.own(disposable);
    const encoder = new TextEncoder();
    own(terminal.onData((data) => onType(encoder.encode(data), this.#inserting)));
    own(terminal.onBinary((data) => onType(bytesOfBinary(data))));
    own(terminal.onRender(onPaint));
    own(terminal.parser.registerOscHandler(52, () => true)); // the server decides which clipboard gets it
    swallowQueries(terminal.parser, this.#disposables);
    const first = installSpecialKeys(terminal, this.#disposables, keys);
    return installKeys(terminal, { ...keys, first, hasSelection: () => this.hasSelection });
  }
}

/**
 * Calls once: at the next frame, or soon if nothing is drawn because the tab is hidden.
 * @param {() => void} callback
 */
function onNextFrame(callback) {
  let frame = 0;
  let timer = 0;
  const once = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    callback();
  };
  frame = requestAnimationFrame(once);
  timer = setTimeout(once, HIDDEN_FRAME_MS);
}
