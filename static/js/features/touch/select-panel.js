/** The screen as text, which the phone's own handles select. */
import { linkAt } from '../../terminal/links/addresses.js';
import { el } from '../../lib/dom.js';
import { openLinkMenu } from '../files/link-menu.js';
import { passKey } from '../keys/pass-key.js';
import { characterAt } from '../../lib/text-at-point.js';
import { TEXT } from './touch-text.js';

let opened = null;

/** The open panel, or null. @returns {import('./reading-keys.js').Reader|null} */
export function selectPanel() {
  return opened;
}

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../../terminal/input/touch.js').TouchTerminal} touch
 * @param {string} [text] another one than that of the screen.
 */
export function openSelectPanel(page, touch, text) {
  opened ??= new SelectPanel(page, touch, text);
}

class SelectPanel {
  #page;
  #words;
  #panel;
  #stop;

  constructor(page, touch, whole = touch.text) {
    this.#page = page;
    // An empty half of a screen is a long way to scroll.
    const text = whole.replace(/\n{4,}/g, '\n\n\n');
    this.#words = el('pre', { class: 'select-words', tabindex: 0, text: text || TEXT.emptyScreen });
    const button = (label, run, more = '') =>
      el('button', { class: `button button-small ${more}`, type: 'button', text: label, on: { click: run } });
    // Not modal: the key bar and notices stay in reach.
    this.#panel = el(
      'dialog',
      {
        class: 'select-text',
        open: true,
        'aria-label': TEXT.selectText,
        tabindex: -1,
        on: { keydown: (event) => this.#key(event) },
      },
      el(
        'div',
        { class: 'select-bar' },
        button(TEXT.copyAll, () => page.screen.copy(text), 'button-primary'),
        ...(page.actions.has('history.open') ? [button(TEXT.history, () => this.#openHistory())] : []),
        button(TEXT.close, () => this.close()),
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

  #openHistory() {
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

/** The link at a place of the text, in which wrapped lines are joined: a full one has n × `cols` cells. */
function linkIn(text, at, cols) {
  const row = text.slice(0, at).split('\n').length - 1;
  const rows = text
    .split('\n')
    .map((line) => ({ text: line, full: line !== '' && line.length % cols === 0 }));
  return linkAt(rows, row, at - (text.lastIndexOf('\n', at - 1) + 1));
}
