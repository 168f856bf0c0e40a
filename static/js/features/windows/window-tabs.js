/** The windows of the session as tabs in the bar; on a phone, the current window and a list. */
import { el, need, setAttribute, setText } from '../../lib/dom.js';
import { ofKind } from '../../lib/agent-states.js';
import { badgesOf, windowLabel } from '../../lib/window-model.js';
import { registerPaneActions } from './pane-actions.js';
import { installDragging } from './tab-drag.js';
import { WindowActions, registerWindowActions } from './window-actions.js';
import { TEXT } from './windows-text.js';

/** Between the parts of the bar. */
const GAP_PX = 2;
/** tmux's status line marks it with the same letter. */
const ZOOMED = { kind: 'zoomed', glyph: 'Z', text: TEXT.zoomed };
/** Width of the fading edge that indicates more tabs. */
const EDGE_PX = 20;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installWindows(page) {
  const actions = new WindowActions(page);
  registerWindowActions(page, actions);
  registerPaneActions(page, actions);
  new WindowTabs(page, actions);
}

class WindowTabs {
  #page;
  #actions;
  #list = need('#tabs');
  #now = need('#window-now');
  #new = need('#window-new');
  #tabs = new Map();
  /** The ids of windows in which an agent needs an answer, also in a pane that is not active. */
  #waiting = new Set();

  constructor(page, actions) {
    this.#page = page;
    this.#actions = actions;
    this.#list.addEventListener('keydown', (event) => this.#onKey(event));
    // Most mouse wheels turn up and down only.
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
      canMove: () => !page.guest && page.mayType(),
      order: () => page.windows.map(({ id }) => id),
      onDrop: (id, onto) => actions.moveTo({ id }, this.#window(onto).index),
    });
    for (const name of ['windows', 'window', 'role']) page.events.on(name, () => this.#show());
    page.events.on('agents', ({ agents }) => {
      this.#waiting = new Set(ofKind(agents, 'waiting').map(({ window_id }) => window_id));
      this.#show();
    });
    this.#list.addEventListener('scroll', () => this.#measure(), { passive: true });
    new ResizeObserver(() => this.#reveal()).observe(need('.tabs'));
    this.#show();
  }

  get #windows() {
    return this.#page.windows.map((window) => ({ ...window, waiting: this.#waiting.has(window.id) }));
  }

