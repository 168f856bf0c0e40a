/**
 * Where the keyboard goes once a dialog is gone: to what was reached by keyboard, else to the terminal on its page, whatever
 * was pressed to open the dialog.
 * @returns {HTMLElement|null}
 */
export function keyboardOwner() {
  const held = /** @type {HTMLElement|null} */ (document.activeElement);
  const reached = held !== document.body && held.matches(':focus-visible');
  return reached ? held : (document.querySelector('main#terminal .xterm textarea') ?? held);
}

/** Takes the focus away, so that nothing gets what the user types until something else has the focus. */
export function blurFocused() {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
}
