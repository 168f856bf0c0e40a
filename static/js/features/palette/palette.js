/** The command palette: finds sessions, windows and commands, and runs the chosen one. */
import { el, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { pieces } from '../../lib/fuzzy.js';
import { chordOf } from '../../lib/chord.js';
import { parse, rank } from './palette-query.js';
import { chooseOption, chordElement } from '../../components/controls.js';
import { attempt } from '../../components/attempt.js';
import { sentence } from '../../components/dialogs.js';
import { Entries } from './palette-entries.js';
import { TEXT } from './palette-text.js';

const SHOWN_MAX = 100;
const PAGE_ROWS = 8;
/** The kinds of entries that are not there at once. */
const LOADED = ['session', 'otherWindow', 'pane', 'setting'];

export class Palette {
  #page;
  #field;
  #entries;
  #input;
  #list;
  #status;
  #rows = [];
  #chosen = 0;
  #moved = false;
  #loading = true;
  #enterWaits;
  #endPreview = () => {};

  /**
   * @param {import('../keys/page-keys.js').KeyPage} page
   * @param {import('./palette-field.js').PaletteField} field
   */
  constructor(page, field) {
    this.#page = page;
    this.#field = field;
    this.#input = field.input;
    this.#entries = new Entries(page);
    this.#enterWaits = field.entered;
    this.#build();
    this.#render();
    this.#load();
    if (this.#enterWaits) this.#run();
  }

  write(text) {
    this.#field.write(text);
    this.#render();
  }

  async #load() {
    let problem = '';
    try {
      await this.#entries.load();
    } catch (error) {
      problem = TEXT.partMissing(sentence(error));
    }
    this.#loading = false;
    if (!this.#field.open) return;
    this.#render(this.#rows[this.#chosen]?.entry.key, problem);
    if (this.#enterWaits) this.#run();
  }

  /** Draws the matches. The entry `key` stays chosen if the user chose it and it still matches. */
  #render(key = '', problem = '') {
    const { prefix, kinds, query } = parse(this.#input.value);
    this.#rows = rank(this.#entries.of(kinds), query).slice(0, SHOWN_MAX);
    this.#input.placeholder = TEXT.prefixes[prefix].placeholder;
    this.#list.replaceChildren(...this.#rows.map((row, index) => this.#rowElement(row, index)));
    const place = this.#moved ? this.#rows.findIndex(({ entry }) => entry.key === key) : 0;
    this.#choose(Math.max(0, place));
    setText(this.#status, problem || this.#count());
    this.#status.classList.toggle('palette-problem', problem !== '');
  }

  get #needsLoading() {
    return parse(this.#input.value).kinds.some((kind) => LOADED.includes(kind));
  }

  #count() {
    if (this.#rows.length > 0) return TEXT.matches(this.#rows.length);
    return this.#loading ? TEXT.loading : TEXT.noMatches;
  }

  #choose(place) {
    const rows = this.#list.children;
    const before = rows[this.#chosen];
    this.#chosen = rows.length === 0 ? 0 : (place + rows.length) % rows.length;
    chooseOption(this.#input, before, rows[this.#chosen]);
    this.#preview(this.#moved ? this.#rows[this.#chosen]?.entry : null);
  }

  /** Shows what an entry would do while the user is on it. */
  #preview(entry) {
    const end = entry?.preview?.();
    if (!end) this.#endPreview();
    this.#endPreview = end ?? (() => {});
  }

  #run() {
    // Enter that comes before the server's answer runs the best match when the answer is there.
    this.#enterWaits = this.#loading && !this.#moved && this.#needsLoading;
    const entry = this.#rows[this.#chosen]?.entry;
    if (this.#enterWaits || !entry) return;
    if (entry.fill !== undefined) {
      this.#moved = false;
      this.write(entry.fill);
      return;
    }
    this.#entries.recent.use(entry.key);
    this.#field.close();
    attempt(() => entry.run());
  }

  #onKey(event) {
    if (event.isComposing) return;
    const act = this.#keys[event.key] ?? this.#chordAct(event);
    if (!act) return;
    event.preventDefault();
    act();
  }

  #keys = {
    ArrowDown: () => this.#move(1),
    ArrowUp: () => this.#move(-1),
    PageDown: () => this.#jump(PAGE_ROWS),
    PageUp: () => this.#jump(-PAGE_ROWS),
    Enter: () => this.#run(),
    Escape: () => this.#field.close(),
  };

  /** The key of the palette closes it. The key of the session switcher moves to the next session. */
  #chordAct(event) {
    const chord = chordOf(event);
    const id = chord === null ? null : this.#page.actions.of(chord);
    if (id === 'palette.open') return () => this.#field.close();
    if (id !== 'switcher.open') return null;
    return () => (parse(this.#input.value).prefix === '#' ? this.#move(1) : this.write('#'));
  }

  #move(by) {
    this.#moved = true;
    this.#choose(this.#chosen + by);
  }

  #jump(by) {
    this.#moved = true;
    this.#choose(Math.min(Math.max(this.#chosen + by, 0), Math.max(this.#rows.length - 1, 0)));
  }

  #rowElement({ entry, spots }, place) {
    const marked = pieces(entry.title, spots).map(({ text, hit }) => (hit ? el('mark', { text }) : text));
    const parts = [icon(entry.kind), el('span', { class: 'palette-title' }, ...marked)];
    for (const { kind, glyph } of entry.badges ?? [])
      parts.push(el('span', { class: `palette-badge is-${kind}`, 'aria-hidden': true, text: glyph }));
    if (entry.detail) parts.push(el('span', { class: 'palette-detail', text: entry.detail }));
    if (entry.chords?.length) parts.push(chordElement(entry.chords[0]));
    const choose = () => {
      this.#choose(place);
      this.#run();
    };
    return el(
      'li',
      {
        id: `palette-${place}`,
        role: 'option',
        class: 'palette-row',
        'aria-selected': 'false',
        on: { click: choose },
      },
      ...parts,
    );
  }

  #build() {
    this.#list = el('ul', {
      id: 'palette-list',
      class: 'palette-list',
      role: 'listbox',
      'aria-label': TEXT.matchesLabel,
    });
    // The focus stays in the field when a row is clicked.
    this.#list.addEventListener('mousedown', (event) => event.preventDefault());
    this.#input.setAttribute('aria-expanded', 'true');
    this.#input.addEventListener('input', () => {
      this.#moved = false;
      this.#enterWaits = false;
      this.#render();
    });
    this.#status = el('p', { class: 'palette-status', role: 'status' });
    const hints = TEXT.hints.map(([key, does]) => el('span', {}, el('kbd', { text: key }), ` ${does}`));
    const { dialog } = this.#field;
    dialog.append(
      this.#list,
      el(
        'div',
        { class: 'palette-foot' },
        this.#status,
        el('p', { class: 'palette-hints', 'aria-hidden': 'true' }, ...hints),
      ),
    );
    dialog.addEventListener('keydown', (event) => this.#onKey(event));
    dialog.addEventListener('close', () => this.#preview(null));
  }
}
