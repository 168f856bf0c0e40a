/** The terminal on the page: the one module that knows xterm.js. */
import { Unicode11Addon } from '../../vendor/addon-unicode11.mjs';
import { WebLinksAddon } from '../../vendor/addon-web-links.mjs';
import { Terminal } from '../../vendor/xterm.mjs';
import { Disposables } from '../util/disposables.js';
import { logWarning } from '../util/log.js';
import { Clipboard } from './clipboard.js';
import { bytesOfBinary } from './keys.js';
import { installKeys } from './keyboard.js';
import { openLink } from './links.js';
import { clipboardWrite } from './osc52.js';
import { paletteOf } from './palettes.js';
import { swallowQueries } from './queries.js';
import { chooseRenderer } from './renderer.js';
import { Sizer } from './sizer.js';
import { WriteQueue } from './write-queue.js';

const FONT = 'ui-monospace, "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';
const FONT_PX = 14;
const CONTRAST_MIN = 4.5;
const HIDDEN_FRAME_MS = 50;

/** What xterm.js is set to; `apple` keyboards without an English layout need Option for brackets. */
function optionsFor(theme, onHoverLink) {
  return {
    allowProposedApi: true,
    cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    cursorInactiveStyle: 'outline',
    customGlyphs: true,
    drawBoldTextInBrightColors: false,
    fontFamily: FONT,
    fontSize: FONT_PX,
    linkHandler: { activate: (_event, uri) => openLink(uri), hover: (_event, uri) => onHoverLink(uri), leave: () => onHoverLink(null) },
    macOptionClickForcesSelection: true,
    macOptionIsMeta: /^en\b/.test(navigator.language),
    minimumContrastRatio: CONTRAST_MIN,
    scrollback: 0,
    theme: paletteOf(theme),
  };
}

/**
 * @typedef {object} Handlers
 * @property {(bytes: Uint8Array) => void} onType what was typed, pasted or moused.
 * @property {(size: {cols: number, rows: number}) => void} onOwnSize the grid that would fill this window.
 * @property {(layout: object) => void} onLayout how the grid is shown now.
 * @property {(mark: object, progress: object) => void} onProcessed
 * @property {() => void} onPaint a frame was drawn.
 * @property {(text: string) => void} onTold a sentence about copying.
 * @property {() => void} onLeave the reader wants out of the terminal by keyboard.
 */

export class Screen {
  #terminal;
  #handlers;
  #queue;
  #sizer;
  #clipboard;
  #disposables = new Disposables();

  /** @param {{stage: HTMLElement, frame: HTMLElement, theme: string, label: string}} where @param {Handlers} handlers */
  constructor({ stage, frame, theme, label }, handlers) {
    this.#handlers = handlers;
    this.#terminal = new Terminal(optionsFor(theme, (uri) => { frame.title = uri ?? ''; }));
    this.#disposables.add(() => this.#terminal.dispose());
    this.#clipboard = new Clipboard(this.#disposables, (count) => handlers.onTold(`Copied ${count} ${count === 1 ? 'character' : 'characters'}.`));
    this.#open(frame, label);
    this.#listen();
    this.#sizer = new Sizer(this.#terminal, { stage, frame, fontPx: FONT_PX }, handlers);
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

  setTheme(theme) {
    this.#terminal.options.theme = paletteOf(theme);
  }

  /** Empties the screen: what it showed is gone for good. */
  blank() {
    this.#queue.replace(new TextEncoder().encode('\x1b[?25l'));
  }

  focus() {
    this.#terminal.focus();
  }

  dispose() {
    this.#disposables.dispose();
  }

  #open(frame, label) {
    const terminal = this.#terminal;
    terminal.loadAddon(new Unicode11Addon());
    terminal.unicode.activeVersion = '11';
    terminal.loadAddon(new WebLinksAddon((_event, uri) => openLink(uri), {
      hover: (_event, uri) => { frame.title = uri; },
      leave: () => { frame.title = ''; },
    }));
    terminal.open(frame);
    terminal.textarea.setAttribute('aria-label', label);
    terminal.textarea.setAttribute('aria-describedby', 'leave-hint');
    this.#chooseRenderer();
    if (document.documentElement.dataset.testHooks === '1') window.__term = terminal;
  }

  async #chooseRenderer() {
    const onTrouble = (error) => logWarning(`drawing without WebGL: ${error.message}`);
    this.#terminal.element.dataset.renderer = await chooseRenderer(this.#terminal, { onTrouble });
  }

  #listen() {
    const { onType, onPaint, onLeave } = this.#handlers;
    const terminal = this.#terminal;
    const own = (disposable) => this.#disposables.own(disposable);
    const encoder = new TextEncoder();
    own(terminal.onData((data) => onType(encoder.encode(data))));
    own(terminal.onBinary((data) => onType(bytesOfBinary(data))));
    own(terminal.onRender(onPaint));
    own(terminal.parser.registerOscHandler(52, (data) => this.#copyFromProgram(data)));
    swallowQueries(terminal.parser, this.#disposables);
    installKeys(terminal, {
      copy: (text) => this.#clipboard.write(text),
      type: (text) => onType(encoder.encode(text)),
      leave: onLeave,
    });
  }

  #copyFromProgram(data) {
    const wanted = clipboardWrite(data);
    if (wanted?.tooBig) this.#handlers.onTold('A program tried to copy more than 100 KB; that is not allowed.');
    else if (wanted) this.#clipboard.write(wanted.text);
    return true;
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
