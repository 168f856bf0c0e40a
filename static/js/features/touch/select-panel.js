/** The text of the screen with the phone's own handles for selecting and copying. */
import { linkAt } from '../../terminal/links/addresses.js';
import { el } from '../../lib/dom.js';
import { openLinkMenu } from '../files/link-menu.js';
import { passKey } from '../keys/pass-key.js';
import { characterAt } from '../../lib/text-at-point.js';

let opened = null;

/** What is open now, or null; it scrolls and closes as the history does. */
export function openedSelect() {
  return opened;
}

/**
 * Opens it, once.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../../terminal/input/touch.js').TouchTerminal} touch
 * @param {string} [whole] another text than that of the screen, of which less is in view.
 */
export function openSelect(page, touch, whole) {
  opened ??= new SelectPanel(page, touch, whole);
}

class SelectPanel {
  #page;
  #words;
  #panel;
  #stop;

  constructor(page, touch, whole = touch.text) {
    this.#page = page;
    // The empty half of a screen is a long way for a thumb.
    const text = whole.replace(/\n{4,}/g, '\n\n\n');
    this.#words = el('pre', { class: 'select-words', tabindex: 0, text: text || 'The screen is empty.' });
    const button = (label, run, more = '') =>
      el('button', { class: `button button-small ${more}`, type: 'button', text: label, on: { click: run } });
    // Not modal: the keys below and what is told stay in reach.
    this.#panel = el(
      'dialog',
      {
        class: 'select-text',
        open: true,
        'aria-label': 'Select text',
        tabindex: -1,
        on: { keydown: (event) => this.#key(event) },
      },
      el(
        'div',
        { class: 'select-bar' },
        button('Copy all', () => page.screen.copy(text), 'button-primary'),
        ...(page.actions.has('history.open') ? [button('History', () => this.#older())] : []),
        button('Close', () => this.close()),
      ),
      this.#words,
    );
    this.#words.addEventListener('click', (event) => {
      const at = this.hasSelection ? null : characterAt(this.#words, event);
      const link = at === null ? null : linkIn(text, at, touch.cols);
      if (link) openLinkMenu(page, event, link);
    });
    this.#stop = page.events.on('typed', () => this.close());
    page.layer.append(this.#panel);
    this.toEnd();
    this.#panel.focus({ preventScroll: true });
  }

  get hasSelection() {
    return !getSelection().isCollapsed;
  }

  scrollBy(pixels) {
    this.#words.scrollTop += pixels;
  }

  scrollPages(pages) {
    this.scrollBy(pages * this.#words.clientHeight);
  }

  toStart() {
    this.#words.scrollTop = 0;
  }

  toEnd() {
    this.#words.scrollTop = this.#words.scrollHeight;
  }

  close() {
    this.#remove();
    this.#page.focus();
  }

  #older() {
    this.#remove();
    this.#page.actions.run('history.open');
  }

  #remove() {
    this.#stop();
    this.#panel.remove();
    opened = null;
  }

  #key(event) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.close();
    } else {
      passKey(this.#page, event, this);
    }
  }
}

/** What was touched in a text of lines; those that tmux wrapped are joined, so a full one is a multiple of the columns. */
function linkIn(text, at, cols) {
  const row = text.slice(0, at).split('\n').length - 1;
  const rows = text
    .split('\n')
    .map((line) => ({ text: line, full: line !== '' && line.length % cols === 0 }));
  return linkAt(rows, row, at - (text.lastIndexOf('\n', at - 1) + 1));
}
