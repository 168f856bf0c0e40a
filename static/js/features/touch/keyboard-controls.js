/** Opens and closes the soft keyboard. Browsers have no call for it: it follows the focus and `inputMode`. */
import { openReader } from './reading-keys.js';

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {object} parts
 * @param {import('../../terminal/input/touch.js').TouchTerminal} parts.touch
 * @param {import('../compose/compose-bar.js').Compose} parts.compose
 * @param {import('./soft-keyboard.js').SoftKeyboard} parts.keyboard
 */
export function keyboardControls(page, { touch, compose, keyboard }) {
  touch.wantKeyboard(false);
  /** For typing into the terminal. */
  const show = () => {
    touch.wantKeyboard(true);
    openReader()?.close();
    // A field that has the focus already does not open a keyboard that the user closed.
    if (touch.hasFocus && !keyboard.isUp) touch.blur();
    page.focus();
  };
  const hide = () => {
    (compose.hasFocus ? compose : touch).blur();
    if (!compose.shown) {
      touch.wantKeyboard(false);
      page.focus();
    }
  };
  const toggle = () => {
    if (keyboard.isUp) hide();
    else if (compose.shown) compose.focus();
    else show();
  };
  return { show, toggle };
}
