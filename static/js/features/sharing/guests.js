/** The guests, for the user who shares: answers their requests to type, and takes control back. */
import { el, need } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { plural } from '../../lib/format.js';
import { needStyle } from '../../lib/load-style.js';
import { textButton } from '../../components/controls.js';
import { TEXT } from './sharing-text.js';

export class GuestList {
  #chip = need('#guests');
  #list;
  #decide;

  /**
   * @param {Element} layer lies over the terminal; requests appear there.
   * @param {(guest: string, allowed: boolean) => void} decide gives control to a guest, or denies or ends it.
   */
  constructor(layer, decide) {
    this.#list = layer.appendChild(el('ul', { class: 'guest-list', 'aria-label': TEXT.guests }));
    this.#decide = decide;
    /** Settles when its style is there. Call `show` after that: before, it would be wider than a phone. */
    this.ready = needStyle('features/sharing/guests.css');
  }

  /**
   * @param {{id: string, address: string, types: boolean, asks: boolean}[]} guests all guests of the session.
   */
  show(guests) {
    this.#chip.hidden = guests.length === 0;
    const [count, noun] = plural(guests.length, 'guest').split(' ');
    this.#chip.replaceChildren(icon('person'), count, el('span', { class: 'wide', text: ` ${noun}` }));
    this.#chip.title = TEXT.guestsByLink(`${count} ${noun}`);
    this.#list.replaceChildren(
      ...guests.filter((guest) => guest.asks || guest.types).map((guest) => this.#row(guest)),
    );
  }

  #row({ id, address, asks }) {
    const button = (text, allowed, attributes = {}) =>
      textButton(text, () => this.#decide(id, allowed), attributes);
    const primary = { class: 'button button-small button-primary' };
    return el(
      'li',
      { class: 'guest-row', role: asks ? 'alert' : undefined },
      el('span', { text: asks ? TEXT.asksToType(address) : TEXT.typesNow(address) }),
      ...(asks
        ? [button(TEXT.allow, true, primary), button(TEXT.deny, false)]
        : [button(TEXT.takeBack, false)]),
    );
  }
}
