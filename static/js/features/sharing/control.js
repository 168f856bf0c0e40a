/** What the reader may do on this page now: look or type, own the size; and which guests ask for as much. */
import { isTouchFirst } from '../../lib/device.js';
import { toast } from '../../components/toast.js';

// After a restart of the server whoever returns first owns the size; who had it before, this lately, takes it back.
const OWNER_RETURNS_MS = 60_000;

export class Seat {
  #page;
  #bar;
  #guests = null;
  #latest = [];
  #readOnly = false;
  #allowed = false;
  #watching;
  #hub = { id: null, owner: false, leftAt: 0 };

  /**
   * @param {import('../../pages/terminal.js').Page} page
   * @param {import('../page/term-bar.js').TermBar} bar
   * @param {{watching: boolean}} options `watching`: read-only until the reader asks to type.
   */
  constructor(page, bar, { watching }) {
    this.#page = page;
    this.#bar = bar;
    this.#watching = watching;
  }

  get readOnly() {
    return this.#readOnly;
  }

  /** The greeting of the server: what one may, and whose size it is. */
  attached({ hub, role, owner }) {
    this.#mayType(role === 'operator');
    this.#page.screen.setOwner(owner === true);
    const returned =
      this.#hub.owner && this.#hub.id !== hub && Date.now() - this.#hub.leftAt < OWNER_RETURNS_MS;
    this.#hub = { id: hub, owner: owner === true, leftAt: 0 };
    // A phone had it perhaps only because nobody else was there.
    if (returned && !owner && !this.#readOnly && !isTouchFirst()) this.takeSize();
  }

  /** The connection is away; the clock of who owned the size runs. */
  away() {
    this.#hub.leftAt ||= Date.now();
  }

  /** Another session comes: who owned the size of this one has no claim there. */
  forget() {
    this.#hub = { id: null, owner: false, leftAt: 0 };
  }

  owns(owner) {
    this.#hub.owner = owner;
    this.#page.screen.setOwner(owner);
  }

  /** The keyboard was lent to us, or taken back. */
  lent(role) {
    this.#mayType(role === 'operator');
    toast(this.#readOnly ? 'Read-only: you cannot type here.' : 'You can type now.');
  }

  /** Who came by a link now. */
  async guests(guests) {
    if (this.#guests === null && guests.length === 0) return;
    this.#latest = guests;
    const { GuestList } = await import('./guests.js');
    this.#guests ??= new GuestList(this.#page.layer, (guest, allowed) => this.#decide(guest, allowed));
    this.#guests.show(this.#latest);
  }

  /** From now on the terminal has the size of this window. */
  async takeSize() {
    const { subscription, screen } = this.#page;
    const taken = subscription.command('take-size');
    subscription.resize(screen.ownSize);
    try {
      await taken;
    } catch (error) {
      toast(error.message, { kind: 'error' });
    }
  }

  /** Types from now on; a guest asks who made the link for the keyboard. */
  async askControl() {
    if (this.#allowed) {
      this.#watching = false;
      this.#mayType(true);
      this.#page.focus();
      return;
    }
    try {
      await this.#page.subscription.command('ask-control');
      this.#bar.asked();
      this.#page.focus();
    } catch (error) {
      toast(error.message, { kind: 'error' });
    }
  }

  async #decide(guest, allowed) {
    try {
      await this.#page.subscription.command(allowed ? 'lend-control' : 'end-control', { guest });
    } catch (error) {
      toast(error.message, { kind: 'error' });
    }
    this.#page.focus();
  }

  #mayType(may) {
    this.#allowed = may;
    this.#readOnly = !may || this.#watching;
    this.#bar.role({ readOnly: this.#readOnly, asks: this.#page.guest ? 'Ask to type' : may && 'Type here' });
    this.#page.events.emit('role', !this.#readOnly);
  }
}
