/** Keeps the grid at the hub's size and finds how to show it in this window. */
import { Disposables } from '../lib/disposables.js';
import { fontFor, gridFor, roomWithLent, sameSize, scaleFor } from './geometry.js';

const SETTLE_MS = 50;

export class Sizer {
  #terminal;
  #stage;
  #frame;
  #fontPx;
  #onOwnSize;
  #onLayout;
  #owner = true;
  #zoom = 1;
  #hubSize = null;
  #ownSize;
  #cell = null;
  #pixelRatio = 0;
  #timer = null;
  #lentPx = () => 0;
  #settled = null;
  #disposables = new Disposables();

  /**
   * @param {import('../../vendor/xterm.mjs').Terminal} terminal opened inside `frame`, which is inside `stage`.
   * @param {{stage: HTMLElement, frame: HTMLElement, fontPx: number}} where
   * @param {{onOwnSize: (size: object) => void, onLayout: (layout: object) => void}} handlers
   */
  constructor(terminal, { stage, frame, fontPx }, { onOwnSize, onLayout }) {
    this.#terminal = terminal;
    this.#stage = stage;
    this.#frame = frame;
    this.#fontPx = fontPx;
    this.#onOwnSize = onOwnSize;
    this.#onLayout = onLayout;
    this.#ownSize = gridFor(roomOf(this.#stage), this.#baseCell());
    terminal.resize(this.#ownSize.cols, this.#ownSize.rows);
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

  /** Another font, or another size of it: cells are measured anew, and this window may have another grid. */
  restyle(px) {
    this.#fontPx = px;
    this.#cell = null;
    this.#measure();
  }

  setHubSize(size) {
    this.#hubSize = size;
    this.#show();
  }

  setOwner(owner) {
    this.#owner = owner;
    this.#show();
  }

  /** How far somebody enlarges a screen that is another's: its letters are drawn for that. */
  setZoom(scale) {
    if (this.#zoom === scale) return;
    this.#zoom = scale;
    this.#show();
  }

  /** How much of the height is lent to a soft keyboard, now: the grid does not shrink for it. @param {() => number} px */
  lendHeight(px) {
    this.#lentPx = px;
  }

  /** The room for the grid, which may be higher than what is in view of it. */
  get room() {
    const lent = this.#lentPx();
    const room = roomOf(this.#stage);
    if (lent === 0) this.#settled = room;
    return roomWithLent(room, lent, this.#settled);
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
    // A hidden page has no size; nobody looks at it either.
    if (room.width <= 0 || room.height <= 0) return;
    const size = gridFor(room, this.#baseCell());
    const changed = !sameSize(size, this.#ownSize);
    this.#ownSize = size;
    this.#show();
    if (changed) this.#onOwnSize(size);
  }

  #show() {
    const { cols, rows } = this.#hubSize ?? this.#ownSize;
    this.#setGrid(cols, rows);
    this.#stage.classList.toggle('is-letterboxed', !this.#owner);
    if (this.#owner) this.#fill();
    else this.#letterbox(cols, rows);
    this.#onLayout({ size: { cols, rows }, own: this.#ownSize, owner: this.#owner });
  }

  #setGrid(cols, rows) {
    const terminal = this.#terminal;
    if (terminal.cols === cols && terminal.rows === rows) return;
    const narrower = cols < terminal.cols;
    terminal.resize(cols, rows);
    if (narrower) trimLines(terminal);
  }

  #fill() {
    this.#setFont(this.#fontPx);
    this.#frame.style.transform = '';
  }

  /** All of the screen in the middle: first a smaller font, which stays sharp; the rest by a transform. */
  #letterbox(cols, rows) {
    const { room } = this;
    const cell = this.#baseCell();
    const wanted = scaleFor(room, { width: cols * cell.width, height: rows * cell.height });
    this.#setFont(fontFor(this.#fontPx, wanted * this.#zoom));
    const natural = this.#natural();
    const scale = scaleFor(room, natural);
    const [x, y] = [room.width - natural.width * scale, room.height - natural.height * scale].map((left) =>
      Math.round(left / 2),
    );
    this.#frame.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  /** One cell at full size. Browser zoom changes it, and another font. */
  #baseCell() {
    if (this.#cell && this.#pixelRatio === devicePixelRatio) return this.#cell;
    this.#setFont(this.#fontPx);
    const { width, height } = this.#natural();
    this.#cell = { width: width / this.#terminal.cols, height: height / this.#terminal.rows };
    this.#pixelRatio = devicePixelRatio;
    return this.#cell;
  }

  #natural() {
    const screen = this.#terminal.element.querySelector('.xterm-screen');
    return { width: screen.offsetWidth, height: screen.offsetHeight };
  }

  #setFont(px) {
    if (this.#terminal.options.fontSize !== px) this.#terminal.options.fontSize = px;
  }
}

/**
 * Cuts what stands right of the edge. In a buffer without scrollback xterm.js 6.0.0 keeps those cells, so that
 * selections, links and the DOM renderer would still find them. There is no public way to drop them.
 */
function trimLines(terminal) {
  const { buffer } = terminal._core;
  for (let y = 0; y < buffer.lines.length; y += 1)
    buffer.lines.get(y).resize(terminal.cols, buffer.getNullCell());
  terminal.refresh(0, terminal.rows - 1);
}

/** What of the stage is left within its padding. */
export function roomOf(stage) {
  const style = getComputedStyle(stage);
  const sum = (...names) => names.reduce((total, name) => total + Number.parseFloat(style[name]), 0);
  return {
    width: stage.clientWidth - sum('paddingLeft', 'paddingRight'),
    height: stage.clientHeight - sum('paddingTop', 'paddingBottom'),
  };
}
