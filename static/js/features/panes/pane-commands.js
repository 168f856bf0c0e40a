/** Actions on panes in view=panes: they name the pane that has the focus here, and go over the socket. */
import { gathered } from '../../lib/coalesce-steps.js';
import { windowLabel } from '../../lib/window-model.js';
import { attempt } from '../../components/attempt.js';
import { ask } from '../../components/dialogs.js';
import { WAYS, dividerBeside, inReadingOrder, paneBeside } from './pane-geometry.js';
import { TEXT } from './pane-grid-text.js';

/** @typedef {import('./pane-geometry.js').Direction} Direction */

const SIDES = /** @type {const} */ ({ left: 'Left', right: 'Right', up: 'Up', down: 'Down' });
/** Cells that a border moves for one key press. */
const STEP = Object.freeze({ left: 3, right: 3, up: 2, down: 2 });

/** What a menu of one pane offers, in groups. */
export const MENU_GROUPS = Object.freeze([
  ['pane.splitRight', 'pane.splitDown', 'pane.zoom', 'pane.solo'],
  ['pane.swap', 'pane.break', 'pane.join', 'pane.even', 'pane.tile'],
  ['pane.rename', 'pane.synchronize', 'pane.clearHistory', 'pane.respawn'],
  ['pane.close'],
]);

