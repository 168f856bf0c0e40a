/** Input that waits for the connection: a strip over the terminal shows it. */
import { saveInput, takeStoredInput } from '../../net/input-store.js';
import { el, setText, speak } from '../../lib/dom.js';
import { asksForSecret, characterCount, typedParts } from '../clipboard/typed-bytes.js';
import { needStyle } from '../../lib/load-style.js';
import { TEXT } from './page-text.js';

// Connected, and still not confirmed after this time: tmux or the connection is slow.
const LATE_MS = 1_000;
const SHOWN_MAX_CHARS = 300;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPendingInput(page) {
  const strip = new Strip(page);
  page.events.on('input', () => strip.update());
  page.events.on('state', () => strip.update());
  window.addEventListener('pagehide', () => saveInput(page.subscription));
  // A page that the Back button shows again still has its input: what was stored would be sent twice.
  window.addEventListener(
    'pageshow',
    ({ persisted }) => persisted && takeStoredInput(page.subscription.sessionName),
  );
}

/** The text of the cursor's row, up to the cursor. */
export function cursorRow(page) {
  return page.screen.use(
    ({ buffer: { active } }) =>
      active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? '',
  );
}

class Strip {
  #page;
  #count = el('span', { class: 'waiting-count-text' });
  #text = el('span', { class: 'waiting-text' });
  #element = el('div', { class: 'waiting-strip', hidden: true }, this.#count, this.#text);
  #timer = null;
  #secret = false;

  constructor(page) {
    this.#page = page;
    page.layer.append(this.#element);
  }

  update() {
    const { input, state } = this.#page.subscription;
    clearTimeout(this.#timer);
    if (input.unconfirmed === 0) {
      if (!this.#element.hidden) this.#element.hidden = true;
      this.#secret = false;
      return;
    }
    this.#secret ||= asksForSecret(cursorRow(this.#page));
    if (state !== 'live' || !this.#element.hidden) this.#show(input);
    else this.#timer = setTimeout(() => this.#show(this.#page.subscription.input), LATE_MS);
  }

  #show(input) {
    if (input.unconfirmed === 0) return;
    needStyle('features/files/files.css');
    const { bytes } = input;
    const parts = typedParts(bytes, { secret: this.#secret });
    setText(this.#count, TEXT.waiting(characterCount(bytes)));
    this.#text.replaceChildren(
      ...lastOf(parts).map(({ key, text }) => (key ? el('mark', { class: 'paste-key', text }) : text)),
    );
    // Once only: a screen reader speaks each key itself.
    if (this.#element.hidden) speak(TEXT.waitingSpoken);
    this.#element.hidden = false;
  }
}

/** The last parts, at most SHOWN_MAX_CHARS characters. */
function lastOf(parts) {
  const shown = [];
  let room = SHOWN_MAX_CHARS;
  for (const part of [...parts].reverse()) {
    if (room <= 0) break;
    shown.unshift({ ...part, text: part.text.slice(-room) });
    room -= part.text.length;
  }
  return shown;
}
