/** The part of the terminal for touch screens: fingers as a mouse, its text, soft keyboards. */
import { Disposables } from '../../lib/disposables.js';
import { need } from '../../lib/dom.js';
import { linkAt, partOf } from '../links/addresses.js';
import { charactersOf, textOf } from '../render/cells.js';
import { scaleFor } from '../geometry.js';

/** @import { OpenTerminal } from '../screen.js' */

const NEAR_ROWS = 2;

/**
 * @typedef {object} TouchParts
 * @property {import('../sizer.js').Sizer} sizer
 * @property {() => OpenTerminal} now the terminal that has the keyboard.
 * @property {(place: {x: number, y: number}) => OpenTerminal} [at] the one under a finger.
 * @property {() => import('./soft-input.js').SoftInput|null} soft of the terminal that has the keyboard.
 */

export class TouchTerminal {
  #parts;
  #disposables = new Disposables();

  /** @param {TouchParts} parts */
  constructor(parts) {
    this.#parts = parts;
  }

  dispose() {
    this.#disposables.dispose();
  }

  /** Whether the program, or tmux, uses the mouse. */
  get wantsMouse() {
    return this.#terminal.modes.mouseTrackingMode !== 'none';
  }

  /**
   * What scrolls the rows under a finger, down by so many; null if they do not scroll.
   * @param {{x: number, y: number}} _at
   * @returns {((rows: number) => void)|null}
   */
  scrollAt(_at) {
    return null;
  }

  /** Whether the view follows the cursor. */
  get showsCursor() {
    return true;
  }

  get applicationCursor() {
    return this.#terminal.modes.applicationCursorKeysMode;
  }

