/** The search in the side panel: a chosen line shows next to it. */
import { needStyle } from '../../lib/load-style.js';
import { showHistory } from '../history/history.js';
import { SearchPanel } from '../search/search-panel.js';

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('./drawer-panel.js').Drawer} drawer
 * @returns {Promise<import('./drawer-panel.js').Part>}
 */
export async function makePart(page, drawer) {
  await needStyle('features/history/history.css');
  const onGo = ({ here, place, address }) => {
    if (!here) location.assign(address);
    else {
      drawer.uncover();
      showHistory(page, place);
    }
  };
  const panel = new SearchPanel(
    {
      get session() {
        return page.session;
      },
      onGo,
    },
    'drawer-search',
  );
  return {
    elements: [panel.element],
    shown: () => {},
    hidden: () => {},
    focus: () => panel.focus(),
    dispose: () => panel.dispose(),
  };
}
