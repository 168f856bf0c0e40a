/** Joins the grid of panes to the page: focus, dividers, titles, the menu of a pane. */
import { attempt } from '../../components/attempt.js';
import { MENU_GROUPS, PaneCommands, registerPaneCommands, resizeTo } from './pane-commands.js';
import { TEXT } from './pane-grid-text.js';
import { dropOn, installTitleDrag } from './title-drag.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPanes(page) {
  const commands = new PaneCommands(page);
  registerPaneCommands(page, commands);
  serveGrid(page);
}

/** What users do to the frames and the borders. */
function serveGrid(page) {
  const { screen, command } = page.panes;
  const send = (name, args) => attempt(() => command(name, args));
  screen.grid.serve({
    mayType: () => page.mayType(),
    onMenu: (pane, button) => openMenuOf(page, pane, button),
    onRespawn: (pane) => send('respawn', { pane }),
    resize: (divider, at) => resizeTo(page, divider, at),
    even: () => page.actions.run('pane.even'),
    leave: () => page.focus(),
  });
  page.events.on('role', () => screen.grid.again());
  installTitleDrag(screen.grid.element, {
    canMove: () => page.mayType(),
    find: (target, pane) => dropOn(target, pane, { windows: page.windows, window: screen.window?.id ?? '' }),
    onDrop: ({ command: name, args }) => send(name, args),
  });
}

function openMenuOf(page, pane, button) {
  page.panes.screen.focusPane(pane);
  attempt(async () => {
    const { itemsOf, openMenu } = await import('../../components/menu.js');
    const groups = MENU_GROUPS.map((ids) => itemsOf(page.actions, ids));
    openMenu(button, groups, { label: TEXT.menu, onClose: () => page.focus() });
  });
}
