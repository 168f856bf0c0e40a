/** When the key bar and the toolbar of the page are visible on a touch screen. */
import { el, need } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { TEXT } from './touch-text.js';

// The `keyCode` of a key that an input method handles.
const COMPOSING = 229;

/**
 * A viewer gets no key bar. A user who types on a real keyboard loses it until a button shows it again.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {object} parts
 * @param {import('./key-bar.js').KeyBar} parts.bar
 * @param {import('./soft-keyboard.js').SoftKeyboard} parts.keyboard
 * @param {boolean} parts.shown whether it is visible at first.
 */
export function installKeyBarVisibility(page, { bar, keyboard, shown }) {
  let isAway = !shown;
  let isRequested = false;
  // In the toolbar: over the terminal it could cover the prompt.
  const button = el('button', {
    class: 'chip chip-button',
    type: 'button',
    text: TEXT.showKeys,
    hidden: true,
  });
  need('#menu').before(button);
  const show = () => {
    const mayType = page.mayType();
    bar.element.hidden = isAway || !mayType;
    button.hidden = !isAway || !mayType;
    document.body.classList.toggle('has-keys', !bar.element.hidden);
  };
  button.addEventListener('click', () => {
    [isAway, isRequested] = [false, true];
    show();
    page.focus();
  });
  const onKey = (event) => {
    // Soft keyboards do not say which key it was.
    const isRealKey = event.isTrusted && event.code && event.keyCode !== COMPOSING && !keyboard.isUp;
    if (isRequested || isAway || !isRealKey) return;
    isAway = true;
    show();
  };
  window.addEventListener('keydown', onKey, true);
  page.events.on('role', show);
  show();
}

/** If the window is low, the toolbar is folded into a corner: a button shows and hides it. */
export function installToolbarPill() {
  const pill = el(
    'button',
    { class: 'bar-pill', type: 'button', 'aria-label': TEXT.toolbar, 'aria-expanded': 'false' },
    el('span', { class: 'bar-pill-face', 'aria-hidden': true }, icon('more')),
  );
  pill.addEventListener('click', () => {
    const isOpen = document.body.classList.toggle('bar-open');
    pill.setAttribute('aria-expanded', String(isOpen));
  });
  need('#terminal').append(pill);
}