  #window(id) {
    return this.#page.windows.find((window) => window.id === id);
  }

  #show() {
    const windows = this.#windows;
    this.#new.hidden = !this.#page.actions.has('window.new');
    const gone = new Set(this.#tabs.keys());
    windows.forEach((window, place) => {
      gone.delete(window.id);
      const tab = this.#tabs.get(window.id) ?? this.#make(window.id);
      if (this.#list.children[place] !== tab.element)
        this.#list.insertBefore(tab.element, this.#list.children[place] ?? null);
      tab.update(window, { selects: this.#page.mayType(), closes: this.#page.actions.has('window.close') });
    });
    for (const id of gone) this.#remove(id);
    this.#showCurrent(windows);
    this.#reveal();
  }

  #showCurrent(windows) {
    const current = windows.find(({ active }) => active);
    this.#now.hidden = !current;
    if (!current) return;
    const others = windows.filter((window) => !window.active).flatMap(badgesOf);
    const texts = others.map(({ text }) => text);
    this.#now.setAttribute('aria-label', TEXT.showAll(windowLabel(current), texts));
    setText(need('.tab-text', this.#now), windowLabel(current));
    need('.tab-badges', this.#now).replaceChildren(...others.slice(0, 1).map(badge));
  }

  #make(id) {
    const tab = new Tab({
      select: () => this.#actions.select(id),
      rename: () => this.#page.actions.has('window.rename') && this.#actions.rename(this.#window(id)),
      close: () => this.#actions.close(this.#window(id)),
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

  /** If the tabs do not fit, shows the button for the list, and fades the edges that can be scrolled. */
  #measure() {
    const { scrollLeft, scrollWidth, clientWidth } = this.#list;
    const last = /** @type {HTMLElement|null} */ (this.#list.lastElementChild);
    const tabs = this.#list.parentElement;
    // The width without that button, so that the button does not make itself appear and disappear.
    const room = tabs.clientWidth - (this.#new.hidden ? 0 : this.#new.offsetWidth + GAP_PX);
    tabs.classList.toggle('is-full', last !== null && last.offsetLeft + last.offsetWidth > room);
    const more = [scrollLeft > 1 && 'before', scrollLeft + clientWidth < scrollWidth - 1 && 'after'];
    this.#list.dataset.more = more.filter(Boolean).join(' ');
  }

  /** Scrolls the current tab into view; it is also the one that the Tab key reaches. */
  #reveal() {
    this.#measure();
    const element = this.#tabs.get(this.#actions.current?.id)?.element;
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
    const actions = {
      Home: () => focusTab(this.#list.firstElementChild),
      End: () => focusTab(this.#list.lastElementChild),
      Delete: () => this.#page.actions.has('window.close') && this.#actions.close(window),
      F2: () => this.#page.actions.has('window.rename') && this.#actions.rename(window),
    };
    const run = step ? () => this.#step(element, window, step, event.shiftKey) : actions[event.key];
    if (!run) return;
    event.preventDefault();
    run();
  }

  #step(element, window, step, moves) {
    if (moves && this.#page.actions.has('window.moveLeft')) this.#actions.move(window, step);
    else focusTab(step < 0 ? element.previousElementSibling : element.nextElementSibling);
  }

  async #openList() {
    const { itemsOf, openMenu } = await import('../../components/menu.js');
    const items = this.#windows.map((window) => ({
      label: [windowLabel(window), ...badgesOf(window).map(({ text }) => `(${text})`)].join(' '),
      checked: window.active,
      disabled: !this.#page.mayType(),
      run: () => this.#actions.select(window.id),
    }));
    const more = itemsOf(this.#page.actions, ['window.new', 'window.rename', 'window.close']);
    openMenu(this.#now, [items, more], { label: TEXT.windows, onClose: () => this.#page.focus() });
  }

  async #openMenu(event, id) {
    if (!this.#page.actions.has('window.close')) return;
    event.preventDefault();
    const { openMenu } = await import('../../components/menu.js');
    const item = (label, run) => ({ label, run: () => this.#window(id) && run(this.#window(id)) });
    openMenu(
      this.#tabs.get(id).element,
      [
        [
          item(TEXT.renameWindow, (window) => this.#actions.rename(window)),
          item(TEXT.moveLeft, (window) => this.#actions.move(window, -1)),
          item(TEXT.moveRight, (window) => this.#actions.move(window, 1)),
        ],
        [item(TEXT.closeWindow, (window) => this.#actions.close(window))],
      ],
      { label: TEXT.thisWindow, onClose: () => this.#page.focus() },
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

  /**
   * @param {import('../../lib/window-model.js').Window} window
   * @param {{selects: boolean, closes: boolean}} can what the user can do with it.
   */
  update(window, { selects, closes }) {
    const label = windowLabel(window);
    setText(this.#text, label);
    this.#badges.replaceChildren(...(window.zoomed ? [badge(ZOOMED)] : []), ...badgesOf(window).map(badge));
    this.element.classList.toggle('is-current', window.active);
    this.#main.disabled = !selects;
    this.#main.tabIndex = window.active ? 0 : -1;
    const panes = window.panes > 1 && TEXT.panes(window.panes);
    const facts = [label, window.title, panes, window.zoomed && TEXT.zoomed];
    this.#main.title = facts.filter(Boolean).join(', ');
    setAttribute(this.#main, 'aria-current', window.active && 'true');
    this.#close.hidden = !closes;
    this.#close.title = TEXT.closeLabel(label);
    this.#close.setAttribute('aria-label', this.#close.title);
  }
}

function badge({ kind, glyph, text }) {
  return el(
    'span',
    { class: `tab-badge is-${kind}`, title: text },
    el('span', { 'aria-hidden': 'true', text: glyph }),
    el('span', { class: 'visually-hidden', text: TEXT.badge(text) }),
  );
}
