/** The side panel over the right of the terminal, whose grid stays as it is: tabs, focus, Escape. Loaded on demand. */
import { Disposables } from '../../lib/disposables.js';
import { el, setAttribute } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { KEYS, updateObject } from '../../lib/storage.js';
import { mayType } from '../../lib/role.js';

const NARROW = '(max-width: 640px)';

/**
 * @typedef {object} Part what a tab shows; made when it is first shown.
 * @property {HTMLElement[]} elements in a column that fills the panel.
 * @property {() => void} shown it can be seen from now on.
 * @property {() => void} hidden and not any more.
 * @property {() => void} focus gives the keyboard to what one begins with.
 * @property {() => void} dispose
 */
const TABS = [
  { id: 'files', title: 'Files', types: true, load: () => import('../files/drawer-files.js') },
  { id: 'search', title: 'Search', load: () => import('./drawer-search.js') },
  { id: 'recordings', title: 'Recordings', types: true, load: () => import('./drawer-recordings.js') },
];

export class Drawer {
  #page;
  #onClosed;
  #disposables = new Disposables();
  #tabs;
  #parts = new Map();
  #now = null;
  #body = el('div', { class: 'drawer-body', id: 'drawer-body', role: 'tabpanel' });
  #element;

  /** @param {import('../../pages/page-contract.js').Page} page @param {(how: {ended: boolean}) => void} onClosed it is gone: `ended` with the terminal. */
  constructor(page, onClosed) {
    this.#page = page;
    this.#onClosed = onClosed;
    this.#tabs = TABS.filter(({ types }) => !types || mayType());
    this.#element = this.#build();
    this.#disposables.listen(this.#element, 'keydown', (event) => this.#key(event));
    this.#endWithTerminal();
    page.layer.append(this.#element);
    page.layer.classList.add('has-drawer');
  }

  get hasFocus() {
    return this.#element.contains(document.activeElement);
  }

  /** Shows a tab, the first where there is none of that name. Resolves when it is there, or rejects where it did not load. */
  async show(id, { focus = true } = {}) {
    const tab = this.#tabs.find((one) => one.id === id) ?? this.#tabs[0];
    this.#choose(tab.id);
    if (!this.#parts.has(tab.id)) this.#parts.set(tab.id, this.#make(tab));
    const part = await this.#parts.get(tab.id);
    if (this.#now !== tab.id || !this.#element.isConnected) return; // another was chosen meanwhile
    this.#body.replaceChildren(...part.elements);
    part.shown();
    if (focus) part.focus();
  }

  /** What one chose is elsewhere on the page: where the panel covers all of it, it goes. */
  giveWay() {
    if (matchMedia(NARROW).matches) this.close();
    else this.#page.focus();
  }

  close({ ended = false } = {}) {
    if (!this.#element.isConnected) return;
    for (const part of this.#parts.values())
      part.then(
        (made) => made.dispose(),
        () => {},
      );
    this.#disposables.dispose();
    this.#element.remove();
    this.#page.layer.classList.remove('has-drawer');
    this.#onClosed({ ended });
  }

  /** Whoever is signed out leaves nothing to read; it may be opened again. */
  #endWithTerminal() {
    let told = false; // how it was before is told at once
    this.#disposables.add(
      this.#page.events.on('state', (state) => told && state === 'ended' && this.close({ ended: true })),
    );
    told = true;
  }

  async #make({ id, load }) {
    try {
      const { makePart } = await load();
      return await makePart(this.#page, this);
    } catch (error) {
      this.#parts.delete(id);
      throw error;
    }
  }

  #choose(id) {
    if (this.#now !== null && this.#now !== id)
      this.#parts.get(this.#now)?.then(
        (part) => part.hidden(),
        () => {},
      );
    if (this.#now !== id) this.#body.replaceChildren();
    this.#now = id;
    updateObject(KEYS.drawer, { tab: id });
    for (const one of this.#element.querySelectorAll('[role=tab]')) {
      const chosen = one.dataset.tab === id;
      setAttribute(one, 'aria-selected', String(chosen));
      setAttribute(one, 'tabindex', chosen ? 0 : -1);
    }
    this.#body.setAttribute('aria-labelledby', `drawer-tab-${id}`);
  }

  #build() {
    const buttons = this.#tabs.map(({ id, title }) =>
      el('button', {
        class: 'drawer-tab',
        type: 'button',
        role: 'tab',
        id: `drawer-tab-${id}`,
        'data-tab': id,
        'aria-controls': 'drawer-body',
        text: title,
        on: { click: () => this.#press(id) },
      }),
    );
    const close = iconButton('close', 'Close the side panel', () => this.close(), {
      title: 'Close (Escape)',
    });
    const tabs = el(
      'div',
      {
        class: 'drawer-tabs',
        role: 'tablist',
        'aria-label': 'Side panel',
        on: { keydown: (event) => this.#arrow(event) },
      },
      ...buttons,
    );
    return el(
      'section',
      { class: 'drawer', 'aria-label': 'Side panel' },
      el('div', { class: 'drawer-bar' }, tabs, close),
      this.#body,
    );
  }

  #press(id, { focus = true } = {}) {
    this.show(id, { focus }).catch((error) =>
      this.#body.replaceChildren(el('p', { class: 'drawer-problem', role: 'alert', text: error.message })),
    );
  }

  /** Arrows go from tab to tab, as a tab list has it; the focus stays among them. */
  #arrow(event) {
    const at = this.#tabs.findIndex(({ id }) => id === this.#now);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.#tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const { id } = this.#tabs.at(to % this.#tabs.length);
    this.#press(id, { focus: false });
    this.#element.querySelector(`[data-tab=${id}]`).focus();
  }

  #key(event) {
    if (event.key !== 'Escape' || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }
}
