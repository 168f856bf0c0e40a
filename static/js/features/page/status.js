/** What lies over the terminal while there is no connection: a pill, or a card when it is over. */
import { el, setText } from '../../lib/dom.js';

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
   * @param {{stage: HTMLElement, layer: HTMLElement, live: HTMLElement}} where `layer` lies over the stage, `live` speaks.
   * @param {{onRetry: () => void}} handlers
   */
  constructor({ stage, layer, live }, { onRetry }) {
    this.#stage = stage;
    this.#live = live;
    this.#pillText = el('span');
    this.#retry = el('button', {
      class: 'pill-button',
      type: 'button',
      text: 'Retry now',
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

  /** Speaks to a screen reader, and shows nothing. */
  say(text) {
    setText(this.#live, text);
  }

  /** `first` is the start of the page, where a blink of a note would only disturb. */
  connecting({ first }) {
    this.#clear();
    this.#dim(!first);
    const show = () => this.#note(first ? 'Connecting…' : 'Reconnecting…', { canRetry: true });
    if (first) this.#timer = setTimeout(show, QUIET_MS);
    else show();
  }

  waiting(until) {
    this.#clear();
    this.#dim(true);
    this.say('Connection lost. Reconnecting. What you type is sent afterwards.');
    const tick = () => {
      const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      this.#note(seconds > 0 ? `Reconnecting in ${seconds} s` : 'Reconnecting…', { canRetry: true });
    };
    tick();
    this.#timer = setInterval(tick, TICK_MS);
  }

  /** Connected, but what is behind the connection does not move. */
  stalled(text) {
    this.#clear();
    this.#dim(true);
    this.say(text);
    this.#note(text, { canRetry: false });
  }

  liveAgain({ first }) {
    this.#clear();
    this.#dim(false);
    this.say(first ? 'Connected.' : 'Connected again.');
  }

  /** It is over: a card says so, see `features/page/end-card.js`, until something begins again. */
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
    // One timer at a time, of either kind: browsers clear both alike.
    clearInterval(this.#timer);
    this.#pill.hidden = true;
    this.#card?.remove();
    this.#card = null;
  }
}
