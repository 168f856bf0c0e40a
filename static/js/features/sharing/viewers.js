/** Who else looks: initials in the bar, all of them in a list below it; and whose size it is. */
import { el, need, setText } from '../../lib/dom.js';
import { size as sizeText } from '../../lib/figures.js';
import { about, initials, personName, shownPeople, sizedBy, tintOf, viewing } from './viewer-names.js';
import { needStyle } from '../../lib/load-style.js';
import { toast } from '../../components/toast.js';

const NOBODY = { count: 0, terminals: [], window: null, fits: true };

/** @param {import('../../pages/terminal.js').Page} page */
export function installViewers(page) {
  new Viewers(page);
}

class Viewers {
  #page;
  #button = need('#viewers');
  #sized = need('#sized');
  #told = { viewers: 1, people: [] };
  #beside = NOBODY;
  #arrivedIn = null;

  constructor(page) {
    this.#page = page;
    this.#button.addEventListener('click', () => this.#open());
    needStyle('components/overlays.css').then(() => {
      page.events.on('presence', ({ viewers, people = [] }) => this.#show({ viewers, people }, this.#beside));
      page.events.on('terminals', (beside) => this.#terminals(beside));
    });
  }

  #terminals(beside) {
    this.#show(this.#told, beside);
    const { session } = this.#page;
    const isArrival = session !== null && this.#arrivedIn !== session.id;
    this.#arrivedIn = session?.id ?? null;
    if (
      !isArrival ||
      beside.count === 0 ||
      !beside.fits ||
      !this.#told.people.some(({ me, owner }) => me && owner)
    )
      return;
    toast(
      `This session is also open in a terminal of ${sizeText(beside.terminals[0])}. The session now has the size of this window.`,
    );
  }

  #show(told, beside) {
    this.#told = told;
    this.#beside = beside;
    const { shown, more } = shownPeople(told);
    const rest = more + beside.count;
    this.#button.hidden = told.viewers < 2 && beside.count === 0;
    this.#button.title = viewing(told.viewers, beside.count);
    this.#button.replaceChildren(
      ...shown.map(disc),
      ...(rest > 0 ? [el('span', { class: 'initials-more', text: `+${rest}` })] : []),
      el('span', { class: 'visually-hidden', text: `, ${this.#button.title}` }),
    );
    setText(this.#sized, sizedBy(told.people) || (beside.fits ? '' : 'Sized by another terminal'));
    this.#sized.title = this.#sized.textContent;
  }

  async #open() {
    const { openPopover } = await import('../../components/popover.js');
    const { viewers, people } = this.#told;
    const { count, terminals } = this.#beside;
    const list = el('ul', { class: 'people' }, ...people.map(row), ...terminals.map(terminalRow));
    const rest = viewers - people.length + count - terminals.length;
    if (rest > 0) list.append(el('li', { class: 'person muted', text: `and ${rest} more` }));
    const panel = el(
      'dialog',
      { class: 'people-panel', open: true, 'aria-label': 'Viewers', tabindex: -1 },
      el('h2', { text: 'Viewers' }),
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
  const name = `${personName(person)}${person.me ? ' (you)' : ''}`;
  return el(
    'li',
    { class: 'person' },
    el('span', { 'aria-hidden': 'true' }, disc(person)),
    el('span', { class: 'person-name', text: name }),
    el('span', { class: 'muted', text: about(person) }),
  );
}

function terminalRow(size) {
  return el(
    'li',
    { class: 'person' },
    el('span', { 'aria-hidden': 'true' }, el('span', { class: 'initials', text: '›_' })),
    el('span', { class: 'person-name', text: 'Terminal' }),
    el('span', { class: 'muted', text: `tmux client, ${sizeText(size)}` }),
  );
}
