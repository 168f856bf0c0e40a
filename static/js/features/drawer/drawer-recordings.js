/** The recordings in the side panel: the list of the recordings page; players open in new tabs. */
import { AccountApi } from '../../net/account-api.js';
import { el } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { RecordingsList } from '../recording/recordings-list.js';
import { TEXT } from './drawer-text.js';

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @returns {Promise<import('./drawer-panel.js').Part>}
 */
export async function makePart(page) {
  await Promise.all([needStyle('pages/account.css'), needStyle('features/recording/recordings.css')]);
  const list = el('ul', { class: 'rows', 'aria-label': TEXT.recordings, 'aria-busy': 'true' });
  const none = el('p', { class: 'muted', text: TEXT.noRecordings, hidden: true });
  const problem = el('p', { class: 'notice notice-danger', role: 'alert', hidden: true });
  const box = el(
    'div',
    { class: 'drawer-recordings', tabindex: '0', role: 'group', 'aria-label': TEXT.recordings },
    problem,
    list,
    none,
  );
  const recordings = new RecordingsList(new AccountApi(), { list, none, problem }, { newTab: true });
  let stop = () => {};
  // The session gets an event when a recording begins or ends.
  const unlisten = page.events.on('recording', () => box.isConnected && recordings.show());
  const hidden = () => {
    stop();
    stop = () => {};
  };
  return {
    elements: [box],
    shown: () => {
      hidden();
      recordings.show();
      stop = recordings.follow();
    },
    hidden,
    focus: () => box.focus(),
    dispose: () => {
      hidden();
      unlisten();
    },
  };
}
