/** Choosing one's own keys: every action with its chords, which one adds by pressing them. */
import { ACTIONS } from './action-table.js';
import { spokenOf } from '../../lib/chord-text.js';
import { Disposables } from '../../lib/disposables.js';
import { el, need, setText } from '../../lib/dom.js';
import { chordOf } from '../../lib/chord.js';
import { chordsOf } from './keymap.js';
import { conflicts, refusal, withChord, withUsual, withoutChord } from './own-keys.js';
import { needStyle } from '../../lib/load-style.js';
import { chordElement } from '../../components/chord-keys.js';
import { toast } from '../../components/toast.js';

const BROWSER_LEAVES = ['Tab', 'Shift+Tab', 'Escape'];

/**
 * Fills `element` with the editor of the setting `keys`, which follows that setting wherever it is changed.
 * @param {HTMLElement} element
 * @param {import('../../net/user-settings.js').Settings} settings
 * @param {{level?: number}} [options] of its headings.
 * @returns {() => void} takes it away.
 */
export function mountKeyEditor(element, settings, { level = 3 } = {}) {
  for (const sheet of ['features/keys/keyboard.css', 'features/keys/help.css']) needStyle(sheet);
  const editor = new KeyEditor(element, settings, level);
  return () => editor.dispose();
}

class KeyEditor {
  #settings;
  #rows = new Map();
  #disposables = new Disposables();
  #recording = null;

  constructor(element, settings, level) {
    this.#settings = settings;
    const all = el('button', {
      class: 'button button-small',
      type: 'button',
      text: 'Reset all keys',
      on: { click: () => this.#keep({}) },
    });
    element.replaceChildren(
      el(
        'div',
        { class: 'keys-head' },
        el('p', { class: 'muted', text: 'Add a key by pressing it. Changes apply in all your browsers.' }),
        all,
      ),
      ...groups().map((group) => this.#group(group, level)),
    );
    this.#disposables.add(settings.watch('keys', () => this.#show()));
    this.#disposables.add(() => element.replaceChildren());
  }

  dispose() {
    this.#disposables.dispose();
  }

  get #own() {
    return this.#settings.get('keys');
  }

  #group([title, actions], level) {
    const rows = actions.map((action) => this.#row(action));
    return el(
      'section',
      { class: 'keys-group' },
      el(`h${level}`, { text: title }),
      el('ul', { class: 'keys-rows' }, ...rows),
    );
  }

  #row({ id, title }) {
    const add = el('button', {
      class: 'button button-small',
      type: 'button',
      'data-add': true,
      'aria-label': `Add a key for: ${title}`,
      text: 'Add',
    });
    const reset = el('button', {
      class: 'button button-small',
      type: 'button',
      'data-reset': true,
      'aria-label': `Reset the keys of: ${title}`,
      text: 'Reset',
    });
    const note = el('div', { class: 'keys-note', role: 'status' });
    const row = el(
      'li',
      { class: 'keys-row', 'data-action': id },
      el('span', { class: 'keys-title', text: title }),
      el('span', { class: 'keys-chords' }),
      el('span', { class: 'keys-acts' }, reset, add),
      note,
    );
    add.addEventListener('click', () => (this.#recording === id ? this.#stop() : this.#record(id)));
    add.addEventListener('keydown', (event) => this.#recording === id && this.#pressed(id, event));
    add.addEventListener('blur', () => this.#recording === id && this.#stop());
    reset.addEventListener('click', () => {
      add.focus();
      this.#keep(withUsual(this.#own, id));
    });
    this.#rows.set(id, { row, add, reset, note, title });
    return row;
  }

  #show() {
    for (const [id, { row, reset, title }] of this.#rows) {
      const chords = chordsOf(id, this.#own);
      const shown = chords.map((chord) => this.#chord(id, title, chord));
      need('.keys-chords', row).replaceChildren(
        ...(shown.length > 0 ? shown : [el('span', { class: 'muted', text: 'no key' })]),
      );
      reset.hidden = !(id in this.#own);
    }
  }

  #chord(id, title, chord) {
    const remove = el('button', {
      class: 'keys-remove',
      type: 'button',
      'aria-label': `Remove ${spokenOf(chord)} from: ${title}`,
      text: '×',
    });
    remove.addEventListener('click', () => {
      this.#rows.get(id).add.focus();
      this.#keep(withoutChord(this.#own, id, chord));
    });
    return el('span', { class: 'keys-chord' }, chordElement(chord), remove);
  }

  #record(id) {
    const { add, note } = this.#rows.get(id);
    this.#recording = id;
    add.classList.add('button-primary');
    setText(add, 'Press it…');
    note.replaceChildren(el('span', { text: 'Press the keys together. Escape cancels.' }));
  }

  #stop() {
    const { add, note } = this.#rows.get(this.#recording);
    this.#recording = null;
    add.classList.remove('button-primary');
    setText(add, 'Add');
    note.replaceChildren();
  }

  #pressed(id, event) {
    const chord = chordOf(event);
    if (chord === null) return;
    event.stopPropagation();
    if (BROWSER_LEAVES.includes(chord)) {
      this.#stop();
      if (chord === 'Escape') event.preventDefault();
      return;
    }
    event.preventDefault();
    const refused = refusal(chord);
    if (refused) {
      setText(this.#rows.get(id).note, refused);
      return;
    }
    this.#stop();
    const found = conflicts(chord, id, this.#own);
    if (found.length === 0) this.#keep(withChord(this.#own, id, chord));
    else this.#askFirst(id, chord, found);
  }

  /** Nothing is taken from anybody before the reader says so. */
  #askFirst(id, chord, found) {
    const { add, note } = this.#rows.get(id);
    const button = (text, run, kind = '') =>
      el('button', { class: `button button-small ${kind}`, type: 'button', text, on: { click: run } });
    const done = () => {
      note.replaceChildren();
      add.focus();
    };
    const use = button(
      'Assign',
      () => {
        done();
        this.#keep(withChord(this.#own, id, chord));
      },
      'button-primary',
    );
    note.replaceChildren(
      chordElement(chord),
      ...found.map(({ text }) => el('span', { text })),
      el('span', { class: 'keys-acts' }, button('Cancel', done), use),
    );
    use.focus();
  }

  async #keep(own) {
    try {
      await this.#settings.set('keys', Object.keys(own).length > 0 ? own : null);
    } catch (error) {
      toast(`The keys work on this page, but could not be saved: ${error.message}`, { kind: 'error' });
    }
  }
}

function groups() {
  const found = new Map();
  for (const action of ACTIONS) found.set(action.group, [...(found.get(action.group) ?? []), action]);
  return [...found];
}
