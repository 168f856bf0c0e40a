/** The dialog and the field of the palette. It opens at once and takes what is typed while the rest loads. */
import { isTouchFirst } from '../../lib/device.js';
import { el } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { showModal } from '../../lib/visual-viewport.js';
import { listField } from '../../components/controls.js';
import { keyboardOwner } from '../../components/focus.js';

/** The texts that the page loads before the palette. */
const TEXT = {
  palette: 'Command palette',
  field: 'Find a session, window, command or setting',
  close: 'Close',
};

export class PaletteField {
  #opener = keyboardOwner();
  #focus;
  #readsFirst;
  /** Whether the user pressed Enter before anything was loaded. */
  entered = false;

  /**
   * @param {string} text what the field contains at first.
   * @param {() => void} [focus] called when the palette closes and the element that had the focus is gone.
   */
  constructor(text, focus = () => {}) {
    this.#focus = focus;
    this.input = listField('palette-list', TEXT.field, {
      class: 'palette-input',
      'aria-expanded': 'false',
      'aria-autocomplete': 'list',
      enterkeyhint: 'go',
      placeholder: null,
    });
    const close = el('button', {
      class: 'icon-button',
      type: 'button',
      'aria-label': TEXT.close,
      text: '×',
      on: { click: () => this.close() },
    });
    const glass = icon('search');
    // On a touch screen the user reads the list first: a soft keyboard would cover half of it.
    this.#readsFirst = isTouchFirst();
    this.dialog = el(
      'dialog',
      { class: 'dialog palette', 'aria-label': TEXT.palette, tabindex: -1 },
      el('div', { class: 'palette-head' }, glass, this.input, close),
    );
    this.#listen();
    document.body.append(this.dialog);
    showModal(this.dialog);
    if (this.#readsFirst) this.dialog.focus();
    this.write(text);
  }

  /** Sets the text of the field. */
  write(text) {
    this.input.value = text;
    if (!this.#readsFirst || !this.dialog.contains(document.activeElement)) this.#toInput();
  }

  /** Puts the cursor behind the text. */
  #toInput() {
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  get open() {
    return this.dialog.isConnected;
  }

  /** Closes the dialog and gives the focus back. */
  close() {
    if (!this.open) return;
    this.dialog.close();
    this.dialog.remove();
    if (this.#opener?.isConnected && this.#opener !== document.body) this.#opener.focus();
    else this.#focus();
  }

  #listen() {
    // A hardware keyboard types at once.
    this.dialog.addEventListener('keydown', ({ key, target }) => {
      if (this.#readsFirst && target !== this.input && [...key].length === 1) this.#toInput();
    });
    this.input.addEventListener('keydown', ({ key, isComposing }) => {
      if (!isComposing) this.entered = key === 'Enter';
    });
    this.dialog.addEventListener('cancel', (event) => {
      event.preventDefault();
      this.close();
    });
    this.dialog.addEventListener('click', (event) => event.target === this.dialog && this.close());
  }
}
