/** The snippets as a list above the keys: a tap types one, and the soft keyboard and the focus stay where they are. */
import { el } from '../../lib/dom.js';
import { previewOf } from '../../lib/snippet-rules.js';
import { openEditor, typeSnippet } from './type-snippet.js';
import { pressable } from '../../components/press.js';

export class SnippetList {
  #page;
  #flush;
  #list = el('ul', { class: 'compose-list', 'aria-label': 'Snippets', hidden: true });
  /** For the row of keys. */
  button = el('button', { type: 'button', 'aria-expanded': 'false' }, el('span', { text: 'Snippets' }));
  element = el('div', { class: 'snippet-list' }, this.#list);

  /** @param {import('../../pages/page-contract.js').Page} page @param {() => void} flush has what is still being composed typed. */
  constructor(page, flush) {
    this.#page = page;
    this.#flush = flush;
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.#show(false);
      this.button.focus();
    });
    document.addEventListener('pointerdown', ({ target }) => {
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
    return [
      ...snippets,
      this.#line(
        'compose-entry',
        openEditor,
        el('span', { class: 'snippet-edit', text: 'Add or change snippets' }),
      ),
    ];
  }

  #entry(snippet) {
    const type = () => {
      this.#show(false);
      this.#flush();
      typeSnippet(this.#page, snippet);
    };
    return this.#line(
      'compose-entry',
      type,
      el('strong', { text: snippet.name }),
      ` ${previewOf(snippet)}${snippet.enter ? ' ⏎' : ''}`,
    );
  }

  #line(className, tap, ...words) {
    const button = el('button', { class: className, type: 'button' }, ...words);
    pressable(button, { tap });
    return el('li', {}, button);
  }
}
