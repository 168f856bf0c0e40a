/** The height of the terminal under a soft keyboard, and what of it is in view. */
import { LentHeight } from './covered-height.js';

// Who types for so long is better served by a smaller terminal than by a part of a large one.
const STAYS_MS = 60_000;

/** The terminal keeps its size under a soft keyboard, unless its reader asks for another or the keyboard stays for long. */
export function keepHeight(page, { touch, bar, compose, viewport, fit }) {
  const lent = new LentHeight(
    () => (page.settings.get('touch.keyboard') === 'fit' ? 0 : viewport.keyboardPx) + bar.extraPx,
  );
  let timer = null;
  const show = () => {
    fit.hidden = !viewport.keyboardUp && !lent.fitted;
    fit.setAttribute('aria-pressed', String(lent.fitted));
    touch.measure();
  };
  const wait = () => {
    timer = setTimeout(() => {
      if (compose.shown) wait();
      else lent.fit();
      show();
    }, STAYS_MS);
  };
  touch.lendHeight(() => lent.px);
  page.settings.watch('touch.keyboard', show);
  return {
    keyboard(up) {
      clearTimeout(timer);
      if (up) wait();
      else lent.unfit();
      show();
    },
    toggle() {
      if (lent.fitted) lent.unfit();
      else lent.fit();
      show();
    },
  };
}

/** What is in view of a screen follows its cursor, and comes back to it with the next key. */
export function followCursor(page, { touch, letterbox }) {
  let frame = 0;
  const soon = (run) => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(run);
  };
  touch.onCursor(() => soon(() => letterbox.follow()));
  page.events.on('typed', () => soon(() => letterbox.reveal()));
}
