/** The side panel's recordings: the same list as on their own page; players open in tabs of their own. */
import { AccountApi } from '../../net/account-api.js';
import { el } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { RecordingsList } from '../recording/recordings-list.js';

/** @param {import('../../pages/page-contract.js').Page} page @returns {Promise<import('./drawer-panel.js').Part>} */
export async function makePart(page) {
  await Promise.all([needStyle('pages/account.css'), needStyle('features/recording/recordings.css')]);
  const list = el('ul', { class: 'rows', 'aria-label': 'Recordings', 'aria-busy': 'true' });
  const none = el('p', {
    class: 'muted',
    text: 'None yet. The record button in the toolbar records this session.',
    hidden: true,
  });
  const problem = el('p', { class: 'notice notice-danger', role: 'alert', hidden: true });
  const box = el(
    'div',
    { class: 'drawer-recordings', tabindex: '0', role: 'group', 'aria-label': 'Recordings' },
    problem,
    list,
    none,
  );
  const recordings = new RecordingsList(new AccountApi(), { list, none, problem }, { newTab: true });
  let stop = () => {};
  // One that begins or ends is told to its session.
  const forget = page.events.on('recording', () => box.isConnected && recordings.show());
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
      forget();
    },
  };
}
