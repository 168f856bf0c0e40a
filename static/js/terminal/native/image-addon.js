/**
 * The add-on for images of xterm.js, for one pane, within bounds. Loaded with the first image of the page.
 *
 * The add-on 0.9.0 has no options for what is changed here, so its own parts are used. They are named in one
 * place, `partsOf`; a browser test draws images with them.
 */
import { ImageAddon } from '../../../vendor/addon-image.mjs';
import { Disposables } from '../../lib/disposables.js';
import { logWarning } from '../../lib/log.js';
import { swallowQueries } from '../queries.js';

/** @import { OpenTerminal } from '../screen.js' */
/** @import { ImageBudget } from './image-budget.js' */

const OPTIONS = Object.freeze({
  enableSizeReports: false,
  /** Of one image while it is decoded: 64 MB. */
  pixelLimit: 16_777_216,
  /** In bytes, of sixel and of a file. The server takes a string of 16 MiB for one that nobody ends. */
  sixelSizeLimit: 8_000_000,
  iipSizeLimit: 6_000_000,
  storageLimit: 64,
});
/** A larger one is not drawn: a picture of the whole screen has fewer. */
const DRAWN_MAX_PX = 4_194_304;
/** More rows would push out the scrollback. */
const SIDE_MAX_PX = 4096;
const DECODER_MAX_MS = 3000;
/** The shortest module. */
const NO_CODE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** What is used of the add-on beside its interface. @param {ImageAddon} addon */
function partsOf(addon) {
  const { _storage: storage, _renderer: renderer, _handlers: handlers } = /** @type {any} */ (addon);
  return { storage, renderer, sixel: handlers.get('sixel'), file: handlers.get('iip') };
}

export class PaneImages {
  #addon = new ImageAddon(OPTIONS);
  #disposables = new Disposables();
  #budget;
  #parts;

  /**
   * @param {OpenTerminal} terminal
   * @param {ImageBudget} budget of the page.
   * @throws {Error} the page may not run WebAssembly, or the add-on changed.
   */
  constructor(terminal, budget) {
    this.#budget = budget;
    new WebAssembly.Module(NO_CODE); // throws
    terminal.loadAddon(this.#addon);
    this.#disposables.own(this.#addon);
    this.#parts = partsOf(this.#addon);
    // The add-on answers queries that tmux has answered.
    swallowQueries(terminal.parser, this.#disposables);
    this.#disposables.own(terminal.parser.registerCsiHandler({ prefix: '?', final: 'S' }, () => true));
    this.#keepScrollback(terminal);
    this.#limit();
    keepColumns(this.#parts.renderer);
    for (const name of ['hook', 'put', 'unhook']) guard(this.#parts.sixel, name);
    for (const name of ['start', 'put', 'end']) guard(this.#parts.file, name);
  }

  /** Resolves when images can be drawn, or when that takes too long. */
  async ready() {
    const { sixel } = this.#parts;
    for (let left = DECODER_MAX_MS / 10; sixel._dec === undefined && left > 0; left -= 1)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }

  /** Draws a sixel image at the cursor. @param {string} data @param {(number|number[])[]} params */
  drawSixel(data, params) {
    const { sixel } = this.#parts;
    sixel.hook({ params });
    sixel.put(codesOf(data), 0, data.length);
    return sixel.unhook(true);
  }

  /** Draws a file at the cursor. @param {string} text of an OSC 1337. */
  drawFile(text) {
    const { file } = this.#parts;
    file.start();
    file.put(codesOf(text), 0, text.length);
    return file.end(true);
  }

  dispose() {
    this.#budget.gone(this.#addon);
    this.#disposables.dispose();
  }

  /**
   * A soft reset, as in a picture of the screen, must not drop the images of the scrollback; what it draws
   * over goes anyway.
   * @param {OpenTerminal} terminal
   */
  #keepScrollback(terminal) {
    const reset = this.#addon.reset.bind(this.#addon);
    this.#addon.reset = () => /** @type {any} */ (false);
    this.#disposables.own(
      terminal.parser.registerEscHandler({ final: 'c' }, () => {
        reset();
        return false;
      }),
    );
  }

  #limit() {
    const { storage } = this.#parts;
    const add = storage.addImage.bind(storage);
    storage.addImage = (/** @type {HTMLCanvasElement|ImageBitmap} */ image) => {
      const { width, height } = image;
      if (width * height > DRAWN_MAX_PX || Math.max(width, height) > SIDE_MAX_PX) {
        if (image instanceof ImageBitmap) image.close();
        return;
      }
      add(image);
      this.#budget.added(this.#addon);
    };
  }
}

/**
 * The add-on numbers the cells of an image by its columns, and scales an image when cells get another size,
 * as by another renderer. A pixel more, from rounding up, can be another column; then all rows are drawn
 * shifted.
 * @param {any} renderer
 */
function keepColumns(renderer) {
  const rescale = renderer._rescaleImage.bind(renderer);
  /** @type {(image: any, width: number, height: number) => void} */
  const keeping = (image, width, height) => {
    const before = image.actual;
    rescale(image, width, height);
    const most = Math.floor(Math.ceil(image.orig.width / image.origCellSize.width) * width);
    if (image.actual === before || image.actual === image.orig || image.actual.width <= most) return;
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [most, image.actual.height];
    canvas.getContext('2d')?.drawImage(image.actual, 0, 0);
    image.actual = canvas;
  };
  renderer._rescaleImage = keeping;
}

/**
 * Has a handler take whatever a program sends: an error in the parser would stop the output of the pane.
 * @param {any} handler
 * @param {string} name of its method.
 */
function guard(handler, name) {
  const inner = handler[name].bind(handler);
  const refuse = (/** @type {Error} */ error) => {
    logWarning(`an image was not drawn: ${error.message}`);
    return true;
  };
  handler[name] = (/** @type {unknown[]} */ ...args) => {
    try {
      const result = inner(...args);
      return result instanceof Promise ? result.catch(refuse) : result;
    } catch (error) {
      return refuse(/** @type {Error} */ (error));
    }
  };
}

/** @param {string} text */
function codesOf(text) {
  const codes = new Uint32Array(text.length);
  for (let at = 0; at < text.length; at += 1) codes[at] = text.charCodeAt(at);
  return codes;
}
