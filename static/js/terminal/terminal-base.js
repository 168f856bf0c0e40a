/** One terminal drawn by xterm.js: its keys, selection, links and looks. Its size is for its owner to set. */
import { Terminal } from '../../vendor/xterm.mjs';
import { Disposables } from '../lib/disposables.js';
import { logWarning } from '../lib/log.js';
import { currentWidths, useWidths } from '../lib/widths.js';
import { bytesOfBinary } from './input/key-bytes.js';
import { installKeys } from './input/keyboard.js';
import { lookOptions } from './render/appearance.js';
import { paletteOf } from './render/palettes.js';
import { swallowQueries } from './queries.js';
import { installSpecialKeys } from './input/special-keys.js';
import { setWidths } from './unicode.js';

/** @import { ITheme } from '../../vendor/xterm.mjs' */
/** @import { TerminalLook } from './render/appearance.js' */
/** @import { OpenTerminal } from './screen.js' */

/**
 * The options of xterm.js that no setting of the page changes.
 * @param {'dark'|'light'} theme
 * @param {number} scrollback in rows.
 */
function optionsFor(theme, scrollback) {
  /** @type {import('../../vendor/xterm.mjs').ITerminalOptions} */
  return {
    allowProposedApi: true,
    cursorInactiveStyle: 'outline',
    customGlyphs: true,
    drawBoldTextInBrightColors: false,
    macOptionClickForcesSelection: true,
    scrollback,
    theme: paletteOf(theme),
  };
}

/**
 * @typedef {object} BaseHandlers
 * @property {(bytes: Uint8Array, inserted?: boolean) => void} onType keys, pastes and mouse reports;
 *   `inserted` by `paste`.
 * @property {() => void} onPaint a frame was drawn.
 * @property {(text: string) => void} onNotice a sentence about copying.
 * @property {import('./input/keyboard.js').PageKeys & import('./input/special-keys.js').KeyChoices} keys
 *   chords of the page.
 */

export class TerminalBase {
  #terminal;
  #handlers;
  /** @type {import('./input/clipboard.js').Clipboard|null} */
  #clipboard = null;
  #frame;
  #keys;
  /** @type {Promise<import('./input/soft-input.js').SoftInput>|null} */
  #soft = null;
  /** @type {{text: string, clear: () => void}|null} */
  #selection = null;
  /** @type {(event: KeyboardEvent) => boolean} */
  #firstKey = () => false;
  #inserting = false;
  #disposables = new Disposables();

  /**
   * @param {{frame: HTMLElement, theme: 'dark'|'light', label: string, look: TerminalLook, scrollback?:
   *   number}} where
   * @param {BaseHandlers} handlers
   */
  constructor({ frame, theme, label, look, scrollback = 0 }, handlers) {
    this.#handlers = handlers;
    this.#frame = frame;
    const terminal = new Terminal({ ...optionsFor(theme, scrollback), ...lookOptions(look) });
    this.#terminal = /** @type {OpenTerminal} */ (terminal);
    this.#disposables.add(() => this.#terminal.dispose());
    this.#open(label);
    this.#keys = this.#listen();
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

  /**
   * Installs a part that stays with xterm.js, such as a handler of its parser. What it keeps in its second
   * argument ends with the terminal.
   * @template T
   * @param {(terminal: OpenTerminal, disposables: Disposables) => T} install
   * @returns what it returns.
   */
  extend(install) {
    return install(this.#terminal, this.#disposables);
  }

  /**
   * Reads from xterm.js, or acts on it, once and now.
   * @template T
   * @param {(terminal: OpenTerminal) => T} work
   * @returns what it returns.
   */
  use(work) {
    return work(this.#terminal);
  }

  /** The label of the terminal for screen readers. @param {string} label */
  setLabel(label) {
    this.#terminal.textarea.setAttribute('aria-label', label);
  }

  /** @param {'dark'|'light'} theme */
  setTheme(theme) {
    this.#terminal.options.theme = paletteOf(theme);
  }

  /** Changes font and cursor, but not the size of the font. @param {TerminalLook} look */
  restyle(look) {
    const options = lookOptions(look);
    Object.assign(this.#terminal.options, { ...options, fontSize: this.#terminal.options.fontSize });
  }

  /**
   * Counts columns as another tmux, from the next output on.
   * @param {import('../lib/widths.js').Fields|null|undefined} fields of Attached.
   */
  setWidths(fields) {
    useWidths(fields);
    setWidths(this.#terminal, currentWidths());
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
      const { Clipboard } = await import('./input/clipboard.js').catch(() => ({ Clipboard: null }));
      if (Clipboard === null) {
        this.#handlers.onNotice('Not copied: a part of the page did not load. Try again when connected.');
        return;
      }
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

  /**
   * Shows each key to a listener before the page and xterm.js.
   * @param {(event: KeyboardEvent) => boolean} listener returns whether it took the key; then it has called
   *   `preventDefault` if the browser must not act on it.
   */
  keysFirst(listener) {
    this.#firstKey = listener;
  }

  dispose() {
    this.#disposables.dispose();
  }

  /** @param {string} label */
  #open(label) {
    const terminal = this.#terminal;
    setWidths(terminal, currentWidths());
    terminal.open(this.#frame);
    terminal.textarea.setAttribute('aria-label', label);
    terminal.textarea.setAttribute('aria-describedby', 'leave-hint');
    this.exposeForTests();
  }

  /**
   * We never serve a page with this attribute: a browser under test sets it. A script that can set it can
   * read the screen and type without it.
   */
  exposeForTests() {
    if (document.documentElement.dataset.testHooks === '1') Object.assign(window, { __term: this.#terminal });
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
    const special = installSpecialKeys(terminal, this.#disposables, keys);
    /** @param {KeyboardEvent} event */
    const first = (event) => this.#firstKey(event) || special(event);
    return installKeys(terminal, { ...keys, first, hasSelection: () => this.hasSelection });
  }
}
