/**
 * Which part of the screen is in view, and how large. Nothing is resized: a screen sized by another viewer is
 * enlarged and moved by fingers. A screen that a soft keyboard covers in part is moved to its cursor.
 */
import { roomOf } from '../../terminal/sizer.js';
import { WHOLE, revealing, within, zoomed } from '../../lib/zoom.js';

// Sizes of letters.
const LARGEST_PX = 26;
const READABLE_PX = 13;
// When a user opens a session, letters smaller than SMALL_PX are enlarged to OPENED_PX.
const SMALL_PX = 9;
const OPENED_PX = 11;
// The rows below a cursor often belong to its line: the rest of a box, a hint.
const BELOW_ROWS = 3;
const BELOW_PART = 0.3;

export class ZoomPan {
  #touch;
  #stage;
  #frame;
  /** @type {import('../../lib/zoom.js').View} */
  #view = WHOLE;
  #on = false;
  #readable;
  #size = '';
  #moved = false;

  /**
   * @param {import('../../terminal/input/touch.js').TouchTerminal} touch
   * @param {{stage: HTMLElement, frame: HTMLElement, readable?: boolean}} options `readable`: letters that
   *   are too small to read are enlarged at once.
   */
  constructor(touch, { stage, frame, readable = false }) {
    this.#readable = readable;
    this.#touch = touch;
    this.#stage = stage;
    this.#frame = frame;
  }

  /** Whether another viewer has set the size of the screen. */
  get on() {
    return this.#on;
  }

  get enlarged() {
    return this.#on && this.#view.scale > 1.01;
  }

  /** Whether a part of the screen is out of view. */
  get partial() {
    return this.enlarged || this.#picture().height > roomOf(this.#stage).height + 1;
  }

  /**
   * The layout changed: the view stays where it is as far as possible, and shows the cursor.
   * @param {{owner: boolean, size?: {cols: number, rows: number}}} layout
   */
  layout({ owner, size }) {
    const isNew = !owner && this.#size !== (this.#size = size ? `${size.cols}x${size.rows}` : '');
    if (owner) this.#size = '';
    this.#on = !owner;
    if (owner) this.#view = WHOLE;
    if (isNew && this.#readable) this.#enlarge();
    this.reveal();
  }

  /** Whether letters that are too small to read are enlarged at once. If not, the whole screen is shown. */
  set readable(readable) {
    if (readable === this.#readable) return;
    this.#readable = readable;
    this.restart();
  }

  /** Another screen is shown: the part of the one before means nothing there. */
  restart() {
    this.#view = WHOLE;
    if (this.#on) this.#touch.setZoom(1);
    if (this.#on && this.#readable) this.#enlarge();
    this.reveal();
  }

  /** Brings the cursor into view. */
  reveal() {
    this.#moved = false;
    const room = roomOf(this.#stage);
    const picture = this.#picture();
    if (!this.partial || !this.#touch.showsCursor) {
      this.#show(this.#on || this.partial ? this.#view : WHOLE);
      return;
    }
    const row = (picture.height * this.#view.scale) / this.#touch.rows;
    const below = Math.min(BELOW_ROWS, Math.floor((room.height * BELOW_PART) / row));
    this.#show(revealing(this.#view, this.#touch.cursorBox(picture, below), room));
  }

  /** The cursor moved: it stays in view, unless a finger has moved the view. */
  follow() {
    if (!this.#moved && this.partial) this.reveal();
  }

  /** @param {{factor: number, x: number, y: number, dx: number, dy: number}} by of the window. */
  pinch({ factor, x, y, dx, dy }) {
    this.#glide(false);
    this.#moved = true;
    const grown = zoomed(this.#view, factor, this.#inStage({ x, y }), this.#most());
    this.#show({ ...grown, x: grown.x + dx, y: grown.y + dy });
  }

  /** Moves the view. @returns {number} the part of `dy` by which it could not move. */
  pan(dx, dy) {
    if (!this.partial) return dy;
    this.#moved = true;
    const before = this.#view.y;
    this.#glide(false);
    this.#show({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy });
    return dy - (this.#view.y - before);
  }

  /** From the whole screen to readable letters at this place, or back. */
  toggle(at) {
    if (!this.#on) return;
    this.#moved = false;
    const readable = READABLE_PX / this.#picture().fontPx;
    if (!this.enlarged && readable <= 1.01) return;
    this.#glide(true);
    this.#show(this.enlarged ? WHOLE : zoomed(WHOLE, readable, this.#inStage(at), this.#most()));
    this.sharpen();
  }

  /**
   * Shows the whole screen, or enlarges it to the width of the stage or to letters of this size.
   * @param {'whole'|'width'|'full'} view
   * @param {number} fontPx for `full`.
   */
  fit(view, fontPx) {
    const picture = this.#picture();
    const scale = {
      whole: 1,
      width: roomOf(this.#stage).width / picture.width,
      full: fontPx / picture.fontPx,
    }[view];
    this.#show(scale > 1.01 ? zoomed(WHOLE, scale, { x: 0, y: 0 }, this.#most()) : WHOLE);
    this.sharpen();
    this.reveal();
  }

  /** Draws the letters again for the scale of the view. */
  sharpen() {
    this.#touch.setZoom(this.#view.scale);
  }

  /** The whole of a wide screen would be too small to read. */
  #enlarge() {
    const { fontPx } = this.#picture();
    if (this.enlarged || fontPx >= SMALL_PX) return;
    this.#view = zoomed(WHOLE, OPENED_PX / fontPx, { x: 0, y: 0 }, this.#most());
    this.sharpen();
  }

  #most() {
    return Math.max(2, LARGEST_PX / this.#picture().fontPx);
  }

  #show(view) {
    const [picture, room] = [this.#picture(), roomOf(this.#stage)];
    const whole = view.scale <= 1 && picture.height <= room.height + 1;
    this.#view = whole ? WHOLE : within(view, picture, room);
    const { scale, x, y } = this.#view;
    this.#frame.style.translate = whole ? '' : `${x}px ${y}px`;
    this.#frame.style.scale = scale <= 1 ? '' : String(scale);
    this.#stage.classList.toggle('is-enlarged', this.enlarged);
    if (!this.#on) this.#touch.setZoom(1);
  }

  #glide(on) {
    this.#frame.classList.toggle('is-gliding', on);
  }

  #inStage({ x, y }) {
    const { left, top } = this.#stage.getBoundingClientRect();
    const style = getComputedStyle(this.#stage);
    return {
      x: x - left - Number.parseFloat(style.paddingLeft),
      y: y - top - Number.parseFloat(style.paddingTop),
    };
  }

  #picture() {
    return this.#touch.picture(!this.#on);
  }
}
