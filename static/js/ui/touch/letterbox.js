/** A screen in the size of somebody else: first all of it, then enlarged and moved by fingers. Nothing is resized. */
import { roomOf } from '../../terminal/sizer.js';
import { WHOLE, revealing, within, zoomed } from '../../util/zoom.js';

const LARGEST_PX = 26;
const READABLE_PX = 13;

export class Letterbox {
  #touch;
  #stage;
  #frame;
  #view = WHOLE;
  #on = false;

  /** @param {import('../../terminal/touch.js').TouchTerminal} touch @param {{stage: HTMLElement, frame: HTMLElement}} where */
  constructor(touch, { stage, frame }) {
    this.#touch = touch;
    this.#stage = stage;
    this.#frame = frame;
  }

  /** Whether the size is somebody else's. */
  get on() {
    return this.#on;
  }

  get enlarged() {
    return this.#on && this.#view.scale > 1.01;
  }

  /** The layout changed: the view stays where it is, as far as there is something to see, and shows the cursor. */
  layout({ owner }) {
    this.#on = !owner;
    if (owner) this.#show(WHOLE);
    else this.reveal();
  }

  /** Brings the row of the cursor into view. */
  reveal() {
    if (!this.enlarged) {
      this.#show(this.#on ? this.#view : WHOLE);
      return;
    }
    const picture = this.#picture();
    this.#show(revealing(this.#view, this.#touch.cursorBox(picture), roomOf(this.#stage)));
  }

  /** @param {{factor: number, x: number, y: number, dx: number, dy: number}} by of the window. */
  pinch({ factor, x, y, dx, dy }) {
    this.#still(false);
    const grown = zoomed(this.#view, factor, this.#inStage({ x, y }), this.#most());
    this.#show({ ...grown, x: grown.x + dx, y: grown.y + dy });
  }

  /** Moves what is seen. @returns {number} what of `dy` it could not move. */
  pan(dx, dy) {
    if (!this.#on) return dy;
    const before = this.#view.y;
    this.#still(false);
    this.#show({ ...this.#view, x: this.#view.x + dx, y: this.#view.y + dy });
    return dy - (this.#view.y - before);
  }

  /** From all of it to letters one can read, at this place, or back. */
  toggle(at) {
    if (!this.#on) return;
    const readable = READABLE_PX / this.#picture().fontPx;
    if (!this.enlarged && readable <= 1.01) return;
    this.#still(true);
    this.#show(this.enlarged ? WHOLE : zoomed(WHOLE, readable, this.#inStage(at), this.#most()));
    this.sharpen();
  }

  /** All of it, or enlarged to the width there is, or to letters of this size, with the cursor in view. */
  fit(way, fontPx) {
    const picture = this.#picture();
    const scale = { whole: 1, width: roomOf(this.#stage).width / picture.width, full: fontPx / picture.fontPx }[way];
    this.#show(scale > 1.01 ? zoomed(WHOLE, scale, { x: 0, y: 0 }, this.#most()) : WHOLE);
    this.sharpen();
    this.reveal();
  }

  /** The fingers are gone: letters are drawn for the scale they are shown in. */
  sharpen() {
    this.#touch.setZoom(this.#view.scale);
  }

  #most() {
    return Math.max(2, LARGEST_PX / this.#picture().fontPx);
  }

  #show(view) {
    const whole = view.scale <= 1;
    this.#view = whole ? WHOLE : within(view, this.#picture(), roomOf(this.#stage));
    const { scale, x, y } = this.#view;
    this.#frame.style.translate = whole ? '' : `${x}px ${y}px`;
    this.#frame.style.scale = whole ? '' : String(scale);
    this.#stage.classList.toggle('is-enlarged', this.enlarged);
    if (!this.#on) this.#touch.setZoom(1);
  }

  #still(moving) {
    this.#frame.classList.toggle('is-gliding', moving);
  }

  #inStage({ x, y }) {
    const { left, top } = this.#stage.getBoundingClientRect();
    const style = getComputedStyle(this.#stage);
    return { x: x - left - Number.parseFloat(style.paddingLeft), y: y - top - Number.parseFloat(style.paddingTop) };
  }

  #picture() {
    return this.#touch.picture(roomOf(this.#stage));
  }
}
