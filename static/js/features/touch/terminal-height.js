/** The height of the terminal under a soft keyboard, and which part of it is in view. */
import { CoveredHeight } from './covered-height.js';

// For a user who types for so long, a smaller terminal is better than a part of a large one.
const FIT_AFTER_MS = 60_000;

/**
 * The terminal keeps its size under a soft keyboard, unless it should fit or the keyboard stays for long.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {object} parts
 * @param {import('../../terminal/input/touch.js').TouchTerminal} parts.touch
 * @param {import('./key-bar.js').KeyBar} parts.bar
 * @param {import('../compose/compose-bar.js').Compose} parts.compose
 * @param {import('./soft-keyboard.js').SoftKeyboard} parts.keyboard
 * @param {HTMLElement} parts.fitButton
 */
export function keepHeight(page, { touch, bar, compose, keyboard, fitButton }) {
  const covered = new CoveredHeight(
    () => (page.settings.get('touch.keyboard') === 'fit' ? 0 : keyboard.px) + bar.extraPx,
  );
  let timer = null;
  const show = () => {
    fitButton.hidden = !keyboard.isUp && !covered.fitted;
    fitButton.setAttribute('aria-pressed', String(covered.fitted));
    touch.measure();
  };
  const fitLater = () => {
    timer = setTimeout(() => {
      if (compose.shown) fitLater();
      else covered.fit();
      show();
    }, FIT_AFTER_MS);
  };
  touch.coverHeight(() => covered.px);
  page.settings.watch('touch.keyboard', show);
  return {
    keyboard(isUp) {
      clearTimeout(timer);
      if (isUp) fitLater();
      else covered.unfit();
      show();
    },
    toggle() {
      if (covered.fitted) covered.unfit();
      else covered.fit();
      show();
    },
  };
}

/** The view follows the cursor. If a finger has moved it away, the next key moves it back. */
export function followCursor(page, { touch, zoomPan }) {
  let frame = 0;
  const onNextFrame = (run) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(run);
  };
  touch.onCursor(() => onNextFrame(() => zoomPan.follow()));
  page.events.on('typed', () => onNextFrame(() => zoomPan.reveal()));
}
