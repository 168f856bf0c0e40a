/** Actions on windows, by key, palette, menu or tab. tmux carries them out; the tabs follow tmux. */
import { adjacent, endsSomething, neighbour, windowLabel } from '../../lib/window-model.js';
import { attempt } from '../../components/attempt.js';
import { NAME_FIELD, ask } from '../../components/dialogs.js';
import { switchWindow, targetWindow, whenAttached } from './action-target.js';
import { TEXT } from './windows-text.js';

/** So many windows have an action of their own, `window.1` and so on. */
const NUMBERED = 9;

export class WindowActions {
  #page;

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  get current() {
    return targetWindow(this.#page);
  }

  /** Switches to a window; guests with control may do that too. */
  select(id) {
    switchWindow(this.#page, id);
    this.#page.focus();
  }

  create() {
    return this.#request('POST', `/api/sessions/${encodeURIComponent(this.#page.session.id)}/windows`, {});
  }

  async rename(window) {
    await ask({
      title: TEXT.renameWindow,
      fields: [{ ...NAME_FIELD, value: window.name }],
      action: TEXT.rename,
      busy: TEXT.renaming,
      submit: ({ name }) => this.#page.api.ask('PATCH', windowRoute(window.id), { name }),
    });
    this.#page.focus();
  }

  /** Closes a window. Asks first unless it has only an idle shell and is not the last window. */
  async close(window) {
    const isLast = this.#page.windows.length === 1;
    if (!isLast && !endsSomething(window)) return this.#request('DELETE', windowRoute(window.id));
    const closed = await ask({
      title: TEXT.closeWindowTitle(windowLabel(window)),
      text: TEXT.closeWindowText(window.panes, isLast),
      action: TEXT.closeWindow,
      busy: TEXT.closing,
      danger: true,
      submit: () => this.#page.api.ask('DELETE', windowRoute(window.id)),
    });
    this.#page.focus();
    return closed;
  }

  /** Moves a window by one place, `step` is -1 or 1. */
  move(window, step) {
    const other = adjacent(this.#page.windows, window.id, step);
    return other && this.moveTo(window, other.index);
  }

  /** Moves a window to the place of the window with this index. */
  moveTo(window, index) {
    const place = { index, session: this.#page.session.id };
    return this.#request('POST', windowRoute(window.id, 'move'), place, { focus: false });
  }

  async #request(method, path, body, { focus = true } = {}) {
    await attempt(() => this.#page.api.ask(method, path, body));
    if (focus) this.#page.focus();
  }
}

/** The HTTP route of a window, or of an action on it. @param {string} id @param {string} [action] */
export function windowRoute(id, action) {
  const route = `/api/windows/${encodeURIComponent(id)}`;
  return action === undefined ? route : `${route}/${action}`;
}

/** Registers the actions of windows. Guests have only those that go over the WebSocket. */
export function registerWindowActions(page, actions) {
  const on = (id, run) => page.actions.register(id, run);
  const onCurrent = (id, run) => on(id, () => actions.current && run(actions.current));
  onCurrent('window.previous', ({ id }) => maybeSelect(actions, neighbour(page.windows, id, -1)));
  onCurrent('window.next', ({ id }) => maybeSelect(actions, neighbour(page.windows, id, 1)));
  for (let number = 1; number <= NUMBERED; number += 1)
    on(`window.${number}`, () => maybeSelect(actions, page.windows[number - 1]));
  if (page.guest) return;
  on('window.new', () => whenAttached(page, () => actions.create()));
  onCurrent('window.rename', (window) => actions.rename(window));
  onCurrent('window.close', (window) => actions.close(window));
  onCurrent('window.moveLeft', (window) => actions.move(window, -1));
  onCurrent('window.moveRight', (window) => actions.move(window, 1));
}

function maybeSelect(actions, window) {
  if (window) actions.select(window.id);
}
