/** Finding text on the screen; in the history, if that is open or the screen has none. */
import { openHistory, showHistory } from './history.js';
import { EarlyField } from '../../components/early-field.js';
import { passKey } from '../keys/pass-key.js';
import { needStyle } from '../../lib/load-style.js';
import { toast } from '../../components/toast.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installFind(page) {
  const find = new Find(page);
  page.events.on('history', ({ open }) => open && find.close());
  page.actions.register('find.open', () => {
    const history = openHistory();
    if (history !== null) history.find();
    else find.open();
  });
}

class Find {
  #page;
  #box = null;
  #finder = null;
  #opening = false;
  #stop = () => {};
  /** How many there are in the history, while the screen has none. */
  #older = 0;
  #asked = 0;

  constructor(page) {
    this.#page = page;
  }

  async open() {
    if (this.#box !== null) this.#box.focus();
    if (this.#box !== null || this.#opening) return;
    this.#opening = true;
    const early = new EarlyField('Find on the screen');
    try {
      await this.#show();
      this.#box.type(early.text);
    } catch (error) {
      toast(error.message, { kind: 'error' });
      this.#page.focus();
    } finally {
      early.remove();
      this.#opening = false;
    }
  }

  close() {
    if (this.#box === null) return;
    this.#asked += 1;
    this.#stop();
    this.#finder.dispose();
    this.#box.dispose();
    this.#box = null;
    this.#page.focus();
  }

  async #show() {
    const [{ FindBox }, finder] = await Promise.all([
      import('../../components/find-box.js'),
      this.#page.screen.finder(),
      needStyle('features/history/history.css'),
    ]);
    const box = new FindBox('Find on the screen', {
      onText: () => this.#look('stay'),
      onGo: (where) => (this.#older > 0 ? this.#toHistory() : this.#look(where)),
      onClose: () => this.close(),
    });
    this.#stop = finder.onFound(
      ({ at, count }) => box.text !== '' && count > 0 && box.told(`${at + 1} of ${count}`),
    );
    box.element.addEventListener('keydown', (event) => this.#key(event));
    this.#page.layer.append(box.element);
    [this.#box, this.#finder] = [box, finder];
    box.focus();
  }

  /** On a button of the box, letters are not for the box. */
  #key(event) {
    if (event.target.matches('input')) return;
    passKey(this.#page, event, { close: () => this.close(), hasSelection: false });
    if (event.defaultPrevented) this.close();
  }

  #look(where) {
    const { text, how } = this.#box;
    this.#older = 0;
    this.#asked += 1;
    if (this.#finder.find(text, how, where)) return;
    this.#box.told(text === '' ? '' : 'No results on screen');
    if (text !== '') this.#lookInHistory(text, how, this.#asked);
  }

  async #lookInHistory(text, how, asked) {
    const { subscription } = this.#page;
    try {
      const { panes } = await subscription.command('panes');
      const pane = panes.find(({ current, active }) => current && active);
      if (!pane?.history) return;
      const { matches, next } = await subscription.command('history-find', {
        pane: pane.pane,
        q: text,
        ...how,
        row: pane.history,
      });
      if (asked !== this.#asked || matches.length === 0) return;
      this.#older = matches.length;
      this.#box.told(
        `Not on screen · ${matches.length}${next > 0 ? ' or more' : ''} in the history: press Enter`,
      );
    } catch {
      // An expression that is still being written, or no connection: the screen was looked through.
    }
  }

  #toHistory() {
    const { text, how } = this.#box;
    this.close();
    showHistory(this.#page, { find: { text, how } });
  }
}
