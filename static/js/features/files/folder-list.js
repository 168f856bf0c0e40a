/** The entries of a folder as a list with one selection. */
import { chooseOption } from '../../components/controls.js';
import { el } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { fileSize } from '../../lib/file-name.js';
import { visible } from '../../lib/folder-paths.js';
import { duration, moment } from '../../lib/format.js';
import { TEXT } from './files-text.js';

/**
 * @typedef {object} Entry one entry of a folder, as the server lists it.
 * @property {string} name
 * @property {'folder'|'file'|'link'|'other'} kind
 * @property {number|null} bytes
 * @property {number|null} modified_at seconds since 1970.
 * @property {string|null} leads_to the target of a link.
 */

export class FolderList {
  #id;
  #input;
  #handlers;
  #element;
  /** Rows of entries that were shown. @type {WeakMap<Entry, HTMLElement>} */
  #rowByEntry = new WeakMap();
  #count = 0;
  #rows = [];
  #selected = -1;

  /**
   * @param {string} id of the list; ids of its rows begin with it.
   * @param {HTMLInputElement} input has the focus while the user selects in the list.
   * @param {{onSelect: (entry: Entry|null) => void, onOpen: (entry: Entry) => void}} handlers a click on a
   *   folder opens it. A click on anything else selects it, and a double click opens it.
   */
  constructor(id, input, handlers) {
    this.#id = id;
    this.#input = input;
    this.#handlers = handlers;
    this.#element = el('div', {
      class: 'folder-list',
      id,
      role: 'listbox',
      'aria-label': TEXT.namesInFolder,
      tabindex: '-1',
    });
    const on = (type, listener) =>
      this.#element.addEventListener(type, ({ target }) => {
        const index = this.#rows.findIndex(({ row }) => row.contains(/** @type {Node} */ (target)));
        if (index >= 0) listener(this.#rows[index], index);
      });
    on('click', ({ entry }, index) => {
      this.select(index);
      if (entry.kind === 'folder') handlers.onOpen(entry);
    });
    on('dblclick', ({ entry }) => entry.kind !== 'folder' && handlers.onOpen(entry));
    on('pointerover', ({ entry, row }) => {
      row.title = tooltipOf(entry);
    });
  }

  get element() {
    return this.#element;
  }

  /** @returns {Entry|null} */
  get selected() {
    return this.#rows[this.#selected]?.entry ?? null;
  }

  /**
   * Shows these entries, and selects the one with this name. If none has it, selects the first one if
   * `first`. Rows of entries that were shown before are used again.
   * @param {Entry[]} entries
   * @param {{name?: string|null, first?: boolean}} [selection]
   */
  show(entries, { name = null, first = false } = {}) {
    this.#rows[this.#selected]?.row.setAttribute('aria-selected', 'false');
    this.#rows = entries.map((entry) => ({ entry, row: this.#rowOf(entry) }));
    this.#element.replaceChildren(...this.#rows.map(({ row }) => row));
    this.#selected = -1;
    const index = entries.findIndex((entry) => entry.name === name);
    this.select(index >= 0 || !first ? index : 0);
  }

  select(index) {
    const before = this.#rows[this.#selected]?.row;
    this.#selected = this.#rows[index] ? index : -1;
    chooseOption(this.#input, before, this.#rows[this.#selected]?.row);
    this.#handlers.onSelect(this.selected);
  }

  /** Moves the selection down by so many rows, or up if negative, and not beyond the ends. */
  move(steps) {
    if (this.#rows.length > 0)
      this.select(Math.min(this.#rows.length - 1, Math.max(0, this.#selected + steps)));
  }

  #rowOf(entry) {
    if (!this.#rowByEntry.has(entry))
      this.#rowByEntry.set(entry, rowOf(entry, `${this.#id}-${(this.#count += 1)}`));
    return this.#rowByEntry.get(entry);
  }
}

const displayName = ({ name, kind, leads_to: to }) =>
  visible(name) + (kind === 'folder' ? '/' : to === null ? '' : ` → ${visible(to)}`);

/** What may not fit into the row. */
const tooltipOf = (entry) =>
  entry.modified_at === null ? displayName(entry) : `${displayName(entry)}\n${moment(entry.modified_at)}`;

function rowOf(entry, id) {
  const { kind, bytes, modified_at: at } = entry;
  return el(
    'div',
    { class: `folder-entry is-${kind}`, role: 'option', id, 'aria-selected': 'false' },
    icon(kind === 'other' ? 'info' : kind),
    el('span', { class: 'folder-name', text: displayName(entry) }),
    el('span', { class: 'visually-hidden', text: TEXT.kindOf(TEXT.kinds[kind]) }),
    el('span', { class: 'folder-size', text: bytes === null ? '' : fileSize(bytes) }),
    el('span', { class: 'folder-age', text: at === null ? '' : duration(Date.now() / 1000 - at) }),
  );
}
