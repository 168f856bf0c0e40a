/** Where files are dropped: the whole page, over the terminal in two halves, and whatever else says so by `data-to`. */
import { el } from '../../lib/dom.js';

const PLACES = [
  ['pane', 'This pane’s folder', 'where the active pane is now'],
  ['private', 'Private folder', 'only for you, deleted after a few days'],
];

export class DropZone {
  #layer;
  #may;
  #onFiles;
  #element = null;

  /**
   * Lives as long as the page.
   * @param {HTMLElement} layer over the terminal. @param {() => boolean} may whether files are taken now.
   * @param {(files: File[], to: string) => void} onFiles without folders, which may leave none.
   */
  constructor(layer, may, onFiles) {
    this.#layer = layer;
    this.#may = may;
    this.#onFiles = onFiles;
    const on = (type, listener) =>
      document.addEventListener(type, (event) => hasFiles(event) && listener(event), true);
    on('dragenter', (event) => this.#over(event));
    on('dragover', (event) => this.#over(event));
    on('dragleave', (event) => event.relatedTarget === null && this.#hide());
    on('drop', (event) => this.#drop(event));
  }

  #over(event) {
    event.preventDefault();
    event.stopPropagation();
    const may = this.#may();
    event.dataTransfer.dropEffect = may ? 'copy' : 'none';
    if (!may) return;
    this.#element ??= this.#layer.appendChild(build());
    aimAt(aimed(event));
  }

  #drop(event) {
    event.preventDefault();
    event.stopPropagation();
    const to = aimed(event);
    this.#hide();
    if (this.#may()) this.#onFiles(filesOf(event.dataTransfer), to);
  }

  #hide() {
    aimAt(null);
    this.#element?.remove();
    this.#element = null;
  }
}

const hasFiles = (event) => event.dataTransfer?.types.includes('Files');

function aimAt(to) {
  for (const place of document.querySelectorAll('[data-to]'))
    place.classList.toggle('is-aimed', place.dataset.to === to);
}

/** Beside both halves it is the first. */
const aimed = (event) => event.target.closest?.('[data-to]')?.dataset.to ?? 'pane';

function filesOf({ items, files }) {
  const entries = [...items].filter(({ kind }) => kind === 'file').map((item) => item.webkitGetAsEntry?.());
  return [...files].filter((_file, index) => !entries[index]?.isDirectory);
}

function build() {
  const places = PLACES.map(([to, title, text]) =>
    el('div', { class: 'drop-place', 'data-to': to }, el('strong', { text: title }), el('span', { text })),
  );
  return el('div', { class: 'drop-zone' }, ...places);
}
