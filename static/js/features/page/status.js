/** The connection's state over the terminal: a pill while it is lost, a card when the terminal has ended. */
import { el, setText } from '../../lib/dom.js';
import { TEXT } from './status-text.js';

const TICK_MS = 250;
const QUIET_MS = 400;

export class Status {
  #stage;
  #live;
  #pill;
  #pillText;
  #retry;
  #card = null;
  #timer = null;

  /**
   * @param {{stage: HTMLElement, layer: HTMLElement, live: HTMLElement}} where `layer` lies over the stage,
   *   `live` is the live region.
   * @param {{onRetry: () => void}} handlers
   */
  constructor({ stage, layer, live }, { onRetry }) {
    this.#stage = stage;
    this.#live = live;
    this.#pillText = el('span');
    this.#retry = el('button', {
      class: 'pill-button',
      type: 'button',
      text: TEXT.retry,
      on: { click: onRetry },
    });
    this.#pill = el(
      'div',
      { class: 'pill', hidden: true },
      el('span', { class: 'spinner', 'aria-hidden': true }),
      this.#pillText,
      this.#retry,
    );
    layer.append(this.#pill);
  }

  /** For screen readers only. */
  say(text) {
    setText(this.#live, text);
  }

  /**
   * @param {{first: boolean}} when `first`: the page has just started. A fast connection then shows nothing.
   */
  connecting({ first }) {
    this.#clear();
    this.#dim(!first);
    const show = () => this.#note(first ? TEXT.connecting : TEXT.reconnecting, { canRetry: true });
    if (first) this.#timer = setTimeout(show, QUIET_MS);
    else show();
  }

  waiting(until) {
    this.#clear();
    this.#dim(true);
    this.say(TEXT.lost);
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      this.#note(seconds > 0 ? TEXT.reconnectingIn(seconds) : TEXT.reconnecting, { canRetry: true });
    };
    tick();
    this.#timer = setInterval(tick, TICK_MS);
  }

  /** Connected, but tmux does not answer. */
  stalled(text) {
    this.#clear();
    this.#dim(true);
    this.say(text);
    this.#note(text, { canRetry: false });
  }

  liveAgain({ first }) {
    this.#clear();
    this.#dim(false);
    this.say(first ? TEXT.connected : TEXT.connectedAgain);
  }

  /** Shows the card of `end-card.js` until the state changes. */
  end(card) {
    this.#clear();
    this.#dim(true);
    this.#card = card;
    this.#pill.after(card);
  }

  #note(text, { canRetry }) {
    setText(this.#pillText, text);
    this.#retry.hidden = !canRetry;
    this.#pill.hidden = false;
  }

  #dim(dimmed) {
    this.#stage.classList.toggle('is-dimmed', dimmed);
  }

  #clear() {
    // There is one timer at a time. `clearInterval` also clears timeouts.
    clearInterval(this.#timer);
    this.#pill.hidden = true;
    this.#card?.remove();
    this.#card = null;
  }
}
