/** What the user may do on this page: view or type, own the size, and answer guests who ask to type. */
import { isTouchFirst } from '../../lib/device.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './control-text.js';

// After a restart of the server, the first page that returns owns the size. If the owner of before returns
// within this time, it takes the size back.
const OWNER_RETURNS_MS = 60_000;

export class Control {
  #page;
  #bar;
  #guestList = null;
  #guests = [];
  #readOnly = false;
  #allowed = false;
  #viewsOnly;
  #hub = { id: null, owner: false, leftAt: 0 };

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {import('../page/term-bar.js').TermBar} bar
   * @param {{viewsOnly: boolean}} options `viewsOnly`: read-only until the user asks to type.
   */
  constructor(page, bar, { viewsOnly }) {
    this.#page = page;
    this.#bar = bar;
    this.#viewsOnly = viewsOnly;
  }

  get readOnly() {
    return this.#readOnly;
  }

  /** The server attached this page, with this role. */
  attached({ hub, role, owner }) {
    this.#mayType(role === 'operator');
    this.#page.screen.setOwner(owner === true);
    const wasOwner =
      this.#hub.owner && this.#hub.id !== hub && Date.now() - this.#hub.leftAt < OWNER_RETURNS_MS;
    this.#hub = { id: hub, owner: owner === true, leftAt: 0 };
    // A phone may have owned the size only because no other page was open.
    if (wasOwner && !owner && !this.#readOnly && !isTouchFirst()) this.takeSize();
  }

  /** The connection ended. */
  disconnected() {
    this.#hub.leftAt ||= Date.now();
  }

  /** Another session opens: its size has another owner. */
  sessionLeft() {
    this.#hub = { id: null, owner: false, leftAt: 0 };
  }

  setOwner(owner) {
    this.#hub.owner = owner;
    this.#page.screen.setOwner(owner);
  }

  /** This guest got control, or lost it. */
  roleChanged(role) {
    this.#mayType(role === 'operator');
    toast(this.#readOnly ? TEXT.readOnly : TEXT.canType);
  }

  /** @param {object[]} guests all guests of the session, see `GuestList`. */
  async showGuests(guests) {
    if (this.#guestList === null && guests.length === 0) return;
    this.#guests = guests;
    const { GuestList } = await import('./guests.js');
    this.#guestList ??= new GuestList(this.#page.layer, (guest, allowed) => this.#decide(guest, allowed));
    await this.#guestList.ready;
    this.#guestList.show(this.#guests); // the newest list; it may have changed meanwhile
  }

  /** Gives the terminal the size of this window. */
  async takeSize() {
    const { subscription, screen } = this.#page;
    const done = this.#command('take-size');
    subscription.resize(screen.ownSize);
    await done;
  }

  /** Ends view only; a guest asks the user who shares for control. */
  async askControl() {
    if (this.#allowed) {
      this.#viewsOnly = false;
      this.#mayType(true);
      this.#page.focus();
      return;
    }
    if (!(await this.#command('ask-control'))) return;
    this.#bar.asked();
    this.#page.focus();
  }

  async #decide(guest, allowed) {
    await this.#command(allowed ? 'lend-control' : 'end-control', { guest });
    this.#page.focus();
  }

  /**
   * Not with `attempt`, which would load dialogs before the prompt.
   * @returns {Promise<boolean>} whether it succeeded.
   */
  async #command(name, args) {
    try {
      await this.#page.subscription.command(name, args);
      return true;
    } catch (error) {
      toast(error.message, { kind: 'error' });
      return false;
    }
  }

  #mayType(may) {
    this.#allowed = may;
    this.#readOnly = !may || this.#viewsOnly;
    this.#bar.role({
      readOnly: this.#readOnly,
      asks: this.#page.guest ? TEXT.askToType : may && TEXT.typeHere,
    });
    this.#page.events.emit('role', !this.#readOnly);
  }
}
