/** How a mouse user sees a screen sized by another viewer: whole, as wide as the window, or at full size. */
import { isTouchFirst } from '../../lib/device.js';
import { el, need, setText } from '../../lib/dom.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './page-text.js';

const VIEWS = Object.entries(TEXT.views);

/** @param {import('../../pages/page-contract.js').Page} page */
export function installViewFit(page) {
  if (isTouchFirst()) return;
  let current = 'whole';
  let owner = true;
  let zoomed = null;
  const button = el('button', {
    class: 'chip chip-button',
    type: 'button',
    id: 'view-fit',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    title: TEXT.viewTitle,
    hidden: true,
  });
  const show = async (view) => {
    current = view;
    setText(button, TEXT.views[view]);
    // Loaded when a user first enlarges the screen.
    if (!zoomed && view === 'whole') return;
    zoomed ??= import('./zoomed-view.js').then(({ installZoomedView }) => installZoomedView(page));
    (await zoomed).fit(view, { owner });
  };
  button.addEventListener('click', async () => {
    const { openMenu } = await import('../../components/menu.js');
    const items = VIEWS.map(([id, label]) => ({ label, checked: id === current, run: () => show(id) }));
    openMenu(button, [items], { label: TEXT.viewMenu, onClose: () => page.focus() });
  });
  page.actions.register('view.next', () => {
    if (owner) toast(TEXT.ownSize);
    else show(viewAfter(current)).then(() => page.say(TEXT.viewSpoken(TEXT.views[current])));
  });
  need('#sized').before(button);
  page.events.on('layout', (layout) => {
    if (!layout.owner || !owner) show(layout.owner ? 'whole' : current);
    owner = layout.owner;
    button.hidden = owner;
  });
}

function viewAfter(view) {
  const place = VIEWS.findIndex(([id]) => id === view);
  return VIEWS[(place + 1) % VIEWS.length][0];
}
