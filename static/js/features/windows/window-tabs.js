/** The windows of the session as tabs in the bar; on a phone the one on show, and a list. They follow tmux. */
import { el, need, setText } from '../../lib/dom.js';
import { badgesOf, windowLabel } from '../../lib/window-model.js';
import { registerPaneActs } from './pane-actions.js';
import { installDragging } from './tab-drag.js';
import { WindowActs, registerWindowActs } from './window-actions.js';

/** Between what is in the bar. */
const GAP_PX = 2;
/** As tmux marks it in its status line. */
const ZOOMED = { kind: 'zoomed', glyph: 'Z', text: 'zoomed' };
/** How much of an edge fades where there are more tabs. */
const EDGE_PX = 20;

/** @param {import('../../pages/terminal.js').Page} page */
export function installWindows(page) {
  const acts = new WindowActs(page);
  registerWindowActs(page, acts);
  registerPaneActs(page, acts);
  new WindowTabs(page, acts);
}

class WindowTabs {
  #page;
  #acts;
  #list = need('#tabs');
  #now = need('#window-now');
  #new = need('#window-new');
  #tabs = new Map();

  constructor(page, acts) {
    this.#page = page;
    this.#acts = acts;
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
    // A wheel that only turns up and down scrolls them as well.
    this.#list.addEventListener(
      'wheel',
      (event) => {
        this.#list.scrollLeft += event.deltaX === 0 ? event.deltaY : 0;
      },
      { passive: true },
    );
    this.#new.addEventListener('click', () => page.actions.run('window.new'));
    this.#now.addEventListener('click', () => this.#openList());
    installDragging(this.#list, {
      may: () => !page.guest && page.mayType(),
      order: () => page.windows.map(({ id }) => id),
      drop: (id, onto) => acts.moveTo({ id }, this.#window(onto).index),
    });
    page.events.on('windows', () => this.#show());
    page.events.on('window', () => this.#show());
    page.events.on('role', () => this.#show());
    this.#list.addEventListener('scroll', () => this.#measure(), { passive: true });
    new ResizeObserver(() => this.#reveal()).observe(need('.tabs'));
    this.#show();
  }

  #window(id) {
    return this.#page.windows.find((window) => window.id === id);
  }

  #show() {
    const { windows } = this.#page;
    this.#new.hidden = !this.#page.actions.has('window.new');
    const gone = new Set(this.#tabs.keys());
    windows.forEach((window, place) => {
      gone.delete(window.id);
      const tab = this.#tabs.get(window.id) ?? this.#make(window.id);
      if (this.#list.children[place] !== tab.element)
        this.#list.insertBefore(tab.element, this.#list.children[place] ?? null);
      tab.update(window, { types: this.#page.mayType(), closes: this.#page.actions.has('window.close') });
    });
    for (const id of gone) this.#remove(id);
    this.#showNow(windows);
    this.#reveal();
  }

  #showNow(windows) {
    const current = windows.find(({ active }) => active);
    this.#now.hidden = !current;
    if (!current) return;
    const told = windows.filter((window) => !window.active).flatMap(badgesOf);
    const more = told.length > 0 ? `, ${told.map(({ text }) => text).join(', ')} in other windows` : '';
    this.#now.setAttribute('aria-label', `Window ${windowLabel(current)}${more}; show all windows`);
    setText(need('.tab-text', this.#now), windowLabel(current));
    need('.tab-badges', this.#now).replaceChildren(...told.slice(0, 1).map(badge));
  }

  #make(id) {
    const tab = new Tab({
      select: () => this.#acts.select(id),
      rename: () => this.#page.actions.has('window.rename') && this.#acts.rename(this.#window(id)),
      close: () => this.#acts.close(this.#window(id)),
      menu: (event) => this.#openMenu(event, id),
    });
    tab.element.dataset.window = id;
    this.#tabs.set(id, tab);
    return tab;
  }

  #remove(id) {
    const { element } = this.#tabs.get(id);
    const focused = element.contains(document.activeElement);
    element.remove();
    this.#tabs.delete(id);
    if (focused) this.#page.focus();
  }

  /** Where there are more tabs than room, a list of all stands beside them, and their edges say where to scroll. */
  #measure() {
    const { scrollLeft, scrollWidth, clientWidth, lastElementChild: last } = this.#list;
    const tabs = this.#list.parentElement;
    // As wide as they would be without that list, lest it come and go.
    const room = tabs.clientWidth - (this.#new.hidden ? 0 : this.#new.offsetWidth + GAP_PX);
    tabs.classList.toggle('is-full', last !== null && last.offsetLeft + last.offsetWidth > room);
    const more = [scrollLeft > 1 && 'before', scrollLeft + clientWidth < scrollWidth - 1 && 'after'];
    this.#list.dataset.more = more.filter(Boolean).join(' ');
  }

  /** The current tab is in view, and the one that Tab reaches. */
  #reveal() {
    this.#measure();
    const element = this.#tabs.get(this.#acts.current?.id)?.element;
    if (!element) return;
    const list = this.#list;
    const [left, right] = [element.offsetLeft - EDGE_PX, element.offsetLeft + element.offsetWidth + EDGE_PX];
    if (left < list.scrollLeft) list.scrollLeft = left;
    else if (right > list.scrollLeft + list.clientWidth) list.scrollLeft = right - list.clientWidth;
  }

  #onKey(event) {
    const element = event.target.closest('[data-window]');
    const window = element && this.#window(element.dataset.window);
    if (!window || event.ctrlKey || event.altKey || event.metaKey) return;
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const acts = {
      Home: () => focusTab(this.#list.firstElementChild),
      End: () => focusTab(this.#list.lastElementChild),
      Delete: () => this.#page.actions.has('window.close') && this.#acts.close(window),
      F2: () => this.#page.actions.has('window.rename') && this.#acts.rename(window),
    };
    const act = step ? () => this.#step(element, window, step, event.shiftKey) : acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #step(element, window, step, moves) {
    if (moves && this.#page.actions.has('window.moveLeft')) this.#acts.move(window, step);
    else focusTab(step < 0 ? element.previousElementSibling : element.nextElementSibling);
  }

  async #openList() {
    const { itemsOf, openMenu } = await import('../../components/menu.js');
    const items = this.#page.windows.map((window) => ({
      label: [windowLabel(window), ...badgesOf(window).map(({ text }) => `(${text})`)].join(' '),
      checked: window.active,
      disabled: !this.#page.mayType(),
      run: () => this.#acts.select(window.id),
    }));
    const more = itemsOf(this.#page.actions, ['window.new', 'window.rename', 'window.close']);
    openMenu(this.#now, [items, more], { label: 'Windows', onClose: () => this.#page.focus() });
  }

  async #openMenu(event, id) {
    if (!this.#page.actions.has('window.close')) return;
    event.preventDefault();
    const { openMenu } = await import('../../components/menu.js');
    const act = (label, run) => ({ label, run: () => this.#window(id) && run(this.#window(id)) });
    openMenu(
      this.#tabs.get(id).element,
      [
        [
          act('Rename window', (window) => this.#acts.rename(window)),
          act('Move left', (window) => this.#acts.move(window, -1)),
          act('Move right', (window) => this.#acts.move(window, 1)),
        ],
        [act('Close window', (window) => this.#acts.close(window))],
      ],
      { label: 'This window', onClose: () => this.#page.focus() },
    );
  }
}

function focusTab(element) {
  element?.querySelector('.tab-main').focus();
}

class Tab {
  #text = el('span', { class: 'tab-text' });
  #badges = el('span', { class: 'tab-badges' });
  #main = el('button', { type: 'button', class: 'tab-main' }, this.#text, this.#badges);
  #close = el('button', { type: 'button', class: 'tab-close', tabindex: -1, text: '×' });
  element = el('li', { class: 'tab' }, this.#main, this.#close);

  constructor({ select, rename, close, menu }) {
    this.#main.addEventListener('click', select);
    this.#main.addEventListener('dblclick', rename);
    this.#close.addEventListener('click', close);
    this.element.addEventListener(
      'auxclick',
      (event) => event.button === 1 && !this.#close.hidden && close(),
    );
    this.element.addEventListener('contextmenu', menu);
  }

  /** @param {{types: boolean, closes: boolean}} may */
  update(window, { types, closes }) {
    const label = windowLabel(window);
    setText(this.#text, label);
    this.#badges.replaceChildren(...(window.zoomed ? [badge(ZOOMED)] : []), ...badgesOf(window).map(badge));
    this.element.classList.toggle('is-current', window.active);
    this.#main.disabled = !types;
    this.#main.tabIndex = window.active ? 0 : -1;
    const facts = [
      label,
      window.title,
      window.panes > 1 && `${window.panes} panes`,
      window.zoomed && 'zoomed',
    ];
    this.#main.title = facts.filter(Boolean).join(', ');
    if (window.active) this.#main.setAttribute('aria-current', 'true');
    else this.#main.removeAttribute('aria-current');
    this.#close.hidden = !closes;
    this.#close.setAttribute('aria-label', `Close window ${label}`);
    this.#close.title = `Close window ${label}`;
  }
}

function badge({ kind, glyph, text }) {
  return el(
    'span',
    { class: `tab-badge is-${kind}`, title: text },
    el('span', { 'aria-hidden': 'true', text: glyph }),
    el('span', { class: 'visually-hidden', text: ` (${text})` }),
  );
}
