/**
 * Notes in a pane whose user has scrolled back: one says that there is new output, and leads to the end;
 * one at the oldest row of the page leads to the history, which tmux has more of.
 */
import { el, setText } from '../../lib/dom.js';
import { TEXT } from './pane-grid-text.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPaneScroll(page) {
  page.screen.extend((terminal, disposables) => {
    const note = new ScrollNote(terminal, {
      focus: () => page.focus(),
      openHistory: (back) => {
        const frame = terminal.element.closest('[data-pane]');
        page.panes.screen.focusPane(Number(frame.getAttribute('data-pane')));
        page.actions.run('history.open', { back });
      },
    });
    disposables.own(terminal.onRender(() => note.show()));
    disposables.own(terminal.onScroll(() => note.show()));
    disposables.own(terminal.onWriteParsed(() => note.written()));
  });
}

/** The notes of one terminal. @testonly */
export class ScrollNote {
  #terminal;
  #fresh = false;
  #chip;
  #older;

  /**
   * @param {import('../../terminal/screen.js').OpenTerminal} terminal
   * @param {{focus: () => void, openHistory: (back: number) => void}} handlers `focus` gives the keyboard
   *   back to the terminal; `back` is how many rows before the end the history has to show.
   */
  constructor(terminal, { focus, openHistory }) {
    this.#terminal = terminal;
    this.#older = el('button', {
      ...{ type: 'button', class: 'pane-scrolled pane-older', text: TEXT.olderRows, hidden: true },
      on: { click: () => openHistory(terminal.buffer.active.length) },
    });
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

  /** Whether the user sees the oldest row, and the page had no room for those before it. */
  get #atOldest() {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    return viewportY === 0 && baseY > 0 && baseY >= this.#terminal.options.scrollback;
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
    if (behind && this.#chip.parentElement === null) this.#terminal.element.after(this.#chip, this.#older);
    this.#chip.hidden = !behind;
    this.#older.hidden = !this.#atOldest;
    setText(this.#chip, this.#fresh ? TEXT.newOutput : TEXT.scrolledBack);
    this.#terminal.element.classList.toggle('is-scrolled-back', behind);
  }
}