export class PaneCommands {
  #page;
  #screen;
  /** Panes in the order in which they had the focus, the last one first. @type {number[]} */
  #recent = [];
  #resize = gathered((direction, steps) =>
    this.#moveBorder(/** @type {Direction} */ (direction), steps * STEP[direction]),
  );

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
    this.#screen = page.panes.screen;
    page.events.on('pane-focus', (pane) => {
      this.#recent = [pane, ...this.#recent.filter((one) => one !== pane)];
    });
  }

  /** The pane with the focus, as in the record Layout. */
  get pane() {
    return this.#panes.find(({ pane }) => pane === this.#screen.focused);
  }

  get #window() {
    return this.#screen.window;
  }

  get #panes() {
    return this.#window?.panes ?? [];
  }

  /**
   * Sends a command about the pane with the focus, and gives the keyboard back to it.
   * @param {string} name
   * @param {Record<string, unknown>} [more]
   */
  async run(name, more = {}) {
    const { pane } = this;
    if (pane) await attempt(() => this.#page.panes.command(name, { pane: pane.pane, ...more }));
    this.#page.focus();
  }

  /** Sends a command about the current window. @param {string} name @param {object} [more] */
  async runOnWindow(name, more = {}) {
    const window = this.#window;
    if (window) await attempt(() => this.#page.panes.command(name, { window: window.id, ...more }));
    this.#page.focus();
  }

  /** Moves the focus. @param {Direction} direction */
  go(direction) {
    const { pane } = this;
    const next = pane && paneBeside(this.#panes, pane.pane, direction, this.#recent);
    if (next === null || next === undefined) this.#page.say(TEXT.onePane);
    else this.#screen.focusPane(next);
  }

  /** @param {Direction} direction */
  resize(direction) {
    if (this.#panes.length > 1) this.#resize(direction);
    else this.#page.say(TEXT.onePane);
  }

  /** Swaps with the pane that comes next, by rows. */
  swap() {
    const panes = inReadingOrder(this.#panes);
    const at = panes.findIndex(({ pane }) => pane === this.#screen.focused);
    if (at < 0 || panes.length < 2) return this.#page.say(TEXT.onePane);
    return this.run('swap', { with: panes[(at + 1) % panes.length].pane });
  }

  /** Closes a pane after a question; a pane whose program has ended without one. */
  async close() {
    const { pane } = this;
    if (!pane) return;
    if (pane.dead) return this.run('kill');
    await ask({
      title: TEXT.closeTitle,
      text: TEXT.closeText(pane.command),
      action: TEXT.close,
      busy: TEXT.closing,
      danger: true,
      submit: () => this.#page.panes.command('kill', { pane: pane.pane }),
    });
    this.#page.focus();
  }

  /** Starts the program of a pane again; ends the one that runs after a question. */
  async respawn() {
    const { pane } = this;
    if (!pane) return;
    if (pane.dead) return this.run('respawn');
    await ask({
      title: TEXT.respawnTitle,
      text: TEXT.closeText(pane.command),
      action: TEXT.respawn,
      busy: TEXT.starting,
      danger: true,
      submit: () => this.#page.panes.command('respawn', { pane: pane.pane, kill: true }),
    });
    this.#page.focus();
  }

  async rename() {
    const { pane } = this;
    if (!pane) return;
    await ask({
      title: TEXT.renameTitle,
      fields: [{ name: 'name', label: TEXT.title, value: pane.title ?? '', attributes: { maxlength: 200 } }],
      action: TEXT.rename,
      busy: TEXT.renaming,
      submit: ({ name }) => this.#page.panes.command('rename', { pane: pane.pane, name }),
    });
    this.#page.focus();
  }

  /** Asks for a window, then moves the pane into it. */
  async join() {
    const { pane } = this;
    const others = this.#page.windows.filter(({ id }) => id !== this.#window?.id);
    if (!pane || others.length === 0) return this.#page.say(TEXT.oneWindow);
    await ask({
      title: TEXT.joinTitle,
      fields: [
        { name: 'window', label: TEXT.window, options: others.map((one) => [one.id, windowLabel(one)]) },
      ],
      action: TEXT.join,
      busy: TEXT.moving,
      submit: ({ window }) => this.#page.panes.command('join', { pane: pane.pane, window }),
    });
    this.#page.focus();
  }

  synchronize() {
    return this.runOnWindow('synchronize', { on: !this.#panes.some(({ sync }) => sync) });
  }

  /** @param {Direction} direction @param {number} cells */
  async #moveBorder(direction, cells) {
    const { axis, sign } = WAYS[direction];
    const border = dividerBeside(this.#panes, this.#screen.focused, axis);
    if (border === null) return;
    await attempt(() => resizeTo(this.#page, border, border.at + sign * cells));
  }
}

/**
 * Moves a divider to a column or row; tmux decides how far it can go.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('./pane-geometry.js').Divider} divider
 * @param {number} at
 */
export function resizeTo(page, { axis, pane, start, least, most }, at) {
  // During a drag the pane may have moved since the divider was taken.
  const now = page.panes.screen.window?.panes.find((one) => one.pane === pane);
  const from = now === undefined ? start : axis === 'x' ? now.left : now.top;
  const cells = Math.max(least, Math.min(most, at)) - from;
  return page.panes.command('resize-pane', { pane, [axis === 'x' ? 'cols' : 'rows']: Math.max(1, cells) });
}

/** @param {import('../../pages/page-contract.js').Page} page @param {PaneCommands} commands */
export function registerPaneCommands(page, commands) {
  const on = (id, run) => page.actions.register(id, run);
  on('pane.splitRight', () => commands.run('split', { direction: 'right' }));
  on('pane.splitDown', () => commands.run('split', { direction: 'down' }));
  on('pane.zoom', () => commands.run('zoom'));
  for (const [direction, name] of Object.entries(SIDES)) {
    on(`pane.${direction}`, () => commands.go(/** @type {Direction} */ (direction)));
    on(`pane.resize${name}`, () => commands.resize(/** @type {Direction} */ (direction)));
  }
  on('pane.even', () => commands.runOnWindow('layout', { name: 'even' }));
  on('pane.tile', () => commands.runOnWindow('layout', { name: 'tiled' }));
  on('pane.swap', () => commands.swap());
  on('pane.break', () => commands.run('break'));
  on('pane.join', () => commands.join());
  on('pane.rename', () => commands.rename());
  on('pane.respawn', () => commands.respawn());
  on('pane.synchronize', () => commands.synchronize());
  on('pane.clearHistory', () => commands.run('clear-history'));
  on('pane.close', () => commands.close());
}
