/** What one does with windows: by key, palette, menu or tab. tmux does it; the tabs follow tmux. */
import { beside, endsSomething, neighbour, windowLabel } from '../../lib/window-model.js';
import { NAME_FIELD, ask, sentence } from '../../components/dialogs.js';
import { onceHere } from './when-attached.js';
import { toast } from '../../components/toast.js';
import { turnTo, windowMeant } from './action-target.js';

const COUNTED = 9;

export class WindowActs {
  #page;

  /** @param {import('../../pages/terminal.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** See `windowMeant`. */
  get current() {
    return windowMeant(this.#page);
  }

  /** Shows a window; guests who were lent the keyboard may that as well. */
  select(id) {
    turnTo(this.#page, id);
    this.#page.focus();
  }

  create() {
    return this.#try('POST', `/api/sessions/${encodeURIComponent(this.#page.session.id)}/windows`, {});
  }

  async rename(window) {
    await ask({
      title: 'Rename window',
      fields: [{ ...NAME_FIELD, value: window.name }],
      action: 'Rename',
      busy: 'Renaming…',
      submit: ({ name }) => this.#page.api.ask('PATCH', pathOf(window), { name }),
    });
    this.#page.focus();
  }

  /** Ends it; asks first unless all there is to end is a shell that waits. */
  async close(window) {
    const last = this.#page.windows.length === 1;
    if (!last && !endsSomething(window)) return this.#try('DELETE', pathOf(window));
    const programs = window.panes > 1 ? `The programs in its ${window.panes} panes` : 'The program in it';
    const closed = await ask({
      title: `Close window “${windowLabel(window)}”?`,
      text: `${programs} will end.${last ? ' It is the last window, so the session ends too.' : ''}`,
      action: 'Close window',
      busy: 'Closing…',
      danger: true,
      submit: () => this.#page.api.ask('DELETE', pathOf(window)),
    });
    this.#page.focus();
    return closed;
  }

  /** To the place of the window beside it. */
  move(window, step) {
    const other = beside(this.#page.windows, window.id, step);
    return other && this.moveTo(window, other.index);
  }

  /** To the place of the window with this index. */
  moveTo(window, index) {
    return this.#try(
      'POST',
      `${pathOf(window)}/move`,
      { index, session: this.#page.session.id },
      { focus: false },
    );
  }

  async #try(method, path, body, { focus = true } = {}) {
    try {
      await this.#page.api.ask(method, path, body);
    } catch (error) {
      toast(sentence(error), { kind: 'error' });
    }
    if (focus) this.#page.focus();
  }
}

const pathOf = ({ id }) => `/api/windows/${encodeURIComponent(id)}`;

/** Registers the actions of windows; guests have those alone that go over the connection. */
export function registerWindowActs(page, acts) {
  const on = (id, run) => page.actions.register(id, run);
  const onCurrent = (id, run) => on(id, () => acts.current && run(acts.current));
  onCurrent('window.previous', ({ id }) => selectMaybe(acts, neighbour(page.windows, id, -1)));
  onCurrent('window.next', ({ id }) => selectMaybe(acts, neighbour(page.windows, id, 1)));
  for (let number = 1; number <= COUNTED; number += 1)
    on(`window.${number}`, () => selectMaybe(acts, page.windows[number - 1]));
  if (page.guest) return;
  on('window.new', () => onceHere(page, () => acts.create()));
  onCurrent('window.rename', (window) => acts.rename(window));
  onCurrent('window.close', (window) => acts.close(window));
  onCurrent('window.moveLeft', (window) => acts.move(window, -1));
  onCurrent('window.moveRight', (window) => acts.move(window, 1));
}

function selectMaybe(acts, window) {
  if (window) acts.select(window.id);
}
