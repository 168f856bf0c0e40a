/** The side panel, loaded on demand. It covers the right of the terminal, whose size stays the same. */
import { Disposables } from '../../lib/disposables.js';
import { el, setAttribute } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { KEYS, updateObject } from '../../lib/storage.js';
import { mayType } from '../../lib/role.js';
import { TEXT } from './drawer-text.js';

const NARROW = '(max-width: 640px)';

/**
 * @typedef {object} Part the content of a tab, made when the tab is first chosen.
 * @property {HTMLElement[]} elements in a column that fills the panel.
 * @property {() => void} shown called when it becomes visible.
 * @property {() => void} hidden called when it is no longer visible.
 * @property {() => void} focus focuses its first control.
 * @property {() => void} dispose
 */
const TABS = [
  { id: 'files', title: TEXT.files, types: true, load: () => import('../files/drawer-files.js') },
  { id: 'changes', title: TEXT.changes, types: true, load: () => import('../changes/drawer-changes.js') },
  { id: 'search', title: TEXT.search, load: () => import('./drawer-search.js') },
  { id: 'recordings', title: TEXT.recordings, types: true, load: () => import('./drawer-recordings.js') },
];

export class Drawer {
  #page;
  #onClosed;
  #disposables = new Disposables();
  #tabs;
  #parts = new Map();
  #current = null;
  #body = el('div', { class: 'drawer-body', id: 'drawer-body', role: 'tabpanel' });
  #element;

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {(how: {ended: boolean}) => void} onClosed `ended`: because the terminal ended.
   */
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

  /** Shows a tab, or the first one if `id` is unknown. Rejects if it did not load. */
  async show(id, { focus = true } = {}) {
    const tab = this.#tabs.find((one) => one.id === id) ?? this.#tabs[0];
    this.#choose(tab.id);
    if (!this.#parts.has(tab.id)) this.#parts.set(tab.id, this.#make(tab));
    const part = await this.#parts.get(tab.id);
    if (this.#current !== tab.id || !this.#element.isConnected) return; // another tab was chosen meanwhile
    this.#body.replaceChildren(...part.elements);
    part.shown();
    if (focus) part.focus();
  }

  /** Shows what the user chose in the panel: closes it if it covers the whole page. */
  uncover() {
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

  /** After a logout nothing must stay readable. */
  #endWithTerminal() {
    let isFollowing = false; // `on` calls back at once with the state before
    this.#disposables.add(
      this.#page.events.on(
        'state',
        (state) => isFollowing && state === 'ended' && this.close({ ended: true }),
      ),
    );
    isFollowing = true;
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
    if (this.#current !== null && this.#current !== id)
      this.#parts.get(this.#current)?.then(
        (part) => part.hidden(),
        () => {},
      );
    if (this.#current !== id) this.#body.replaceChildren();
    this.#current = id;
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
    const close = iconButton('close', TEXT.close, () => this.close(), { title: TEXT.closeByKey });
    const tabs = el(
      'div',
      {
        class: 'drawer-tabs',
        role: 'tablist',
        'aria-label': TEXT.sidePanel,
        on: { keydown: (event) => this.#arrow(event) },
      },
      ...buttons,
    );
    return el(
      'section',
      { class: 'drawer', 'aria-label': TEXT.sidePanel },
      el('div', { class: 'drawer-bar' }, tabs, close),
      this.#body,
    );
  }

  #press(id, { focus = true } = {}) {
    this.show(id, { focus }).catch((error) =>
      this.#body.replaceChildren(el('p', { class: 'drawer-problem', role: 'alert', text: error.message })),
    );
  }

  /** Arrow keys, Home and End move between the tabs; the focus stays on them. */
  #arrow(event) {
    const at = this.#tabs.findIndex(({ id }) => id === this.#current);
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
