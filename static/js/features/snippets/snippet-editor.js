/** The list of snippets, to add to, change and order: for the page of settings. */
import { el, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { TEXT_MAX_BYTES, cleaned, moved, previewOf, problemIn, problemOf } from '../../lib/snippet-rules.js';
import { keep } from '../../components/settings-form.js';
import { SnippetForm } from './snippet-form.js';

const NAME = 'snippets';
const ICONS = { Earlier: 'up', Later: 'down', Edit: 'edit', Delete: 'close' };
const LABELS = { Earlier: 'Move up', Later: 'Move down' };

/**
 * Fills an element with the editor, which keeps each change at once.
 * @param {HTMLElement} element
 * @param {import('../../net/user-settings.js').Settings} settings
 */
export function mountSnippetEditor(element, settings) {
  return new SnippetEditor(element, settings);
}

class SnippetEditor {
  #settings;
  #list = el('ol', { class: 'snippets', 'aria-label': 'Snippets' });
  #none = el('p', { class: 'muted', text: 'No snippets yet.' });
  #said = el('span');
  #undo = el('button', { class: 'button button-small', type: 'button', text: 'Undo' });
  #done = el('p', { class: 'notice done', role: 'status', hidden: true }, this.#said, this.#undo);
  #before = null;
  #form;

  constructor(element, settings) {
    this.#settings = settings;
    this.#form = new SnippetForm((snippet, original) => this.#take(snippet, original));
    this.#undo.addEventListener('click', () => this.#takeBack());
    element.append(
      el('p', {
        class: 'muted',
        text: `Texts that you type often. In a terminal they are in the palette (start with !) and in the menu, on a phone below the screen. Up to ${TEXT_MAX_BYTES} bytes each. Do not store passwords here.`,
      }),
      this.#list,
      this.#none,
      this.#done,
      this.#form.element,
    );
    settings.watch(NAME, (list) => this.#show(list));
  }

  get #now() {
    return this.#settings.get(NAME);
  }

  #show(list) {
    this.#list.replaceChildren(...list.map((snippet, place) => this.#row(snippet, place, list.length)));
    this.#none.hidden = list.length > 0;
  }

  #row(snippet, place, count) {
    const { name, enter } = snippet;
    const button = (label, run, disabled = false) =>
      el(
        'button',
        {
          class: 'icon-button',
          type: 'button',
          'data-act': label,
          'aria-label': `${LABELS[label] ?? label}: ${name}`,
          title: LABELS[label] ?? label,
          disabled,
          on: { click: run },
        },
        icon(ICONS[label]),
      );
    const row = el(
      'li',
      { class: 'snippet' },
      el(
        'span',
        { class: 'snippet-words' },
        el('strong', { text: name }),
        el('code', { text: previewOf(snippet) }),
      ),
      ...(enter ? [el('kbd', { text: 'Enter', title: 'Enter is pressed after it' })] : []),
      button('Earlier', () => this.#move(place, -1), place === 0),
      button('Later', () => this.#move(place, 1), place === count - 1),
      button('Edit', () => this.#form.edit(snippet)),
      button('Delete', () => this.#delete(place)),
    );
    row.addEventListener('keydown', (event) => {
      const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.#move(place, step);
    });
    return row;
  }

  /** What was changed may be at another place by now, or gone: then it is a new one. @returns {string} what is wrong; nothing where it is kept. */
  #take(snippet, original) {
    const wanted = cleaned(snippet);
    const list = [...this.#now];
    const place =
      original === null ? -1 : list.findIndex((one) => JSON.stringify(one) === JSON.stringify(original));
    list[place < 0 ? list.length : place] = wanted;
    const problem = problemOf(wanted) || problemIn(list);
    if (!problem) this.#keep(list, place < 0 ? `“${wanted.name}” is added.` : `“${wanted.name}” is changed.`);
    return problem;
  }

  #move(from, by) {
    const to = from + by;
    if (to < 0 || to >= this.#now.length) return;
    const act = by < 0 ? 'Earlier' : 'Later';
    this.#keep(moved(this.#now, from, to), `“${this.#now[from].name}” is number ${to + 1} now.`);
    (
      this.#list.children[to].querySelector(`[data-act=${act}]:not([disabled])`) ??
      this.#list.children[to].querySelector('[data-act]:not([disabled])')
    ).focus();
  }

  #delete(place) {
    const { name } = this.#now[place];
    this.#keep(
      this.#now.filter((_, at) => at !== place),
      `“${name}” is deleted.`,
    );
    (
      this.#list.children[Math.min(place, this.#list.children.length - 1)]?.querySelector(
        '[data-act=Delete]',
      ) ?? this.#form.field
    ).focus();
  }

  async #keep(list, sentence) {
    this.#before = this.#now;
    const kept = keep(this.#settings.set(NAME, list.length > 0 ? list : null));
    setText(this.#said, sentence);
    this.#undo.hidden = false;
    this.#done.hidden = false;
    await kept;
  }

  #takeBack() {
    keep(this.#settings.set(NAME, this.#before.length > 0 ? this.#before : null));
    setText(this.#said, 'Change undone.');
    this.#undo.hidden = true;
    this.#form.field.focus();
  }
}
