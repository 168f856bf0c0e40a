/** The terminal page on a touch screen: joins key bar, composer, soft keyboard, gestures and size. */
import { need } from '../../lib/dom.js';
import { logError } from '../../lib/log.js';
import { needStyle } from '../../lib/load-style.js';
import { composeOf } from '../compose/compose.js';
import { SnippetList } from '../snippets/snippet-list.js';
import { installBack } from './back-button.js';
import { installKeyBarVisibility, installToolbarPill } from './bar-visibility.js';
import { installGestures } from './gesture-bindings.js';
import { installHistoryTouch } from './history-touch.js';
import { KeyBar } from './key-bar.js';
import { keyboardControls } from './keyboard-controls.js';
import { openSelectPanel } from './select-panel.js';
import { SoftKeyboard } from './soft-keyboard.js';
import { StickyKeys } from './sticky-keys.js';
import { followCursor, keepHeight } from './terminal-height.js';
import { TouchScroll } from './touch-scroll.js';
import { installTouchSize } from './touch-size.js';
import { touchTools } from './touch-tools.js';
import { ZoomPan } from './zoom-pan.js';

const PRELOAD_MS = 3_000;

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{keys: boolean}} options whether the key bar is visible at once.
 */
export async function installTouchPage(page, { keys }) {
  const [touch, compose] = await Promise.all([
    page.screen.touch(),
    composeOf(page),
    needStyle('features/touch/touch.css'),
  ]);
  const stage = need('#stage');
  const zoomPan = new ZoomPan(touch, { stage, frame: need('#frame'), readable: true });
  compose.typeBy((text) => touch.type(text));
  const snippets = new SnippetList(page, () => touch.flush());
  const sticky = new StickyKeys((modifiers) => bar.showModifiers(modifiers));
  const keyboard = new SoftKeyboard((isUp) => {
    bar.showKeyboard(isUp);
    // A keyboard that the user closed stays closed when the terminal gets the focus again.
    touch.wantKeyboard(isUp);
    height.keyboard(isUp);
  });
  const controls = keyboardControls(page, { touch, compose, keyboard });
  const tools = touchTools(page, { compose, snippets, toggleFit: () => height.toggle() });
  const bar = new KeyBar(page, { touch, sticky, toggleKeyboard: controls.toggle, tools: tools.all });
  bar.addAbove(compose.element);
  bar.addAbove(snippets.element);
  const height = keepHeight(page, { touch, bar, compose, keyboard, fitButton: tools.fitButton });
  page.actions.register('compose.toggle', () => {
    compose.toggle();
    // There is little height for both.
    if (compose.shown) bar.showMore(false);
  });
  page.actions.register('select.open', () => openSelectPanel(page, touch));
  page.events.on('history.text', (text) => openSelectPanel(page, touch, text));
  touch.holdKeys(sticky);
  need('#terminal').after(bar.element);
  document.body.classList.add('is-touch');
  const scroll = new TouchScroll(page, touch);
  installGestures(page, { stage, touch, scroll, zoomPan, showKeyboard: controls.show });
  installTouchSize(page, { zoomPan, giveButton: tools.giveButton });
  followCursor(page, { touch, zoomPan });
  installKeyBarVisibility(page, { bar, keyboard, shown: keys });
  installToolbarPill();
  installHistoryTouch(page);
  installBack(page, compose).catch((error) => logError('the Back button does not close what is open', error));
  // On a slow connection the first swipe would wait for it.
  setTimeout(() => import('../history/history-view.js').catch(() => {}), PRELOAD_MS);
}
