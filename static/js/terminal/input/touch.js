/** What only touch screens need of the terminal: what it is in the middle of, fingers as a mouse, its text, soft keyboards. */
import { Disposables } from '../../lib/disposables.js';
import { linkAt, partOf } from '../links/addresses.js';
import { charactersOf, textOf } from '../render/cells.js';
import { scaleFor } from '../geometry.js';

const NEAR_ROWS = 2;

export class TouchTerminal {
  #terminal;
  #sizer;
  #soft;
  #disposables = new Disposables();

  /**
   * @param {import('../../../vendor/xterm.mjs').Terminal} terminal
   * @param {{sizer: import('../sizer.js').Sizer, soft: import('./soft-input.js').SoftInput}} parts
   */
  constructor(terminal, { sizer, soft }) {
    this.#terminal = terminal;
    this.#soft = soft;
    this.#sizer = sizer;
  }

  dispose() {
    this.#disposables.dispose();
  }

  /** Whether the program, or tmux, wants to hear of the mouse. */
  get wantsMouse() {
    return this.#terminal.modes.mouseTrackingMode !== 'none';
  }

  get applicationCursor() {
    return this.#terminal.modes.applicationCursorKeysMode;
  }

  /** See `textOf`. */
  get text() {
    return textOf(this.#terminal);
  }

  /** Types what is held for the next key. @param {import('../../features/touch/sticky-keys.js').StickyKeys} sticky */
  holdKeys(sticky) {
    this.#soft.holdKeys(sticky);
  }

  /** Types text, after what is still being composed. */
  type(text) {
    this.#soft.flush();
    this.#terminal.input(text, true);
  }

  /** Has what is still being composed typed. */
  flush() {
    this.#soft.flush();
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

  /** Whether the focus brings up a soft keyboard: only where somebody asked for it. */
  wantKeyboard(wanted) {
    this.#terminal.textarea.inputMode = wanted ? 'text' : 'none';
  }

  /** Whether this place of the window is on the row of the cursor, or as good as. */
  isNearCursor({ y }) {
    const row = this.rowPx;
    const middle =
      this.#screen.getBoundingClientRect().top + (this.#terminal.buffer.active.cursorY + 0.5) * row;
    return Math.abs(y - middle) <= NEAR_ROWS * row;
  }

  /** The height of a row as it is shown, in CSS pixels. */
  get rowPx() {
    return this.#screen.getBoundingClientRect().height / this.#terminal.rows;
  }

  /** Turns the wheel once, up (-1) or down (1), with the finger at this place. */
  wheel(way, at) {
    this.#screen.dispatchEvent(
      new WheelEvent('wheel', {
        ...this.#place(at),
        bubbles: true,
        cancelable: true,
        deltaMode: WheelEvent.DOM_DELTA_LINE,
        deltaY: way,
      }),
    );
  }

  /** The address or path under a finger, see `linkAt`; also an address that a program put behind a text (OSC 8). */
  linkUnder({ x, y }) {
    const { left, top, width, height } = this.#screen.getBoundingClientRect();
    const {
      cols,
      rows,
      buffer: { active },
    } = this.#terminal;
    const place = { x: Math.floor(((x - left) / width) * cols), y: Math.floor(((y - top) / height) * rows) };
    if (place.x < 0 || place.y < 0 || place.x >= cols || place.y >= rows) return null;
    const address = hiddenAddress(
      this.#terminal,
      active.getLine(active.viewportY + place.y).getCell(place.x),
    );
    if (address) return { address };
    const part = partOf(charactersOf(this.#terminal), place);
    return linkAt(part.rows, part.row, part.offset);
  }

  /** A click, for whoever wants the mouse. */
  click(at) {
    const place = { ...this.#place(at), bubbles: true, cancelable: true, view: window };
    const send = (type, buttons) => this.#screen.dispatchEvent(new MouseEvent(type, { ...place, buttons }));
    send('mousemove', 0);
    send('mousedown', 1);
    send('mouseup', 0);
    // The finger is gone: nothing stays under it.
    send('mouseleave', 0);
  }

  /** Calls back when the cursor has moved. */
  onCursor(listener) {
    this.#disposables.own(this.#terminal.onCursorMove(listener));
  }

  /** Sharp letters for a view of this scale. */
  setZoom(scale) {
    this.#sizer.setZoom(scale);
  }

  /** The grid stays as it is while so much of the height is lent; see `Sizer`. @param {() => number} px */
  lendHeight(px) {
    this.#sizer.lendHeight(px);
  }

  /** What is lent has changed: the grid follows where it must. */
  measure() {
    this.#sizer.plan();
  }

  /** Where all of the screen lies, and the font it has there; see `Sizer`. @param {boolean} owner whose screen fills the room from the top. */
  picture(owner) {
    const { room } = this.#sizer;
    const { offsetWidth: width, offsetHeight: height } = this.#screen;
    const scale = owner ? 1 : scaleFor(room, { width, height });
    const [shownWidth, shownHeight] = [width * scale, height * scale];
    return {
      x: (room.width - shownWidth) / 2,
      y: owner ? 0 : (room.height - shownHeight) / 2,
      width: shownWidth,
      height: shownHeight,
      fontPx: this.#terminal.options.fontSize * scale,
    };
  }

  /** The cursor and what of the `more` rows below it there is, as a part of `picture`. */
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

  get #screen() {
    return this.#terminal.element.querySelector('.xterm-screen');
  }

  /** xterm.js counts cells as if nothing were scaled. */
  #place({ x, y }) {
    const { left, top, width } = this.#screen.getBoundingClientRect();
    const scale = width / this.#screen.offsetWidth;
    return { clientX: left + (x - left) / scale, clientY: top + (y - top) / scale };
  }
}

/** The address behind a cell. xterm.js 6.0.0 has no public way to ask for it. */
function hiddenAddress(terminal, cell) {
  const id = cell?.extended?.urlId;
  return id ? terminal._core._oscLinkService?.getLinkData(id)?.uri : undefined;
}
