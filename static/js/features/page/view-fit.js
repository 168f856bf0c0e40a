/** A screen in the size of somebody else, where there are no fingers: all of it, as wide as the window, or at full size. */
import { isTouchFirst } from '../../lib/device.js';
import { el, need, setText } from '../../lib/dom.js';
import { toast } from '../../components/toast.js';

const WAYS = Object.freeze({ whole: 'Whole screen', width: 'Fit to width', full: '100 %' });

/** @param {import('../../pages/terminal.js').Page} page */
export function installViewFit(page) {
  if (isTouchFirst()) return;
  let way = 'whole';
  let owner = true;
  let view = null;
  const button = el('button', {
    class: 'chip chip-button',
    type: 'button',
    id: 'view-fit',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    title: 'How the screen is shown here. Other viewers see no change.',
    hidden: true,
  });
  const show = async (wanted) => {
    way = wanted;
    setText(button, WAYS[way]);
    // What enlarges is loaded by who enlarges.
    if (!view && way === 'whole') return;
    view ??= import('./zoomed-view.js').then(({ enlarged }) => enlarged(page));
    (await view).fit(way, { owner });
  };
  button.addEventListener('click', async () => {
    const { openMenu } = await import('../../components/menu.js');
    const items = Object.entries(WAYS).map(([id, label]) => ({
      label,
      checked: id === way,
      run: () => show(id),
    }));
    openMenu(button, [items], { label: 'How the screen is shown', onClose: () => page.focus() });
  });
  page.actions.register('view.next', () => {
    if (owner) toast('The session already has the size of this window.');
    else show(next(way)).then(() => page.say(`${WAYS[way]}.`));
  });
  need('#sized').before(button);
  page.events.on('layout', (layout) => {
    if (!layout.owner || !owner) show(layout.owner ? 'whole' : way);
    owner = layout.owner;
    button.hidden = owner;
  });
}

function next(way) {
  const ways = Object.keys(WAYS);
  return ways[(ways.indexOf(way) + 1) % ways.length];
}
