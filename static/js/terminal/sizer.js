/** Keeps the grid at the hub's size and finds how to show it in this window. */
import { Disposables } from '../util/disposables.js';
import { fontFor, gridFor, sameSize, scaleFor } from './geometry.js';

const SETTLE_MS = 50;

export class Sizer {
  #terminal;
  #stage;
  #frame;
  #fontPx;
  #onOwnSize;
  #onLayout;
  #owner = true;
  #hubSize = null;
  #ownSize;
  #cell = null;
  #pixelRatio = 0;
  #timer = null;
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
    this.#ownSize = gridFor(this.#room(), this.#baseCell());
    terminal.resize(this.#ownSize.cols, this.#ownSize.rows);
    this.#disposables.observeSize(stage, () => this.#plan());
    this.#disposables.add(() => clearTimeout(this.#timer));
    this.#show();
  }

  get ownSize() {
    return this.#ownSize;
  }

  setHubSize(size) {
    this.#hubSize = size;
    this.#show();
  }

  setOwner(owner) {
    this.#owner = owner;
    this.#show();
  }

  dispose() {
    this.#disposables.dispose();
  }

  #plan() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#measure(), SETTLE_MS);
  }

  #measure() {
    const room = this.#room();
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
    if (this.#terminal.cols !== cols || this.#terminal.rows !== rows) this.#terminal.resize(cols, rows);
    const scale = this.#owner ? 1 : this.#shrink(cols, rows);
    if (this.#owner) this.#setFont(this.#fontPx);
    this.#frame.style.transform = scale < 1 ? `scale(${scale})` : '';
    this.#stage.classList.toggle('is-letterboxed', !this.#owner);
    this.#onLayout({ size: { cols, rows }, own: this.#ownSize, owner: this.#owner });
  }

  /** First a smaller font, which stays sharp; what that leaves over, a transform. */
  #shrink(cols, rows) {
    const room = this.#room();
    const cell = this.#baseCell();
    const scale = scaleFor(room, { width: cols * cell.width, height: rows * cell.height });
    this.#setFont(fontFor(this.#fontPx, scale));
    return scaleFor(room, this.#natural());
  }

  #room() {
    const style = getComputedStyle(this.#stage);
    const sum = (...names) => names.reduce((total, name) => total + Number.parseFloat(style[name]), 0);
    return {
      width: this.#stage.clientWidth - sum('paddingLeft', 'paddingRight'),
      height: this.#stage.clientHeight - sum('paddingTop', 'paddingBottom'),
    };
  }

  /** One cell at full size. Browser zoom changes it, and nothing else does. */
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
