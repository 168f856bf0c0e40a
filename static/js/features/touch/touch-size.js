/**
 * The session's size on a touch screen: a button takes it, another gives it back, and the view follows it.
 */
import { el, need } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { TEXT } from './touch-text.js';

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{zoomPan: import('./zoom-pan.js').ZoomPan, giveButton: HTMLElement}} parts
 */
export function installTouchSize(page, { zoomPan, giveButton }) {
  const takeButton = el(
    'button',
    {
      class: 'touch-fit',
      type: 'button',
      'aria-label': TEXT.takeSize,
      hidden: true,
      on: { click: () => page.actions.run('session.fit') },
    },
    icon('fit'),
    el('span', { text: TEXT.takeSize }),
  );
  page.layer.append(takeButton);
  const isTerminal = need('#terminal').dataset.view !== 'mirror';
  let owner = true;
  let solo = false;
  let viewers = 1;
  const show = () => {
    takeButton.hidden = owner || solo || !isTerminal || !page.mayType();
    giveButton.hidden = !owner || viewers < 2 || !isTerminal;
  };
  page.events.on('layout', (layout) => {
    owner = layout.sizeOwner ?? layout.owner;
    zoomPan.layout(layout);
    show();
  });
  page.events.on('presence', (presence) => {
    viewers = Number(presence.viewers);
    show();
  });
  page.events.on('role', show);
  page.events.on('pane-focus', () => solo && zoomPan.restart());
  page.events.on('pane-solo', (on) => {
    solo = on;
    // Who asks for all panes wants to see them all, however small.
    zoomPan.readable = on || page.panes.screen.shown.length < 2;
    show();
  });
}
