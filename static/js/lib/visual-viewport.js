/** The part of the page beside a soft keyboard, for styles: `--view-height` and `--view-top`. */

// An enlarged page has a small viewport too, without a keyboard.
const ENLARGED = 1.02;

const view = /** @type {VisualViewport} */ (globalThis.visualViewport);
let following = false;

/** Updates them from now on. */
export function followView() {
  if (following) return;
  following = true;
  for (const type of ['resize', 'scroll']) view.addEventListener(type, apply);
  apply();
}

/** Whether the user enlarged the whole page. */
export const isEnlarged = () => view.scale > ENLARGED;

function apply() {
  if (isEnlarged()) return;
  const { style } = document.documentElement;
  style.setProperty('--view-height', `${view.height}px`);
  style.setProperty('--view-top', `${view.offsetTop}px`);
}

/** Opens a modal dialog in that part. @param {HTMLDialogElement} dialog */
export function showModal(dialog) {
  followView();
  dialog.showModal();
}
