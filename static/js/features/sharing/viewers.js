/** The other viewers: initials in the bar, and a list of all below it. Also whose size the terminal has. */
import { el, need, setText } from '../../lib/dom.js';
import { size as sizeText } from '../../lib/format.js';
import { about, initials, personName, shownPeople, sizedBy, tintOf, viewing } from './viewer-names.js';
import { needStyle } from '../../lib/load-style.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './sharing-text.js';

/** No tmux client besides WebMux; as the event `terminals`. */
const NO_CLIENTS = { count: 0, terminals: [], window: null, fits: true };

/** @param {import('../../pages/page-contract.js').Page} page */
export function installViewers(page) {
  new Viewers(page);
}

class Viewers {
  #page;
  #button = need('#viewers');
  #sized = need('#sized');
  #presence = { viewers: 1, people: [] };
  #clients = NO_CLIENTS;
  #session = null;
  #isToAnnounce = false;

  constructor(page) {
    this.#page = page;
    this.#button.addEventListener('click', () => this.#open());
    needStyle('features/sharing/viewers.css').then(() => {
      page.events.on('presence', ({ viewers, people = [] }) =>
        this.#show({ viewers, people }, this.#clients),
      );
      page.events.on('terminals', (clients) => this.#onClients(clients));
    });
  }

  /** Terminals that came after the page are not announced: their users know of the page. */
  #onClients(clients) {
    const id = this.#page.session?.id ?? null;
    if (id !== this.#session) this.#isToAnnounce = clients.count > 0;
    this.#session = id;
    this.#show(this.#presence, clients);
  }

  /** tmux resizes the window some time after the page was attached, and the owner of the size may change. */
  #announce() {
    const { people } = this.#presence;
    const { count, fits, terminals } = this.#clients;
    if (!this.#isToAnnounce || count === 0 || !fits || !people.some(({ me, owner }) => me && owner)) return;
    this.#isToAnnounce = false;
    toast(TEXT.alsoInTerminal(sizeText(terminals[0])));
  }

  #show(presence, clients) {
    this.#presence = presence;
    this.#clients = clients;
    const { shown, more } = shownPeople(presence);
    const rest = more + clients.count;
    this.#button.hidden = presence.viewers < 2 && clients.count === 0;
    this.#button.title = viewing(presence.viewers, clients.count);
    this.#button.replaceChildren(
      ...shown.map(disc),
      ...(rest > 0 ? [el('span', { class: 'initials-more', text: `+${rest}` })] : []),
      el('span', { class: 'visually-hidden', text: `, ${this.#button.title}` }),
    );
    setText(this.#sized, sizedBy(presence.people) || (clients.fits ? '' : TEXT.sizedByTerminal));
    this.#sized.title = this.#sized.textContent;
    this.#announce();
  }

  async #open() {
    const { openPopover } = await import('../../components/popover.js');
    const { viewers, people } = this.#presence;
    const { count, terminals } = this.#clients;
    const list = el('ul', { class: 'people' }, ...people.map(row), ...terminals.map(terminalRow));
    const rest = viewers - people.length + count - terminals.length;
    if (rest > 0) list.append(el('li', { class: 'person muted', text: TEXT.more(rest) }));
    const panel = el(
      'dialog',
      { class: 'people-panel', open: true, 'aria-label': TEXT.viewers, tabindex: -1 },
      el('h2', { text: TEXT.viewers }),
      list,
    );
    const close = openPopover(this.#button, panel, { onClose: () => this.#page.focus(), returns: false });
    panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Tab') return;
      event.preventDefault();
      close();
    });
    panel.focus();
  }
}

function disc(person) {
  const name = personName(person);
  return el('span', { class: 'initials', 'data-tint': tintOf(name), text: initials(name) });
}

function row(person) {
  const name = personName(person);
  return el(
    'li',
    { class: 'person' },
    el('span', { 'aria-hidden': 'true' }, disc(person)),
    el('span', { class: 'person-name', text: person.me ? TEXT.you(name) : name }),
    el('span', { class: 'muted', text: about(person) }),
  );
}

function terminalRow(size) {
  return el(
    'li',
    { class: 'person' },
    el('span', { 'aria-hidden': 'true' }, el('span', { class: 'initials', text: '›_' })),
    el('span', { class: 'person-name', text: TEXT.terminal }),
    el('span', { class: 'muted', text: TEXT.tmuxClient(sizeText(size)) }),
  );
}
