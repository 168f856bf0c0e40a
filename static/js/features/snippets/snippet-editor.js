/** The list of snippets on the page of settings, to add, change and order them. */
import { el, setText } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { cleaned, moved, previewOf, problemIn, problemOf } from '../../lib/snippet-rules.js';
import { textButton } from '../../components/controls.js';
import { keep } from '../../components/settings-form.js';
import { SnippetForm } from './snippet-form.js';
import { TEXT } from './snippets-text.js';

const NAME = 'snippets';
/** @type {Record<string, import('../../lib/icons.js').IconName>} */
const ICONS = { earlier: 'up', later: 'down', edit: 'edit', delete: 'close' };

/**
 * Fills an element with the editor, which saves each change at once.
 * @param {HTMLElement} element
 * @param {import('../../net/user-settings.js').Settings} settings
 */
export function mountSnippetEditor(element, settings) {
  return new SnippetEditor(element, settings);
}

class SnippetEditor {
  #settings;
  #list = el('ol', { class: 'snippets', 'aria-label': TEXT.snippets });
  #none = el('p', { class: 'muted', text: TEXT.none });
  #status = el('span');
  #undo = textButton(TEXT.undo, () => this.#undoChange());
  #done = el('p', { class: 'notice done', role: 'status', hidden: true }, this.#status, this.#undo);
  #before = null;
  #form;

  constructor(element, settings) {
    this.#settings = settings;
    this.#form = new SnippetForm((snippet, original) => this.#save(snippet, original));
    element.append(
      el('p', { class: 'muted', text: TEXT.intro }),
      this.#list,
      this.#none,
      this.#done,
      this.#form.element,
    );
    settings.watch(NAME, (list) => this.#show(list));
  }

  get #saved() {
    return this.#settings.get(NAME);
  }

  #show(list) {
    this.#list.replaceChildren(...list.map((snippet, place) => this.#row(snippet, place, list.length)));
    this.#none.hidden = list.length > 0;
  }

  #row(snippet, place, count) {
    const { name, enter } = snippet;
    const button = (action, run, disabled = false) =>
      iconButton(ICONS[action], TEXT.actions[action], run, {
        'data-act': action,
        'aria-label': TEXT.actionOn(TEXT.actions[action], name),
        disabled,
      });
    const row = el(
      'li',
      { class: 'snippet' },
      el(
        'span',
        { class: 'snippet-words' },
        el('strong', { text: name }),
        el('code', { text: previewOf(snippet) }),
      ),
      ...(enter ? [el('kbd', { text: TEXT.enter, title: TEXT.enterFollows })] : []),
      button('earlier', () => this.#move(place, -1), place === 0),
      button('later', () => this.#move(place, 1), place === count - 1),
      button('edit', () => this.#form.edit(snippet)),
      button('delete', () => this.#delete(place)),
    );
    row.addEventListener('keydown', (event) => {
      const step = event.altKey && { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      this.#move(place, step);
    });
    return row;
  }

  /**
   * If the original was deleted while the form was open, the snippet is added.
   * @returns {string} what is wrong; empty if it was saved.
   */
  #save(snippet, original) {
    const saved = cleaned(snippet);
    const list = [...this.#saved];
    const place =
      original === null ? -1 : list.findIndex((one) => JSON.stringify(one) === JSON.stringify(original));
    list[place < 0 ? list.length : place] = saved;
    const problem = problemOf(saved) || problemIn(list);
    if (!problem) this.#store(list, (place < 0 ? TEXT.added : TEXT.changed)(saved.name));
    return problem;
  }

  #move(from, by) {
    const to = from + by;
    if (to < 0 || to >= this.#saved.length) return;
    this.#store(moved(this.#saved, from, to), TEXT.moved(this.#saved[from].name, to + 1));
    const row = this.#list.children[to];
    const button = this.#button(row, by < 0 ? '=earlier' : '=later') ?? this.#button(row);
    button.focus();
  }

  /**
   * The first enabled button of a row that does this.
   * @param {Element|undefined} row
   * @returns {HTMLElement|null}
   */
  #button(row, action = '') {
    return row?.querySelector(`[data-act${action}]:not([disabled])`) ?? null;
  }

  #delete(place) {
    const { name } = this.#saved[place];
    const others = this.#saved.filter((_, at) => at !== place);
    this.#store(others, TEXT.deleted(name));
    const next = this.#list.children[Math.min(place, others.length - 1)];
    (this.#button(next, '=delete') ?? this.#form.field).focus();
  }

  #store(list, sentence) {
    this.#before = this.#saved;
    keep(this.#settings.set(NAME, list.length > 0 ? list : null));
    setText(this.#status, sentence);
    this.#undo.hidden = false;
    this.#done.hidden = false;
  }

  #undoChange() {
    keep(this.#settings.set(NAME, this.#before.length > 0 ? this.#before : null));
    setText(this.#status, TEXT.undone);
    this.#undo.hidden = true;
    this.#form.field.focus();
  }
}
