/** What one does with panes: split, zoom, choose, resize, even out, close. tmux does it. */
import { gathered } from '../../lib/coalesce-steps.js';
import { ask, sentence } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { turnTo } from './action-target.js';

const SIDES = { left: 'Left', right: 'Right', up: 'Up', down: 'Down' };
/** Cells that a border moves by one press. */
const STEP = Object.freeze({ left: 3, right: 3, up: 2, down: 2 });
const CELLS_MAX = 500;

export class PaneActs {
  #page;
  #windows;
  #resize = gathered((direction, steps) =>
    this.#try('resize-pane', { direction, cells: Math.min(steps * STEP[direction], CELLS_MAX) }),
  );

  /** @param {import('../../pages/terminal.js').Page} page @param {import('./window-actions.js').WindowActs} windows */
  constructor(page, windows) {
    this.#page = page;
    this.#windows = windows;
  }

  /** `act` for the window on show, as the routes of the server are called. */
  async act(act, body) {
    await this.#try(act, body);
    this.#page.focus();
  }

  resize(direction) {
    if (this.#windows.current?.panes > 1) this.#resize(direction);
    else this.#page.say('There is only one pane.');
  }

  /** Ends the pane that is active now, after asking: another may be active by the time that somebody agreed. */
  async close(window) {
    if (window.panes < 2) return this.#windows.close(window);
    let pane;
    try {
      pane = (await panesOf(this.#page)).find((one) => one.window === window.id && one.active);
    } catch (error) {
      toast(sentence(error), { kind: 'error' });
    }
    if (pane) await this.#askClose(pane);
    this.#page.focus();
  }

  #askClose({ pane, window, index, command }) {
    return ask({
      title: `Close pane ${index}?`,
      text: command ? `“${command}” is running in it and will end.` : 'The program running in it will end.',
      action: 'Close pane',
      busy: 'Closing…',
      danger: true,
      submit: () => this.#page.api.ask('POST', pathOf(window, 'kill-pane'), { pane }),
    });
  }

  async #try(act, body) {
    const { current } = this.#windows;
    if (!current) return;
    try {
      await this.#page.api.ask('POST', pathOf(current.id, act), body);
    } catch (error) {
      toast(sentence(error), { kind: 'error' });
    }
  }
}

const pathOf = (windowId, act) => `/api/windows/${encodeURIComponent(windowId)}/${act}`;

/** The panes of the session, those of the window on show first, as the contract writes them. */
export async function panesOf(page) {
  return (await page.subscription.command('panes')).panes;
}

/** Shows a pane, and its window. */
export async function goToPane(page, { pane, window }) {
  await page.api.ask('POST', pathOf(window, 'select-pane'), { pane });
  turnTo(page, window);
}

/** Registers the actions of panes; guests have none. */
export function registerPaneActs(page, windows) {
  if (page.guest) return;
  const acts = new PaneActs(page, windows);
  const on = (id, run) => page.actions.register(id, run);
  on('pane.splitRight', () => acts.act('split', { direction: 'right' }));
  on('pane.splitDown', () => acts.act('split', { direction: 'down' }));
  on('pane.zoom', () => acts.act('zoom'));
  for (const [direction, name] of Object.entries(SIDES)) {
    on(`pane.${direction}`, () => acts.act('select-pane', { direction }));
    on(`pane.resize${name}`, () => acts.resize(direction));
  }
  on('pane.even', () => acts.act('select-layout', { layout: 'even' }));
  on('pane.tile', () => acts.act('select-layout', { layout: 'tiled' }));
  on('pane.close', () => windows.current && acts.close(windows.current));
}
