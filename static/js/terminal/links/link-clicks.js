/** Clicks on links, in front of xterm.js: with tmux's mouse on it would report them to tmux as well. */

/** What a click needs beside it to open a link, for people. */
export const opens = (mac) => (mac ? '⌘+click' : 'Ctrl+click');

/** Whether a press with these keys is meant for a link; Shift keeps it from programs everywhere. */
export const meansLink = (event, mac) =>
  event.button === 0 && (event.shiftKey || (mac ? event.metaKey : event.ctrlKey));

/**
 * @typedef {object} Link
 * @property {string} text what is told of it.
 * @property {(event: MouseEvent) => void} open
 */

/** What xterm.js calls at its own clicks on links: a click alone opens none, and a tap is `features/touch/taps.js`'s. */
export const activate = () => {};

export class LinkClicks {
  #onHover;
  #mac;
  #hovered = null;
  #pressed = null;

  /** @param {HTMLElement} frame around the terminal. @param {(link: {text: string, x: number, y: number}|null) => void} onHover */
  constructor(frame, disposables, { mac, onHover }) {
    this.#mac = mac;
    this.#onHover = onHover;
    const on = (type, listener) => disposables.listen(frame, type, listener, true);
    on('mousedown', (event) => this.#press(event));
    on('mouseup', (event) => this.#release(event));
  }

  /** The pointer is over a link. @param {MouseEvent} event @param {Link} link */
  hover(event, link) {
    this.#hovered = link;
    // Somebody who drags selects.
    if (!event.buttons) this.#onHover({ text: link.text, x: event.clientX, y: event.clientY });
  }

  /** The pointer is over no link any more. */
  leave() {
    this.#hovered = null;
    this.#onHover(null);
  }

  #press(event) {
    this.#pressed = this.#hovered !== null && meansLink(event, this.#mac) ? this.#hovered : null;
    if (this.#pressed !== null) keep(event);
  }

  #release(event) {
    const link = this.#pressed;
    if (link === null) return;
    this.#pressed = null;
    keep(event);
    if (link === this.#hovered) link.open(event);
  }
}

/** From xterm.js, and so from tmux. */
function keep(event) {
  event.preventDefault();
  event.stopPropagation();
}
