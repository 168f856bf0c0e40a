/** The dialog to choose which sessions to restore, also of older sets. */
import { el, need, setText } from '../../lib/dom.js';
import { until } from '../../lib/format.js';
import { ask } from '../../components/dialogs.js';
import { detailsOf, restoreChosen } from './saved-sessions.js';
import { TEXT } from './restore-text.js';

/** @typedef {import('./saved-sessions.js').SavedSet} SavedSet */

/**
 * Sets with something to restore, the offered one first.
 * @param {import('./saved-sessions.js').Saved} saved
 */
export function setsToChoose({ offered, sets }) {
  const some = sets.filter(({ sessions }) => sessions.some(({ state }) => state !== 'runs'));
  return some.sort((a, b) => Number(b.id === offered) - Number(a.id === offered));
}

/**
 * @param {import('../../net/api.js').Api} api
 * @param {import('./saved-sessions.js').Saved} saved
 * @param {(begin: () => Promise<unknown>) => Promise<void>} start begins the restore; rejects with the
 *   reason.
 * @returns {Promise<boolean>} whether a restore began.
 */
export async function chooseSessions(api, saved, start) {
  const list = new ChoiceList(api, setsToChoose(saved));
  const done = ask({
    title: TEXT.chooseTitle,
    lead: list.element,
    action: TEXT.restore(0),
    busy: TEXT.starting,
    submit: async () => {
      const { set, chosen } = list;
      if (chosen.length === 0) throw new Error(TEXT.nothing);
      await start(() => restoreChosen(api, set.id, chosen));
    },
  });
  list.follow(need('[type=submit]', list.element.closest('form')));
  return Boolean(await done);
}

class ChoiceList {
  #api;
  #set;
  /** @type {HTMLElement|undefined} */
  #button;
  #select = el('select', { class: 'input', 'aria-label': TEXT.set });
  #all = el('input', { type: 'checkbox' });
  #rows = el('ul', { class: 'restore-choice' });
  element;

  /**
   * @param {import('../../net/api.js').Api} api
   * @param {SavedSet[]} sets
   */
  constructor(api, sets) {
    this.#api = api;
    this.#set = sets[0];
    this.#select.append(
      ...sets.map((set) =>
        el('option', {
          value: set.id,
          text: TEXT.setName(until(set.saved_at, Date.now() / 1000), set.sessions.length),
        }),
      ),
    );
    this.#select.hidden = sets.length < 2;
    this.#select.addEventListener('change', () => {
      this.#set = sets.find(({ id }) => id === this.#select.value) ?? sets[0];
      this.#render();
    });
    this.#all.addEventListener('change', () => {
      for (const box of this.#boxes) if (!box.disabled) box.checked = this.#all.checked;
      this.#count();
    });
    this.#rows.addEventListener('change', () => this.#count());
    this.element = el(
      'div',
      { class: 'restore-chooser' },
      this.#select,
      el('label', { class: 'restore-row restore-all' }, this.#all, el('strong', { text: TEXT.everything })),
      this.#rows,
    );
    this.#render();
  }

  /** The set that is shown. */
  get set() {
    return this.#set;
  }

  /** The ids of the chosen sessions. */
  get chosen() {
    return this.#boxes.filter(({ checked }) => checked).map(({ value }) => value);
  }

  /** Shows on this button how many are chosen. @param {HTMLElement} button */
  follow(button) {
    this.#button = button;
    this.#count();
  }

  /** @returns {HTMLInputElement[]} */
  get #boxes() {
    return [...this.#rows.querySelectorAll('input')];
  }

  #render() {
    const set = this.#set;
    this.#rows.replaceChildren(...set.sessions.map((session) => row(session)));
    this.#count();
    this.#addDetails(set);
  }

  /** Folders and programs come with a request of their own, and help to choose, no more. */
  async #addDetails(set) {
    const details = await detailsOf(this.#api, set.id).catch(() => new Map());
    if (set !== this.#set) return;
    for (const box of this.#boxes) {
      const { folder = '', programs = [] } = details.get(box.value) ?? {};
      const text = [folder, programs.join(', ')].filter(Boolean).join(' · ');
      if (text) need('.restore-details', box.closest('label')).textContent = ` · ${text}`;
    }
  }

  #count() {
    const able = this.#boxes.filter(({ disabled }) => !disabled);
    const { length } = this.chosen;
    this.#all.checked = length > 0 && length === able.length;
    this.#all.indeterminate = length > 0 && length < able.length;
    if (this.#button) setText(this.#button, TEXT.restore(length));
  }
}

/** @param {import('./saved-sessions.js').SavedSession} session */
function row(session) {
  const { id, name, state } = session;
  const note = TEXT.states[state];
  return el(
    'li',
    {},
    el(
      'label',
      { class: 'restore-row' },
      el('input', { type: 'checkbox', value: id, checked: state === 'gone', disabled: state === 'runs' }),
      el(
        'span',
        { class: 'restore-row-words' },
        el('strong', { text: name }),
        el('small', {}, TEXT.facts(session), el('span', { class: 'restore-details' })),
        ...(note ? [el('small', { class: 'restore-note', text: note })] : []),
      ),
    ),
  );
}
