/** A strip over the terminal: the command that ran in a pane before tmux ended, to type it or forget it. */
import { el, setText } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { lateButton } from '../../components/controls.js';
import { gridOf } from '../../terminal/grid.js';
import { TEXT } from './restore-text.js';

const pathOf = (pane) => `/api/panes/${encodeURIComponent(pane)}/offer`;

/** @typedef {{pane: string, window_id: string, command: string, active: boolean, ready: boolean}} Offer */

/**
 * The offer to show for a window: that of its active pane, or the first of another one.
 * @param {Offer[]} offers
 * @param {string|null} windowId
 * @testonly
 */
export function offerOf(offers, windowId) {
  const ready = offers.filter(({ window_id: id, ready: waits }) => id === windowId && waits);
  return ready.find(({ active }) => active) ?? ready[0];
}

/** It never takes the focus, and stays in the half of the terminal where the cursor is not. */
export class CommandStrip {
  #page;
  #windowId = null;
  /** @type {Offer|undefined} */
  #offer;
  #asked = 0;
  #frame = 0;
  #command = el('code');
  #where = el('span');
  #words = el('p', {}, this.#command, ' ', this.#where);
  #element = el('section', { class: 'command-strip', 'aria-label': TEXT.strip, hidden: true });

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
    needStyle('features/restore/restore.css');
    page.layer.append(this.#element);
    page.screen.extend((terminal, disposables) => {
      disposables.own(terminal.onCursorMove(() => this.#placeSoon()));
      disposables.own(terminal.onResize(() => this.#placeSoon()));
    });
  }

  /** Shows the offer of this window, and none for null. @param {string|null} windowId */
  async show(windowId) {
    this.#windowId = windowId;
    const asked = (this.#asked += 1);
    const offer = windowId === null ? undefined : await this.#load();
    if (asked === this.#asked) this.#draw(offer);
  }

  /** The strip needs no message if it cannot be loaded: the next change of the windows tries again. */
  async #load() {
    const { session } = this.#page;
    if (!session) return undefined;
    const path = `/api/sessions/${encodeURIComponent(session.id)}/offers`;
    const { offers } = await this.#page.api.ask('GET', path).catch(() => ({ offers: [] }));
    return offerOf(offers, this.#windowId);
  }

  /** @param {Offer|undefined} offer */
  #draw(offer) {
    const same = offer?.pane === this.#offer?.pane && offer?.command === this.#offer?.command;
    this.#offer = offer;
    this.#element.hidden = !offer;
    if (!offer) return;
    setText(this.#where, offer.active ? TEXT.ran : TEXT.ranElsewhere);
    if (same) return;
    setText(this.#command, offer.command);
    this.#words.title = offer.command;
    this.#element.replaceChildren(
      this.#words,
      lateButton({ label: TEXT.type, primary: true, run: () => this.#end(() => this.#type(offer)) }),
      lateButton({ label: TEXT.drop, run: () => this.#end(() => this.#ask('DELETE', offer)) }),
    );
    this.#place();
    this.#page.say(TEXT.spoken(offer.command));
  }

  async #type(offer) {
    if (!offer.active) {
      const path = `/api/windows/${encodeURIComponent(offer.window_id)}/select-pane`;
      await this.#page.api.ask('POST', path, { pane: offer.pane });
    }
    await this.#ask('POST', offer);
    this.#page.say(TEXT.typed(offer.command));
  }

  #ask(method, offer) {
    return this.#page.api.ask(method, pathOf(offer.pane));
  }

  /** Does what a button says, and shows the next offer, also after a failure: another page may be faster. */
  async #end(work) {
    this.#element.hidden = true;
    this.#page.focus();
    await attempt(work);
    await this.show(this.#windowId);
  }

  #placeSoon() {
    if (this.#element.hidden || this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#place();
    });
  }

  #place() {
    const { top, rowPx, cursor: at } = this.#page.screen.use(gridOf);
    const layer = this.#page.layer.getBoundingClientRect();
    const cursor = top + rowPx * (at.y + 0.5);
    this.#element.classList.toggle('is-top', cursor > layer.top + layer.height / 2);
  }
}
