/** The part of the page that a soft keyboard leaves: as `--view-height` and `--view-top`, for styles. */

// An enlarged page has a small viewport too; that is not a keyboard.
const ENLARGED = 1.02;

let following = false;

/** Keeps the two up to date from now on. */
export function followView() {
  if (following) return;
  following = true;
  for (const type of ['resize', 'scroll']) visualViewport.addEventListener(type, apply);
  apply();
}

/** Whether the reader has enlarged the whole page. */
export const isEnlarged = () => visualViewport.scale > ENLARGED;

function apply() {
  if (isEnlarged()) return;
  const { style } = document.documentElement;
  style.setProperty('--view-height', `${visualViewport.height}px`);
  style.setProperty('--view-top', `${visualViewport.offsetTop}px`);
}

/** Opens a modal dialog, which stays in that part. @param {HTMLDialogElement} dialog */
export function showModal(dialog) {
  followView();
  dialog.showModal();
}