  /** See `textOf`. */
  get text() {
    return textOf(this.#terminal);
  }

  /** Applies modifiers to the next key. @param {import('./soft-input.js').StickyKeys} sticky */
  holdKeys(sticky) {
    this.#parts.soft()?.holdKeys(sticky);
  }

  /** Types text, after text that is still composed. @param {string} text */
  type(text) {
    this.#parts.soft()?.flush();
    this.#terminal.input(text, true);
  }

  /** Types text that is still composed. */
  flush() {
    this.#parts.soft()?.flush();
  }

  get hasFocus() {
    return document.activeElement === this.#terminal.textarea;
  }

  blur() {
    this.#terminal.blur();
  }

  get cols() {
    return this.#terminal.cols;
  }

  get rows() {
    return this.#terminal.rows;
  }

  /**
   * Whether the focus opens a soft keyboard: only if the user asked for it.
   * @param {boolean} opens
   */
  wantKeyboard(opens) {
    this.#terminal.textarea.inputMode = opens ? 'text' : 'none';
  }

  /**
   * Whether a place of the window is on the row of the cursor, or close to it.
   * @param {{y: number}} options
   */
  isNearCursor({ y }) {
    const row = this.rowPx;
    const middle =
      screenOf(this.#terminal).getBoundingClientRect().top +
      (this.#terminal.buffer.active.cursorY + 0.5) * row;
    return Math.abs(y - middle) <= NEAR_ROWS * row;
  }

  /** The height of a row as it is shown, in CSS pixels. */
  get rowPx() {
    return screenOf(this.#terminal).getBoundingClientRect().height / this.#terminal.rows;
  }

  /**
   * Turns the wheel by one step, up (-1) or down (1), with the pointer at this place.
   * @param {number} way
   * @param {{x: number, y: number}} at
   */
  wheel(way, at) {
    const screen = screenOf(this.#at(at));
    screen.dispatchEvent(
      new WheelEvent('wheel', {
        ...placeIn(screen, at),
        bubbles: true,
        cancelable: true,
        deltaMode: WheelEvent.DOM_DELTA_LINE,
        deltaY: way,
      }),
    );
  }

  /**
   * The address or path under a finger, see `linkAt`; also the address of an OSC 8 link.
   * @param {{x: number, y: number}} options
   */
  linkUnder({ x, y }) {
    const terminal = this.#at({ x, y });
    const { left, top, width, height } = screenOf(terminal).getBoundingClientRect();
    const {
      cols,
      rows,
      buffer: { active },
    } = terminal;
    const place = { x: Math.floor(((x - left) / width) * cols), y: Math.floor(((y - top) / height) * rows) };
    if (place.x < 0 || place.y < 0 || place.x >= cols || place.y >= rows) return null;
    const address = hiddenAddress(terminal, active.getLine(active.viewportY + place.y)?.getCell(place.x));
    if (address) return { address };
    const part = partOf(charactersOf(terminal), place);
    return linkAt(part.rows, part.row, part.offset);
  }

  /** A click, for programs that use the mouse. @param {{x: number, y: number}} at */
  click(at) {
    const screen = screenOf(this.#at(at));
    const place = { ...placeIn(screen, at), bubbles: true, cancelable: true, view: window };
    /** @param {string} type @param {number} buttons */
    const send = (type, buttons) => screen.dispatchEvent(new MouseEvent(type, { ...place, buttons }));
    send('mousemove', 0);
    send('mousedown', 1);
    send('mouseup', 0);
    // The finger left: nothing is hovered.
    send('mouseleave', 0);
  }

  /** Calls back when the cursor moved. @param {() => void} listener */
  onCursor(listener) {
    this.#disposables.own(this.#terminal.onCursorMove(listener));
  }

  /** Sharp letters for a view of this scale. @param {number} scale */
  setZoom(scale) {
    this.#parts.sizer.setZoom(scale);
  }

  /**
   * The grid keeps its size while a soft keyboard covers so much of the height; see `Sizer`.
   * @param {() => number} px
   */
  coverHeight(px) {
    this.#parts.sizer.coverHeight(px);
  }

  /** The covered height changed: the grid adapts if it must. */
  measure() {
    this.#parts.sizer.plan();
  }

  /** The size of the whole screen without a scale. */
  get natural() {
    const { offsetWidth: width, offsetHeight: height } = screenOf(this.#terminal);
    return { width, height };
  }

  /**
   * The box of the whole screen, and its font; see `Sizer`.
   * @param {boolean} owner fills the room from the top.
   */
  picture(owner) {
    const { room } = this.#parts.sizer;
    const { width, height } = this.natural;
    const scale = owner ? 1 : scaleFor(room, { width, height });
    const [shownWidth, shownHeight] = [width * scale, height * scale];
    return {
      x: (room.width - shownWidth) / 2,
      y: owner ? 0 : (room.height - shownHeight) / 2,
      width: shownWidth,
      height: shownHeight,
      fontPx: Number(this.#terminal.options.fontSize) * scale,
    };
  }

  /**
   * The box of the cursor and of `more` rows below it, within `picture`.
   * @param {{x: number, y: number, width: number, height: number}} options
   * @param {number} [more]
   */
  cursorBox({ x, y, width, height }, more = 0) {
    const {
      cols,
      rows,
      buffer: { active },
    } = this.#terminal;
    const [cell, row] = [width / cols, height / rows];
    const last = Math.min(rows, active.cursorY + 1 + more);
    return {
      x: x + active.cursorX * cell,
      y: y + active.cursorY * row,
      width: cell,
      height: (last - active.cursorY) * row,
    };
  }

  get #terminal() {
    return this.#parts.now();
  }

  /** @param {{x: number, y: number}} place */
  #at(place) {
    return this.#parts.at?.(place) ?? this.#terminal;
  }
}

/** @param {OpenTerminal} terminal */
const screenOf = ({ element }) => need('.xterm-screen', element);

/**
 * A place for an event: xterm.js counts cells without the scale.
 * @param {HTMLElement} screen
 * @param {{x: number, y: number}} place
 */
function placeIn(screen, { x, y }) {
  const { left, top, width } = screen.getBoundingClientRect();
  const scale = width / screen.offsetWidth;
  return { clientX: left + (x - left) / scale, clientY: top + (y - top) / scale };
}

/**
 * The address behind a cell. xterm.js 6.0.0 has no public way to ask for it.
 * @param {OpenTerminal} terminal
 * @param {any} cell
 */
function hiddenAddress(terminal, cell) {
  const id = cell?.extended?.urlId;
  return id ? /** @type {any} */ (terminal)._core._oscLinkService?.getLinkData(id)?.uri : undefined;
}
