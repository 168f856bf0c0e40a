/** What is in a folder, as a list of which one entry is chosen. It knows nothing of servers. */
import { chooseOption } from '../../components/controls.js';
import { el } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { fileSize } from '../../lib/file-name.js';
import { visible } from '../../lib/folder-paths.js';
import { duration, moment } from '../../lib/format.js';

// What the icon says, for who does not see it.
const KINDS = { folder: 'Folder', file: 'File', link: 'Link', other: 'Special file' };

export class FolderList {
  #id;
  #input;
  #handlers;
  #element;
  #made = new WeakMap();
  #count = 0;
  #rows = [];
  #chosen = -1;

  /**
   * @param {string} id what its elements are called by.
   * @param {HTMLInputElement} input has the focus while one chooses here.
   * @param {{onChoose: (entry: object|null) => void, onOpen: (entry: object) => void}} handlers a press on a folder opens it;
   *   on anything else it chooses, and a second one opens.
   */
  constructor(id, input, handlers) {
    this.#id = id;
    this.#input = input;
    this.#handlers = handlers;
    this.#element = el('div', {
      class: 'folder-list',
      id,
      role: 'listbox',
      'aria-label': 'Names in this folder',
      tabindex: '-1',
    });
    const on = (type, act) =>
      this.#element.addEventListener(type, ({ target }) => {
        const number = this.#rows.findIndex(({ row }) => row.contains(target));
        if (number >= 0) act(this.#rows[number], number);
      });
    on('click', ({ entry }, number) => {
      this.choose(number);
      if (entry.kind === 'folder') handlers.onOpen(entry);
    });
    on('dblclick', ({ entry }) => entry.kind !== 'folder' && handlers.onOpen(entry));
    on('pointerover', ({ entry, row }) => {
      row.title = told(entry);
    });
  }

  get element() {
    return this.#element;
  }

  get chosen() {
    return this.#rows[this.#chosen]?.entry ?? null;
  }

  /**
   * Shows these instead; the one of this name is chosen, else the first where `first` says so. An entry that was shown
   * before costs next to nothing.
   */
  show(entries, { name = null, first = false } = {}) {
    this.#rows[this.#chosen]?.row.setAttribute('aria-selected', 'false');
    this.#rows = entries.map((entry) => ({ entry, row: this.#rowOf(entry) }));
    this.#element.replaceChildren(...this.#rows.map(({ row }) => row));
    this.#chosen = -1;
    const at = entries.findIndex((entry) => entry.name === name);
    this.choose(at >= 0 || !first ? at : 0);
  }

  choose(number) {
    const before = this.#rows[this.#chosen]?.row;
    this.#chosen = this.#rows[number] ? number : -1;
    chooseOption(this.#input, before, this.#rows[this.#chosen]?.row);
    this.#handlers.onChoose(this.chosen);
  }

  /** Chooses the one so many rows further down, at most the last. */
  move(steps) {
    if (this.#rows.length > 0)
      this.choose(Math.min(this.#rows.length - 1, Math.max(0, this.#chosen + steps)));
  }

  #rowOf(entry) {
    if (!this.#made.has(entry)) this.#made.set(entry, rowOf(entry, `${this.#id}-${(this.#count += 1)}`));
    return this.#made.get(entry);
  }
}

const shownAs = ({ name, kind, leads_to: to }) =>
  visible(name) + (kind === 'folder' ? '/' : to === null ? '' : ` → ${visible(to)}`);

/** All that a row has no room for. */
const told = (entry) =>
  entry.modified_at === null ? shownAs(entry) : `${shownAs(entry)}\n${moment(entry.modified_at)}`;

function rowOf(entry, id) {
  const { kind, bytes, modified_at: at } = entry;
  return el(
    'div',
    { class: `folder-entry is-${kind}`, role: 'option', id, 'aria-selected': 'false' },
    icon(kind === 'other' ? 'info' : kind),
    el('span', { class: 'folder-name', text: shownAs(entry) }),
    el('span', { class: 'visually-hidden', text: `, ${KINDS[kind]}, ` }),
    el('span', { class: 'folder-size', text: bytes === null ? '' : fileSize(bytes) }),
    el('span', { class: 'folder-age', text: at === null ? '' : duration(Date.now() / 1000 - at) }),
  );
}
