/** Who looks by a link, for who made it: a request to type is answered here, a keyboard that was lent taken back. */
import { el, need } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { plural } from '../../lib/format.js';
import { needStyle } from '../../lib/load-style.js';

export class GuestList {
  #chip = need('#guests');
  #list;
  #decide;

  /**
   * @param {Element} layer above the terminal, where requests are shown.
   * @param {(guest: string, allowed: boolean) => void} decide lends the keyboard, or takes or keeps it back.
   */
  constructor(layer, decide) {
    this.#list = layer.appendChild(el('ul', { class: 'guest-list', 'aria-label': 'Guests' }));
    this.#decide = decide;
    needStyle('features/sharing/guests.css');
  }

  /** @param {{id: string, address: string, types: boolean, asks: boolean}[]} guests all there are now. */
  show(guests) {
    this.#chip.hidden = guests.length === 0;
    const [count, noun] = plural(guests.length, 'guest').split(' ');
    this.#chip.replaceChildren(icon('person'), count, el('span', { class: 'wide', text: ` ${noun}` }));
    this.#chip.title = `${count} ${noun} with a share link`;
    this.#list.replaceChildren(
      ...guests.filter((guest) => guest.asks || guest.types).map((guest) => this.#row(guest)),
    );
  }

  #row({ id, address, asks }) {
    const button = (text, allowed, primary) =>
      el('button', {
        type: 'button',
        class: `button button-small${primary ? ' button-primary' : ''}`,
        text,
        on: { click: () => this.#decide(id, allowed) },
      });
    const said = asks ? `A guest from ${address} asks to type.` : `A guest from ${address} can type.`;
    const buttons = asks
      ? [button('Allow', true, true), button('Deny', false)]
      : [button('Take back control', false)];
    return el(
      'li',
      { class: 'guest-row', role: asks ? 'alert' : undefined },
      el('span', { text: said }),
      ...buttons,
    );
  }
}
