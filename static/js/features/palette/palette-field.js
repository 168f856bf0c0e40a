/** The dialog and the field of the palette, there at once: what is typed while the rest is loaded is not lost. */
import { isTouchFirst } from '../../lib/device.js';
import { el } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { showModal } from '../../lib/visual-viewport.js';
import { keyboardOwner } from '../../components/focus-return.js';

export class PaletteField {
  #opener = keyboardOwner();
  #focus;
  #reads;
  /** Whether Enter was pressed before there was anything to run. */
  entered = false;

  /** @param {string} text typed already @param {() => void} [focus] where the keyboard goes that came from nowhere. */
  constructor(text, focus = () => {}) {
    this.#focus = focus;
    this.input = el('input', {
      class: 'palette-input',
      type: 'text',
      role: 'combobox',
      'aria-label': 'Find a session, window, command or setting',
      'aria-expanded': 'false',
      'aria-controls': 'palette-list',
      'aria-autocomplete': 'list',
      autocomplete: 'off',
      autocapitalize: 'none',
      spellcheck: 'false',
      enterkeyhint: 'go',
    });
    const close = el('button', {
      class: 'icon-button',
      type: 'button',
      'aria-label': 'Close',
      text: '×',
      on: { click: () => this.close() },
    });
    const glass = icon('search');
    // Under fingers the list is read first: a soft keyboard would cover half of it.
    this.#reads = isTouchFirst();
    this.dialog = el(
      'dialog',
      { class: 'dialog palette', 'aria-label': 'Command palette', tabindex: -1 },
      el('div', { class: 'palette-head' }, glass, this.input, close),
    );
    this.#listen();
    document.body.append(this.dialog);
    showModal(this.dialog);
    if (this.#reads) this.dialog.focus();
    this.write(text);
  }

  /** Puts this into the field as if it had been typed. */
  write(text) {
    this.input.value = text;
    if (!this.#reads || !this.dialog.contains(document.activeElement)) this.#toInput();
  }

  /** Behind what is written already. */
  #toInput() {
    this.input.focus();
    this.input.setSelectionRange(this.input.value.length, this.input.value.length);
  }

  get open() {
    return this.dialog.isConnected;
  }

  /** Gone, with the keyboard where it was before. */
  close() {
    if (!this.open) return;
    this.dialog.close();
    this.dialog.remove();
    if (this.#opener?.isConnected && this.#opener !== document.body) this.#opener.focus();
    else this.#focus();
  }

  #listen() {
    // A keyboard beside the screen writes at once.
    this.dialog.addEventListener('keydown', ({ key, target }) => {
      if (this.#reads && target !== this.input && [...key].length === 1) this.#toInput();
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
