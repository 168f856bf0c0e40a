/** The list of snippets above the keys of a phone. A tap types one; focus and soft keyboard do not change. */
import { el } from '../../lib/dom.js';
import { previewOf } from '../../lib/snippet-rules.js';
import { pressable } from '../../components/press.js';
import { TEXT } from './snippets-text.js';
import { openEditor, typeSnippet } from './type-snippet.js';

export class SnippetList {
  #page;
  #flush;
  #list = el('ul', { class: 'compose-list', 'aria-label': TEXT.snippets, hidden: true });
  /** For the row of keys. */
  button = el('button', { type: 'button', 'aria-expanded': 'false' }, el('span', { text: TEXT.snippets }));
  element = el('div', { class: 'snippet-list' }, this.#list);

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {() => void} flush types the text that an input method still composes.
   */
  constructor(page, flush) {
    this.#page = page;
    this.#flush = flush;
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.#show(false);
      this.button.focus();
    });
    document.addEventListener('pointerdown', (event) => {
      const target = /** @type {Node} */ (event.target);
      if (!this.#list.hidden && !this.element.contains(target) && !this.button.contains(target))
        this.#show(false);
    });
  }

  toggle() {
    this.#show(this.#list.hidden);
  }

  #show(shown) {
    if (shown) this.#list.replaceChildren(...this.#entries());
    this.#list.hidden = !shown;
    this.button.setAttribute('aria-expanded', String(shown));
  }

  #entries() {
    const snippets = this.#page.settings.get('snippets').map((snippet) => this.#entry(snippet));
    if (this.#page.guest) return snippets;
    return [...snippets, line(openEditor, el('span', { class: 'snippet-edit', text: TEXT.addOrChange }))];
  }

  #entry(snippet) {
    const type = () => {
      this.#show(false);
      this.#flush();
      typeSnippet(this.#page, snippet);
    };
    const preview = ` ${previewOf(snippet)}${snippet.enter ? ' ⏎' : ''}`;
    return line(type, el('strong', { text: snippet.name }), preview);
  }
}

function line(tap, ...content) {
  const button = el('button', { class: 'compose-entry', type: 'button' }, ...content);
  pressable(button, { tap });
  return el('li', {}, button);
}
