/** The menu of the page: the actions that have no button, by group. And when the browser's menu may open. */
import { isTouchFirst } from '../../lib/device.js';
import { need } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { SCREEN_EXPORTS } from '../clipboard/screen-export.js';
import { TEXT } from './page-text.js';

const GROUPS = [
  ['window.new', 'window.rename', 'window.moveLeft', 'window.moveRight', 'window.close'],
  [
    'pane.splitRight',
    'pane.splitDown',
    'pane.zoom',
    'pane.even',
    'pane.solo',
    'panes.broadcast',
    'tmux.view',
    'pane.close',
  ],
  [
    'find.open',
    'history.open',
    'search.open',
    'hints.open',
    'drawer.toggle',
    ...SCREEN_EXPORTS,
    'file.upload',
    'file.download',
  ],
  ['snippets.open', 'compose.toggle', 'send.ctrlW', 'send.ctrlT', 'send.ctrlN'],
  [
    'session.fit',
    'view.next',
    'view.swap',
    'session.new',
    'session.rename',
    'session.savePreset',
    'session.share',
    'session.record',
    'session.mute',
  ],
  [
    'palette.open',
    'keys.lock',
    'screenReader.toggle',
    'figures.toggle',
    'theme.toggle',
    'rail.toggle',
    'zen.toggle',
  ],
  ['settings.open', 'notify.allow', 'help.open', 'inbox.open', 'home.open'],
];

// On phones the bar has no room for the bell: its actions are the first of the menu.
const BELL = ['notify.allow', 'session.mute'];

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPageMenu(page) {
  const button = need('#menu');
  needStyle('components/overlays.css');
  button.addEventListener('click', async () => {
    const { itemsOf, openMenu } = await import('../../components/menu.js');
    const groups = isTouchFirst()
      ? [BELL, ...GROUPS.map((ids) => ids.filter((id) => !BELL.includes(id)))]
      : GROUPS;
    openMenu(
      button,
      groups.map((ids) => itemsOf(page.actions, ids)),
      { label: TEXT.menu, onClose: () => page.focus() },
    );
  });
}

/**
 * If tmux or a program gets the mouse, the browser's menu opens only with Shift: else it would cover theirs.
 * @param {import('../../pages/page-contract.js').Page} page
 */
export function installRightClick(page) {
  need('#stage').addEventListener('contextmenu', (event) => {
    if (!event.shiftKey && page.screen.usesMouse && page.mayType()) event.preventDefault();
  });
}
