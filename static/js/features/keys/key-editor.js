/** The key editor: every action with its chords. The user adds a chord by pressing it. */
import { attempt } from '../../components/attempt.js';
import { GROUPS, chordsOf } from './action-table.js';
import { spokenOf } from '../../lib/chord-text.js';
import { Disposables } from '../../lib/disposables.js';
import { el, need, setText } from '../../lib/dom.js';
import { chordOf } from '../../lib/chord.js';
import { conflicts, refusal, withChord, withDefault, withoutChord } from './own-keys.js';
import { needStyle } from '../../lib/load-style.js';
import { chordElement, textButton } from '../../components/controls.js';
import { TEXT } from './key-editor-text.js';

/** Keys that end the recording, so that the user can leave the button. */
const ENDING = ['Tab', 'Shift+Tab', 'Escape'];

/**
 * Fills `element` with the editor of the setting `keys`, which follows changes of that setting.

 * @param {HTMLElement} element
 * @param {import('../../net/user-settings.js').Settings} settings
 * @param {{level?: number}} [options] of its headings.
 * @returns {() => void} removes it.
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
    const all = textButton(TEXT.resetAll, () => this.#save({}));
    element.replaceChildren(
      el('div', { class: 'keys-head' }, el('p', { class: 'muted', text: TEXT.about }), all),
      ...GROUPS.map((group) => this.#group(group, level)),
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

  #group({ title, actions }, level) {
    const rows = actions.map((action) => this.#row(action));
    return el(
      'section',
      { class: 'keys-group' },
      el(/** @type {'h3'} */ (`h${level}`), { text: title }),
      el('ul', { class: 'keys-rows' }, ...rows),
    );
  }

  #row({ id, title }) {
    const add = textButton(TEXT.add, () => (this.#recording === id ? this.#stop() : this.#record(id)), {
      'data-add': true,
      'aria-label': TEXT.addFor(title),
    });
    const restore = () => {
      add.focus();
      this.#save(withDefault(this.#own, id));
    };
    const reset = textButton(TEXT.reset, restore, { 'data-reset': true, 'aria-label': TEXT.resetFor(title) });
    const note = el('div', { class: 'keys-note', role: 'status' });
    const row = el(
      'li',
      { class: 'keys-row', 'data-action': id },
      el('span', { class: 'keys-title', text: title }),
      el('span', { class: 'keys-chords' }),
      el('span', { class: 'keys-actions' }, reset, add),
      note,
    );
    add.addEventListener('keydown', (event) => this.#recording === id && this.#pressed(id, event));
    add.addEventListener('blur', () => this.#recording === id && this.#stop());
    this.#rows.set(id, { row, add, reset, note, title });
    return row;
  }

  #show() {
    for (const [id, { row, reset, title }] of this.#rows) {
      const chords = chordsOf(id, this.#own);
      const shown = chords.map((chord) => this.#chord(id, title, chord));
      need('.keys-chords', row).replaceChildren(
        ...(shown.length > 0 ? shown : [el('span', { class: 'muted', text: TEXT.noKey })]),
      );
      reset.hidden = !(id in this.#own);
    }
  }

  #chord(id, title, chord) {
    const run = () => {
      this.#rows.get(id).add.focus();
      this.#save(withoutChord(this.#own, id, chord));
    };
    const label = TEXT.removeFrom(spokenOf(chord), title);
    const remove = textButton('×', run, { class: 'keys-remove', 'aria-label': label });
    return el('span', { class: 'keys-chord' }, chordElement(chord), remove);
  }

  #record(id) {
    const { add, note } = this.#rows.get(id);
    this.#recording = id;
    add.classList.add('button-primary');
    setText(add, TEXT.pressIt);
    note.replaceChildren(el('span', { text: TEXT.pressTogether }));
  }

  #stop() {
    const { add, note } = this.#rows.get(this.#recording);
    this.#recording = null;
    add.classList.remove('button-primary');
    setText(add, TEXT.add);
    note.replaceChildren();
  }

  #pressed(id, event) {
    const chord = chordOf(event);
    if (chord === null) return;
    event.stopPropagation();
    if (ENDING.includes(chord)) {
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
    if (found.length === 0) this.#save(withChord(this.#own, id, chord));
    else this.#askFirst(id, chord, found);
  }

  /** Shows the conflicts, and assigns the chord only if the user agrees. */
  #askFirst(id, chord, found) {
    const { add, note } = this.#rows.get(id);
    const done = () => {
      note.replaceChildren();
      add.focus();
    };
    const use = textButton(
      TEXT.assign,
      () => {
        done();
        this.#save(withChord(this.#own, id, chord));
      },
      { class: 'button button-small button-primary' },
    );
    note.replaceChildren(
      chordElement(chord),
      ...found.map(({ text }) => el('span', { text })),
      el('span', { class: 'keys-actions' }, textButton(TEXT.cancel, done), use),
    );
    use.focus();
  }

  #save(own) {
    return attempt(() => this.#settings.set('keys', Object.keys(own).length > 0 ? own : null), {
      text: TEXT.notSaved,
    });
  }
}
