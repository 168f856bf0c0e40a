/** Finds text on the screen, and in the history if the screen has no match or the history is open. */
import { openHistory, showHistory } from './history.js';
import { EarlyField } from '../../components/focus.js';
import { passKey } from '../keys/pass-key.js';
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { TEXT } from './history-text.js';
import { shownHistory } from './transcript.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installScreenFind(page) {
  const find = new ScreenFind(page);
  page.events.on('history', ({ open }) => open && find.close());
  page.events.on('pane-focus', () => find.close());
  page.actions.register('find.open', () => {
    const history = openHistory();
    if (history !== null) history.find();
    else find.open();
  });
}

class ScreenFind {
  #page;
  #box = null;
  #finder = null;
  #opening = false;
  #stop = () => {};
  /** How many matches the history has, if the screen has none. */
  #older = 0;
  #searches = 0;

  constructor(page) {
    this.#page = page;
  }

  async open() {
    if (this.#box !== null) this.#box.focus();
    if (this.#box !== null || this.#opening) return;
    this.#opening = true;
    const early = new EarlyField(TEXT.findOnScreen);
    const work = async () => {
      await this.#openBox();
      this.#box.type(early.text);
    };
    await attempt(work, { onFailure: () => this.#page.focus() });
    early.remove();
    this.#opening = false;
  }

  close() {
    if (this.#box === null) return;
    this.#searches += 1;
    this.#stop();
    this.#finder.dispose();
    this.#box.dispose();
    this.#box = null;
    this.#page.focus();
  }

  async #openBox() {
    const [{ FindBox }, finder] = await Promise.all([
      import('../../components/find-box.js'),
      this.#page.screen.finder(),
      needStyle('features/history/history.css'),
    ]);
    const box = new FindBox(TEXT.findOnScreen, {
      onText: () => this.#search('stay'),
      onGo: (where) => (this.#older > 0 ? this.#toHistory() : this.#search(where)),
      onClose: () => this.close(),
    });
    this.#stop = finder.onFound(
      ({ at, count }) => box.text !== '' && count > 0 && box.showCount(TEXT.matchOf(at + 1, count)),
    );
    box.element.addEventListener('keydown', (event) => this.#key(event));
    this.#page.layer.append(box.element);
    [this.#box, this.#finder] = [box, finder];
    box.focus();
  }

  /** A key that is pressed on a button of the box is typed into the terminal. */
  #key(event) {
    if (event.target.matches('input')) return;
    passKey(this.#page, event, { close: () => this.close(), hasSelection: false });
    if (event.defaultPrevented) this.close();
  }

  #search(where) {
    const { text, how } = this.#box;
    this.#older = 0;
    this.#searches += 1;
    if (this.#finder.find(text, how, where)) return;
    this.#box.showCount(text === '' ? '' : TEXT.noResultsOnScreen);
    if (text !== '') this.#searchHistory(text, how, this.#searches);
  }

  async #searchHistory(text, how, search) {
    const { subscription } = this.#page;
    try {
      const { panes } = await subscription.command('panes');
      const focused = this.#page.panes?.screen.focused ?? null;
      const chosen = panes.find(({ pane: id, current, active }) =>
        focused === null ? current && active : id === `%${focused}`,
      );
      const pane = shownHistory(panes, chosen);
      if (!pane?.history) return;
      const { matches, next } = await subscription.command('history-find', {
        pane: pane.pane,
        q: text,
        ...how,
        row: pane.history,
      });
      if (search !== this.#searches || matches.length === 0) return;
      this.#older = matches.length;
      this.#box.showCount(TEXT.inHistory(matches.length, next > 0));
    } catch {
      // No connection, or an expression that is not complete yet. The screen was searched.
    }
  }

  #toHistory() {
    const { text, how } = this.#box;
    this.close();
    showHistory(this.#page, { find: { text, how } });
  }
}
