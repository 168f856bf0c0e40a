/** The form for one snippet, to add or change it. */
import { el, setText } from '../../lib/dom.js';
import { NAME_MAX_CHARS, TEXT_MAX_BYTES } from '../../lib/snippet-rules.js';
import { TEXT } from './snippets-text.js';

export class SnippetForm {
  #save;
  #original = null;
  #title = el('h3', { text: TEXT.addTitle });
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
  #submit = el('button', { class: 'button', type: 'submit', text: TEXT.add });
  #cancel = el('button', {
    class: 'button',
    type: 'button',
    text: TEXT.cancel,
    hidden: true,
    on: { click: () => this.#clear() },
  });
  /** The first field. */
  field = el('input', {
    id: 'snippet-name',
    class: 'input',
    maxlength: NAME_MAX_CHARS,
    spellcheck: 'false',
    autocomplete: 'off',
  });

  /**
   * @param {(snippet: import('../../lib/snippet-rules.js').Snippet, original: object|null) => string} save
   *   saves the snippet, or returns what is wrong. `original` is the snippet before the change, null for a
   *   new one.
   */
  constructor(save) {
    this.#save = save;
    this.element = el(
      'form',
      { class: 'snippet-form', 'aria-label': TEXT.snippet, novalidate: true },
      this.#title,
      el('div', { class: 'field' }, el('label', { for: 'snippet-name', text: TEXT.name }), this.field),
      el('div', { class: 'field' }, el('label', { for: 'snippet-text', text: TEXT.text }), this.#text),
      el(
        'div',
        { class: 'setting setting-flag' },
        el('label', { for: 'snippet-enter', text: TEXT.pressEnter }),
        this.#enter,
      ),
      this.#error,
      el('div', { class: 'file-row' }, this.#submit, this.#cancel),
    );
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#submitForm();
    });
  }

  edit(snippet) {
    this.#fill(snippet, snippet);
    this.field.focus();
    this.field.select();
  }

  #submitForm() {
    const problem = this.#save(
      { name: this.field.value, text: this.#text.value, enter: this.#enter.checked },
      this.#original,
    );
    setText(this.#error, problem);
    if (!problem) this.#clear();
  }

  #clear() {
    this.#fill();
    this.field.focus();
  }

  #fill({ name, text, enter } = { name: '', text: '', enter: false }, original = null) {
    this.#original = original;
    this.field.value = name;
    this.#text.value = text;
    this.#enter.checked = enter;
    setText(this.#error, '');
    setText(this.#title, original === null ? TEXT.addTitle : TEXT.changeTitle(name));
    setText(this.#submit, original === null ? TEXT.add : TEXT.save);
    this.#cancel.hidden = original === null;
  }
}
