/** Actions on panes: split, zoom, select, resize, even out, close. tmux carries them out. */
import { gathered } from '../../lib/coalesce-steps.js';
import { attempt } from '../../components/attempt.js';
import { ask } from '../../components/dialogs.js';
import { switchWindow } from './action-target.js';
import { windowRoute } from './window-actions.js';
import { TEXT } from './windows-text.js';

const SIDES = { left: 'Left', right: 'Right', up: 'Up', down: 'Down' };
/** Cells that a border moves for one key press. */
const STEP = Object.freeze({ left: 3, right: 3, up: 2, down: 2 });
/** The server accepts no larger step. */
export const CELLS_MAX = 500;

class PaneActions {
  #page;
  #windows;
  #resize = gathered((direction, steps) =>
    this.#request('resize-pane', { direction, cells: Math.min(steps * STEP[direction], CELLS_MAX) }),
  );

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {import('./window-actions.js').WindowActions} windows
   */
  constructor(page, windows) {
    this.#page = page;
    this.#windows = windows;
  }

  /** Runs a window action of the HTTP API on the current window. */
  async run(action, body) {
    await this.#request(action, body);
    this.#page.focus();
  }

  resize(direction) {
    if (this.#windows.current?.panes > 1) this.#resize(direction);
    else this.#page.say(TEXT.onePane);
  }

  /** Asks, then closes the pane that is active now. The user may agree after another pane became active. */
  async close(window) {
    if (window.panes < 2) return this.#windows.close(window);
    const panes = await attempt(() => panesOf(this.#page));
    const pane = panes?.find((one) => one.window === window.id && one.active);
    if (pane) await this.#askClose(pane);
    this.#page.focus();
  }

  #askClose({ pane, window, index, command }) {
    return ask({
      title: TEXT.closePaneTitle(index),
      text: TEXT.closePaneText(command),
      action: TEXT.closePane,
      busy: TEXT.closing,
      danger: true,
      submit: () => this.#page.api.ask('POST', windowRoute(window, 'kill-pane'), { pane }),
    });
  }

  async #request(action, body) {
    const { current } = this.#windows;
    if (current) await attempt(() => this.#page.api.ask('POST', windowRoute(current.id, action), body));
  }
}

/** The panes of the session as docs/protocol.md describes them, those of the current window first. */
export async function panesOf(page) {
  return (await page.subscription.command('panes')).panes;
}

/** Makes a pane active, and its window current. */
export async function goToPane(page, { pane, window }) {
  await page.api.ask('POST', windowRoute(window, 'select-pane'), { pane });
  switchWindow(page, window);
}

/** Registers the actions of panes; guests have none. */
export function registerPaneActions(page, windows) {
  if (page.guest) return;
  const actions = new PaneActions(page, windows);
  const on = (id, run) => page.actions.register(id, run);
  on('pane.splitRight', () => actions.run('split', { direction: 'right' }));
  on('pane.splitDown', () => actions.run('split', { direction: 'down' }));
  on('pane.zoom', () => actions.run('zoom'));
  for (const [direction, name] of Object.entries(SIDES)) {
    on(`pane.${direction}`, () => actions.run('select-pane', { direction }));
    on(`pane.resize${name}`, () => actions.resize(direction));
  }
  on('pane.even', () => actions.run('select-layout', { layout: 'even' }));
  on('pane.tile', () => actions.run('select-layout', { layout: 'tiled' }));
  on('pane.close', () => windows.current && actions.close(windows.current));
}
