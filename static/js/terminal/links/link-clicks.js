/** Handles clicks on links before xterm.js, which would report them to tmux too if tmux uses the mouse. */

/** @import { Disposables } from '../../lib/disposables.js' */

/** How to open a link, as text for users. @param {boolean} mac */
export const opens = (mac) => (mac ? '⌘+click' : 'Ctrl+click');

/**
 * Whether a press with these keys is for a link. Programs never get one with Shift.
 * @param {MouseEvent} event
 * @param {boolean} mac
 */
export const meansLink = (event, mac) =>
  event.button === 0 && (event.shiftKey || (mac ? event.metaKey : event.ctrlKey));

/**
 * @typedef {object} Link
 * @property {string} text its description.
 * @property {(event: MouseEvent) => void} open
 */

/** xterm.js calls this for a click: a click alone opens no link, and features/touch/taps.js handles a tap. */
export const activate = () => {};

export class LinkClicks {
  #onHover;
  #mac;
  /** @type {Link|null} */
  #hovered = null;
  /** @type {Link|null} */
  #pressed = null;

  /**
   * @param {HTMLElement} frame around the terminal.
   * @param {Disposables} disposables
   * @param {{mac: boolean, onHover: (link: {text: string, x: number, y: number}|null) => void}} options
   */
  constructor(frame, disposables, { mac, onHover }) {
    this.#mac = mac;
    this.#onHover = onHover;
    /** @param {string} type @param {(event: MouseEvent) => void} listener */
    const on = (type, listener) => disposables.listen(frame, type, listener, true);
    on('mousedown', (event) => this.#press(event));
    on('mouseup', (event) => this.#release(event));
  }

  /** The pointer is over a link. @param {MouseEvent} event @param {Link} link */
  hover(event, link) {
    this.#hovered = link;
    // A drag selects text.
    if (!event.buttons) this.#onHover({ text: link.text, x: event.clientX, y: event.clientY });
  }

  /** The pointer left the link. */
  leave() {
    this.#hovered = null;
    this.#onHover(null);
  }

  /** @param {MouseEvent} event */
  #press(event) {
    this.#pressed = this.#hovered !== null && meansLink(event, this.#mac) ? this.#hovered : null;
    if (this.#pressed !== null) stop(event);
  }

  /** @param {MouseEvent} event */
  #release(event) {
    const link = this.#pressed;
    if (link === null) return;
    this.#pressed = null;
    stop(event);
    if (link === this.#hovered) link.open(event);
  }
}

/** Stops the event, so that xterm.js and tmux do not get it. @param {MouseEvent} event */
function stop(event) {
  event.preventDefault();
  event.stopPropagation();
}
