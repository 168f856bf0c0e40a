/** Waits for the first image of each pane: only then it loads what draws images. */
import { logWarning } from '../../lib/log.js';
import { FileParts } from './file-parts.js';
import { ImageBudget } from './image-budget.js';

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */
/**
 * @typedef {import('./image-addon.js').PaneImages} PaneImages
 * @typedef {Pick<PaneImages, keyof PaneImages>} Images
 * @typedef {typeof loadImages} Load
 */

const ITERM2 = 1337;
const FILE = 'File=';
/** The output of the pane waits meanwhile, and with it what other panes are sent. */
const LOAD_MAX_MS = 4000;

/**
 * @param {OpenTerminal} terminal
 * @param {ImageBudget} budget
 * @returns {Promise<Images>}
 */
async function loadImages(terminal, budget) {
  const { PaneImages } = await import('./image-addon.js');
  const images = new PaneImages(terminal, budget);
  await images.ready();
  return images;
}

export class ImageGate {
  #load;
  #budget = new ImageBudget();
  #isOn = true;
  /** @type {Set<PaneGate>} */
  #panes = new Set();

  /** @param {{load?: Load}} [options] for tests. */
  constructor({ load = loadImages } = {}) {
    this.#load = load;
  }

  /**
   * Has a terminal draw images. Call it once for each.
   * @param {OpenTerminal} terminal
   * @param {Disposables} disposables
   */
  watch(terminal, disposables) {
    const pane = new PaneGate(terminal, disposables, {
      isOn: () => this.#isOn,
      load: () => this.#load(terminal, this.#budget),
    });
    this.#panes.add(pane);
    disposables.add(() => this.#panes.delete(pane));
  }

  /** Whether images are drawn. Off drops those that are there. @param {boolean} isOn */
  turn(isOn) {
    this.#isOn = isOn;
    if (!isOn) for (const pane of this.#panes) pane.drop();
  }
}

/** The images of one pane. */
class PaneGate {
  #terminal;
  #isOn;
  #load;
  #parts = new FileParts();
  /** @type {Images|null} */
  #images = null;
  /** @type {Promise<void>|null} */
  #loading = null;
  #isGone = false;
  /** @type {{dispose: () => void}|null} */
  #files = null;

  /**
   * @param {OpenTerminal} terminal
   * @param {Disposables} disposables
   * @param {{isOn: () => boolean, load: () => Promise<Images>}} options
   */
  constructor(terminal, disposables, { isOn, load }) {
    this.#terminal = terminal;
    this.#isOn = isOn;
    this.#load = load;
    const { parser } = terminal;
    disposables.own(parser.registerDcsHandler({ final: 'q' }, (data, params) => this.#sixel(data, params)));
    disposables.add(() => {
      this.#isGone = true;
      this.drop();
    });
    this.#listenFirst();
  }

  /** Drops the images; the next one is the first again. */
  drop() {
    this.#images?.dispose();
    this.#images = null;
    this.#loading = null;
  }

  /** Of all handlers of OSC 1337 the one that was registered last comes first. */
  #listenFirst() {
    this.#files?.dispose();
    this.#files = this.#terminal.parser.registerOscHandler(ITERM2, (text) => this.#file(text));
  }

  /** @param {string} data @param {(number|number[])[]} params */
  #sixel(data, params) {
    if (!this.#isOn() || this.#images !== null) return false; // the add-on's own handler came first
    return this.#draw((images) => images.drawSixel(data, params));
  }

  /** @param {string} text */
  #file(text) {
    if (!this.#isOn()) return false;
    if (text.startsWith(FILE)) return this.#images === null && this.#draw((images) => images.drawFile(text));
    const whole = this.#parts.take(text);
    if (whole === undefined) return false;
    return whole === null || this.#draw((images) => images.drawFile(whole));
  }

  /** @param {(images: Images) => boolean|Promise<boolean>} draw @returns {Promise<boolean>} */
  async #draw(draw) {
    this.#loading ??= this.#start();
    let timer;
    const late = new Promise((resolve) => {
      timer = setTimeout(resolve, LOAD_MAX_MS);
    });
    await Promise.race([this.#loading, late]);
    clearTimeout(timer);
    return this.#images === null || draw(this.#images);
  }

  async #start() {
    try {
      const images = await this.#load();
      if (this.#isGone || !this.#isOn()) return images.dispose();
      this.#images = images;
      this.#listenFirst();
    } catch (error) {
      if (!this.#isGone) logWarning(`images are not drawn: ${/** @type {Error} */ (error).message}`);
    }
  }
}
