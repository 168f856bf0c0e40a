/** The terminal on the page: the one module that knows xterm.js. */
import { Terminal } from '../../vendor/xterm.mjs';
import { Disposables } from '../lib/disposables.js';
import { logWarning } from '../lib/log.js';
import { currentWidths, useWidths } from '../lib/widths.js';
import { bytesOfBinary } from './input/key-bytes.js';
import { installKeys } from './input/keyboard.js';
import { USUAL_LOOK, lookOptions } from './render/appearance.js';
import { paletteOf } from './render/palettes.js';
import { swallowQueries } from './queries.js';
import { Sizer } from './sizer.js';
import { installSpecialKeys } from './input/special-keys.js';
import { setWidths } from './unicode.js';
import { WriteQueue } from './write-queue.js';

const HIDDEN_FRAME_MS = 50;

/** What xterm.js is set to, whatever the reader chose. */
function optionsFor(theme) {
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
 * @property {(bytes: Uint8Array, inserted?: boolean) => void} onType what was typed, pasted or moused; `inserted`: by `paste`.
 * @property {(size: {cols: number, rows: number}) => void} onOwnSize the grid that would fill this window.
 * @property {(layout: object) => void} onLayout how the grid is shown now.
 * @property {(mark: object, progress: object) => void} onProcessed
 * @property {() => void} onPaint a frame was drawn.
 * @property {(text: string) => void} onTold a sentence about copying.
 * @property {object} keys chords that are not the terminal's: `actionOf` and `run` of `KeyHandlers` in keyboard.js, and what
 *   `installSpecialKeys` in special-keys.js asks of the reader's choices.
 */

export class Screen {
  #terminal;
  #handlers;
  #queue;
  #sizer;
  #clipboard = null;
  #frame;
  #keys;
  #soft = null;
  #selection = null;
  #inserting = false;
  #disposables = new Disposables();

  /**
   * @param {{stage: HTMLElement, frame: HTMLElement, theme: string, label: string, look?: import('./render/appearance.js').Look}} where
   * @param {Handlers} handlers
   */
  constructor({ stage, frame, theme, label, look = USUAL_LOOK }, handlers) {
    this.#handlers = handlers;
    this.#frame = frame;
    this.#terminal = new Terminal({ ...optionsFor(theme), ...lookOptions(look) });
    this.#disposables.add(() => this.#terminal.dispose());
    this.#open(frame, label);
    this.#listen();
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

  /** Colours and type as they are now, for what shall look the same beside the terminal. */
  get looks() {
    const { theme, fontFamily, fontSize, minimumContrastRatio } = this.#terminal.options;
    return { palette: theme, fontFamily, fontSize, contrast: minimumContrastRatio };
  }

  /** Finds text on the screen; what that takes is loaded now. @returns {Promise<import('./finder.js').Finder>} */
  async finder() {
    const { Finder } = await import('./finder.js');
    return new Finder(this.#terminal);
  }

  output(bytes, mark) {
    this.#queue.push(bytes, mark);
  }

  snapshot(bytes) {
    this.#queue.replace(bytes);
  }

  /** The hub's size, in order with the output. */
  resize(size) {
    this.#queue.resize(size);
  }

  /** Owners fill their window; others see the whole of a screen that is another's. */
  setOwner(owner) {
    this.#sizer.setOwner(owner);
  }

  /** Has a part of this folder work with xterm.js itself; what it keeps in its second argument ends with the screen. @returns what it returns. */
  extend(install) {
    return install(this.#terminal, this.#disposables);
  }

  /** What a screen reader calls the terminal. */
  setLabel(label) {
    this.#terminal.textarea.setAttribute('aria-label', label);
  }

  setTheme(theme) {
    this.#terminal.options.theme = paletteOf(theme);
  }

  /** How it is drawn from now on; a font of another size gives this window another grid. @param {import('./render/appearance.js').Look} look */
  setLook(look) {
    const options = lookOptions(look);
    delete options.fontSize; // which the sizer sets
    Object.assign(this.#terminal.options, options);
    this.#sizer.restyle(look.fontPx);
  }

  /** The size of its font where it is not made smaller to fit. */
  get fontPx() {
    return this.#sizer.fontPx;
  }

  /** Counts columns as another tmux does, from the next output on. @param {object} fields of Attached. */
  setWidths(fields) {
    useWidths(fields);
    setWidths(this.#terminal, currentWidths());
  }

  /** Empties the screen: what it showed is gone for good. */
  blank() {
    this.#queue.replace(new TextEncoder().encode('\x1b[?25l'));
  }

  /** Takes the keys of keyboards alone until `softInput` is there: xterm.js would change what soft keyboards write. */
  awaitSoftInput() {
    this.#terminal.textarea.readOnly = true;
  }

  focus() {
    this.#terminal.focus();
  }

  get hasSelection() {
    return Boolean(this.#selection?.text) || this.#terminal.hasSelection();
  }

  /** Has another selection count where it has a text. @param {{text: string, clear: () => void}} selection */
  selectBy(selection) {
    this.#selection = selection;
  }

  /** Copies what is selected, and selects it no more. */
  copySelection() {
    if (!this.hasSelection) return;
    this.copy(this.#selection?.text || this.#terminal.getSelection());
    this.#selection?.clear();
    this.#terminal.clearSelection();
  }

  /** What only touch screens need; loads it. @returns {Promise<import('./input/touch.js').TouchTerminal>} */
  async touch() {
    const [{ TouchTerminal }, soft] = await Promise.all([import('./input/touch.js'), this.softInput()]);
    return this.#disposables.own(new TouchTerminal(this.#terminal, { sizer: this.#sizer, soft }));
  }

  /** Has it take what soft keyboards and input methods write; loads that. @returns {Promise<import('./input/soft-input.js').SoftInput>} */
  softInput() {
    this.#soft ??= import('./input/soft-input.js')
      .then(({ installSoftInput }) => this.extend(installSoftInput))
      .finally(() => {
        this.#terminal.textarea.readOnly = false;
      });
    return this.#soft;
  }

  /** Writes the clipboard, also where the browser wants a gesture first; see `Clipboard.write`. */
  async copy(text, html) {
    if (this.#clipboard === null) {
      const { Clipboard } = await import('./input/clipboard.js');
      this.#clipboard ??= new Clipboard(this.#disposables, (count) =>
        this.#handlers.onTold(`Copied ${count} ${count === 1 ? 'character' : 'characters'}.`),
      );
    }
    this.#clipboard.write(text, html);
  }

  /** Whether a program takes the mouse, and with it what would select text. */
  get usesMouse() {
    return this.#terminal.modes.mouseTrackingMode !== 'none';
  }

  /** Whether the program takes a paste as one thing and acts on none of its lines. */
  get bracketedPaste() {
    return this.#terminal.modes.bracketedPasteMode;
  }

  /** Has addresses and paths become links, from now on; for `handlers` see Linking. */
  async showLinks(handlers) {
    const { Linking } = await import('./links/linking.js');
    new Linking(this.#terminal, this.#frame, this.#disposables, handlers);
  }

  /** Types text as a paste, in brackets where the program asked for them. */
  paste(text) {
    this.#inserting = true;
    this.#terminal.paste(text);
    this.#inserting = false;
  }

  /** Has the next key go to tmux, whatever it means here; see `Keys.nextRaw`. */
  nextKeyRaw(done) {
    return this.#keys.nextRaw(done);
  }

  /** See `Keys.onPasteKey`. */
  onPasteKey(listener) {
    this.#keys.onPasteKey(listener);
  }

  dispose() {
    this.#disposables.dispose();
  }

  #open(frame, label) {
    const terminal = this.#terminal;
    setWidths(terminal, currentWidths());
    terminal.open(frame);
    terminal.textarea.setAttribute('aria-label', label);
    terminal.textarea.setAttribute('aria-describedby', 'leave-hint');
    // No page of ours is served with this attribute: a browser under test sets it before the page runs. Whoever can do
    // that, or set it later, runs scripts in the page and can read the screen and type without it.
    if (document.documentElement.dataset.testHooks === '1') window.__term = terminal;
  }

  /** Draws with the graphics card, where there is one: looked for once there is something to draw. */
  async chooseRenderer() {
    const { chooseRenderer } = await import('./render/renderer.js');
    const onTrouble = (error) => logWarning(`drawing without WebGL: ${error.message}`);
    this.#terminal.element.dataset.renderer = await chooseRenderer(this.#terminal, {
      onTrouble,
      disposables: this.#disposables,
    });
  }

  #listen() {
    const { onType, onPaint, keys } = this.#handlers;
    const terminal = this.#terminal;
    const own = (disposable) => this.#disposables.own(disposable);
    const encoder = new TextEncoder();
    own(terminal.onData((data) => onType(encoder.encode(data), this.#inserting)));
    own(terminal.onBinary((data) => onType(bytesOfBinary(data))));
    own(terminal.onRender(onPaint));
    own(terminal.parser.registerOscHandler(52, () => true)); // the server says whose clipboard it is for
    swallowQueries(terminal.parser, this.#disposables);
    const first = installSpecialKeys(terminal, this.#disposables, keys);
    this.#keys = installKeys(terminal, { ...keys, first, hasSelection: () => this.hasSelection });
  }
}

/** Calls once: at the next frame, or soon where nothing is drawn because the tab is hidden. */
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
