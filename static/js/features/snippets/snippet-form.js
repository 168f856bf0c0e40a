/** The fields of one snippet: a new one, or one that is changed. */
import { el, setText } from '../../lib/dom.js';
import { NAME_MAX_CHARS, TEXT_MAX_BYTES } from '../../lib/snippet-rules.js';

export class SnippetForm {
  #take;
  #original = null;
  #title = el('h3', { text: 'Add a snippet' });
  #text = el('textarea', {
    id: 'snippet-text',
    class: 'input snippet-text',
    rows: 3,
    maxlength: TEXT_MAX_BYTES,
    spellcheck: 'false',
    autocapitalize: 'none',
    autocomplete: 'off',
  });
  #enter = el('input', { type: 'checkbox', role: 'switch', id: 'snippet-enter', class: 'switch' });
  #error = el('p', { class: 'form-error', role: 'alert' });
  #submit = el('button', { class: 'button', type: 'submit', text: 'Add' });
  #cancel = el('button', {
    class: 'button',
    type: 'button',
    text: 'Cancel',
    hidden: true,
    on: { click: () => this.#stop() },
  });
  /** Where one begins to write. */
  field = el('input', {
    id: 'snippet-name',
    class: 'input',
    maxlength: NAME_MAX_CHARS,
    spellcheck: 'false',
    autocomplete: 'off',
  });

  /** @param {(snippet: import('../../lib/snippet-rules.js').Snippet, original: object|null) => string} take keeps it, or says what is wrong; `original` is what was changed, if any. */
  constructor(take) {
    this.#take = take;
    this.element = el(
      'form',
      { class: 'snippet-form', 'aria-label': 'Snippet', novalidate: true },
      this.#title,
      el('div', { class: 'field' }, el('label', { for: 'snippet-name', text: 'Name' }), this.field),
      el('div', { class: 'field' }, el('label', { for: 'snippet-text', text: 'Text' }), this.#text),
      el(
        'div',
        { class: 'setting setting-flag' },
        el('label', { for: 'snippet-enter', text: 'Press Enter after it' }),
        this.#enter,
      ),
      this.#error,
      el('div', { class: 'file-row' }, this.#submit, this.#cancel),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  edit(snippet) {
    this.#fill(snippet, snippet);
    this.field.focus();
    this.field.select();
  }

  #send() {
    const problem = this.#take(
      { name: this.field.value, text: this.#text.value, enter: this.#enter.checked },
      this.#original,
    );
    setText(this.#error, problem);
    if (problem) return;
    this.#fill();
    this.field.focus();
  }

  #stop() {
    this.#fill();
    this.field.focus();
  }

  #fill({ name, text, enter } = { name: '', text: '', enter: false }, original = null) {
    this.#original = original;
    this.field.value = name;
    this.#text.value = text;
    this.#enter.checked = enter;
    setText(this.#error, '');
    setText(this.#title, original === null ? 'Add a snippet' : `Change “${name}”`);
    setText(this.#submit, original === null ? 'Add' : 'Save');
    this.#cancel.hidden = original === null;
  }
}
