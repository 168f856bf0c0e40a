/** A note in a pane whose user has scrolled back: it says that there is new output, and leads to the end. */
import { el, setText } from '../../lib/dom.js';
import { TEXT } from './pane-grid-text.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPaneScroll(page) {
  page.screen.extend((terminal, disposables) => {
    const note = new ScrollNote(terminal, () => page.focus());
    disposables.own(terminal.onRender(() => note.show()));
    disposables.own(terminal.onScroll(() => note.show()));
    disposables.own(terminal.onWriteParsed(() => note.written()));
  });
}

/** The note of one terminal. @testonly */
export class ScrollNote {
  #terminal;
  #fresh = false;
  #chip;

  /**
   * @param {import('../../terminal/screen.js').OpenTerminal} terminal
   * @param {() => void} focus gives the keyboard back to the terminal.
   */
  constructor(terminal, focus) {
    this.#terminal = terminal;
    this.#chip = el('button', {
      ...{ type: 'button', class: 'pane-scrolled', title: TEXT.toEnd, hidden: true },
      on: {
        click: () => {
          terminal.scrollToBottom();
          this.show();
          focus();
        },
      },
    });
  }

  /** Whether the end of the output is out of view. */
  get #behind() {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    return viewportY < baseY;
  }

  /** The program printed something. */
  written() {
    if (this.#behind) this.#fresh = true;
    this.show();
  }

  show() {
    const behind = this.#behind;
    // A terminal that may not lose rows draws no new ones.
    this.#fresh = behind && (this.#fresh || this.#terminal.element.classList.contains('is-frozen'));
    if (behind && this.#chip.parentElement === null) this.#terminal.element.after(this.#chip);
    this.#chip.hidden = !behind;
    setText(this.#chip, this.#fresh ? TEXT.newOutput : TEXT.scrolledBack);
    this.#terminal.element.classList.toggle('is-scrolled-back', behind);
  }
}
