/** Gives the grid the size of the hub and fits it into this window. */

/** @typedef {{cols: number, rows: number}} Size */
import { Disposables } from '../lib/disposables.js';
import { need } from '../lib/dom.js';
import { fontFor, gridFor, roomWithCovered, sameSize, scaleFor } from './geometry.js';

/** @import { OpenTerminal } from './screen.js' */
/**
 * What gets a size: one terminal, or all panes of a window together.
 * @typedef {object} Surface
 * @property {number} cols
 * @property {number} rows
 * @property {(cols: number, rows: number) => void} resize
 * @property {() => {width: number, height: number}} natural its size in CSS pixels, without a transform.
 * @property {number} fontPx
 */

const SETTLE_MS = 50;

export class Sizer {
  #surface;
  #stage;
  #frame;
  #fontPx;
  #onOwnSize;
  #onLayout;
  #owner = true;
  #zoom = 1;
  /** @type {Size|null} */
  #hubSize = null;
  #ownSize;
  /** @type {{width: number, height: number}|null} */
  #cell = null;
  #pixelRatio = 0;
  /** @type {any} */
  #timer = null;
  #coveredPx = () => 0;
  /** @type {{width: number, height: number}|null} */
  #settled = null;
  #disposables = new Disposables();

  /**
   * @param {Surface} surface inside `frame`, which is inside `stage`.
   * @param {{stage: HTMLElement, frame: HTMLElement, fontPx: number}} where
   * @param {{onOwnSize: (size: Size) => void, onLayout: (layout: any) => void}} handlers
   */
  constructor(surface, { stage, frame, fontPx }, { onOwnSize, onLayout }) {
    this.#surface = surface;
    this.#stage = stage;
    this.#frame = frame;
    this.#fontPx = fontPx;
    this.#onOwnSize = onOwnSize;
    this.#onLayout = onLayout;
    this.#ownSize = gridFor(roomOf(this.#stage), this.#baseCell());
    surface.resize(this.#ownSize.cols, this.#ownSize.rows);
    this.#disposables.observeSize(stage, () => this.plan());
    this.#disposables.add(() => clearTimeout(this.#timer));
    this.#show();
  }

  get ownSize() {
    return this.#ownSize;
  }

  get fontPx() {
    return this.#fontPx;
  }

  /**
   * The font, or its size, changed: measures the cells again, and the grid may change.
   * @param {number} px
   */
  restyle(px) {
    this.#fontPx = px;
    this.#cell = null;
    this.#measure();
  }

  /** @param {{cols: number, rows: number}} size */
  setHubSize(size) {
    this.#hubSize = size;
    this.#show();
  }

  /** @param {boolean} owner */
  setOwner(owner) {
    this.#owner = owner;
    this.#show();
  }

  /**
   * The scale that the user chose for a screen sized by another viewer: letters are drawn for it.
   * @param {number} scale
   */
  setZoom(scale) {
    if (this.#zoom === scale) return;
    this.#zoom = scale;
    this.#show();
  }

  /**
   * How much of the height a soft keyboard covers now; the grid does not shrink for it.
   * @param {() => number} px
   */
  coverHeight(px) {
    this.#coveredPx = px;
  }

  /** The room for the grid, also where a soft keyboard covers it. */
  get room() {
    const covered = this.#coveredPx();
    const room = roomOf(this.#stage);
    if (covered === 0) this.#settled = room;
    return roomWithCovered(room, covered, this.#settled);
  }

  dispose() {
    this.#disposables.dispose();
  }

  /** Measures once the layout has settled. */
  plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#measure(), SETTLE_MS);
  }

  #measure() {
    const { room } = this;
    // A hidden page has no size.
    if (room.width <= 0 || room.height <= 0) return;
    const size = gridFor(room, this.#baseCell());
    const changed = !sameSize(size, this.#ownSize);
    this.#ownSize = size;
    this.#show();
    if (changed) this.#onOwnSize(size);
  }

  #show() {
    const { cols, rows } = this.#hubSize ?? this.#ownSize;
    if (this.#surface.cols !== cols || this.#surface.rows !== rows) this.#surface.resize(cols, rows);
    this.#stage.classList.toggle('is-letterboxed', !this.#owner);
    if (this.#owner) this.#fill();
    else this.#letterbox(cols, rows);
    this.#onLayout({ size: { cols, rows }, own: this.#ownSize, owner: this.#owner });
  }

  #fill() {
    this.#setFont(this.#fontPx);
    this.#frame.style.transform = '';
  }

  /**
   * The whole screen in the middle: first with a smaller font, which stays sharp, then by a transform.
   * @param {number} cols
   * @param {number} rows
   */
  #letterbox(cols, rows) {
    const { room } = this;
    const cell = this.#baseCell();
    const fitting = scaleFor(room, { width: cols * cell.width, height: rows * cell.height });
    this.#setFont(fontFor(this.#fontPx, fitting * this.#zoom));
    const natural = this.#surface.natural();
    const scale = scaleFor(room, natural);
    const [x, y] = [room.width - natural.width * scale, room.height - natural.height * scale].map((left) =>
      Math.round(left / 2),
    );
    this.#frame.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  /** One cell at full size. The zoom of the browser and the font change it. */
  #baseCell() {
    if (this.#cell && this.#pixelRatio === devicePixelRatio) return this.#cell;
    this.#setFont(this.#fontPx);
    const { width, height } = this.#surface.natural();
    this.#cell = { width: width / this.#surface.cols, height: height / this.#surface.rows };
    this.#pixelRatio = devicePixelRatio;
    return this.#cell;
  }

  /** @param {number} px */
  #setFont(px) {
    if (this.#surface.fontPx !== px) this.#surface.fontPx = px;
  }
}

/** One terminal as a surface. @param {OpenTerminal} terminal @returns {Surface} */
export function surfaceOf(terminal) {
  return {
    get cols() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    resize: (cols, rows) => resizeTerminal(terminal, cols, rows),
    natural: () => naturalOf(terminal),
    get fontPx() {
      return Number(terminal.options.fontSize);
    },
    set fontPx(px) {
      terminal.options.fontSize = px;
    },
  };
}

/** @param {OpenTerminal} terminal */
export function naturalOf({ element }) {
  const screen = need('.xterm-screen', element);
  return { width: screen.offsetWidth, height: screen.offsetHeight };
}

/** @param {OpenTerminal} terminal @param {number} cols @param {number} rows */
export function resizeTerminal(terminal, cols, rows) {
  const narrower = cols < terminal.cols;
  terminal.resize(cols, rows);
  // Rows of a buffer with scrollback wrap again instead.
  if (narrower && !wraps(terminal)) trimLines(terminal);
}

/**
 * Whether xterm.js wraps the rows of the shown buffer again when its width changes.
 * @param {OpenTerminal} terminal
 */
const wraps = ({ buffer, options }) => buffer.active.type === 'normal' && Number(options.scrollback) > 0;

/**
 * Cuts what stands right of the edge. In a buffer without scrollback xterm.js 6.0.0 keeps those cells, so
 * that
 * selections, links and the DOM renderer would still find them. There is no public way to drop them.
 * @param {OpenTerminal} terminal
 */
function trimLines(terminal) {
  const { buffer } = /** @type {any} */ (terminal)._core;
  for (let y = 0; y < buffer.lines.length; y += 1)
    buffer.lines.get(y).resize(terminal.cols, buffer.getNullCell());
  terminal.refresh(0, terminal.rows - 1);
}

/** The room of the stage within its padding. @param {HTMLElement} stage */
export function roomOf(stage) {
  const style = getComputedStyle(stage);
  const sum = (/** @type {string[]} */ ...names) =>
    names.reduce((total, name) => total + Number.parseFloat(style.getPropertyValue(name)), 0);
  return {
    width: stage.clientWidth - sum('padding-left', 'padding-right'),
    height: stage.clientHeight - sum('padding-top', 'padding-bottom'),
  };
}
