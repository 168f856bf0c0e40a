/** Targets for dropped files: two halves over the terminal, and other elements with `data-to`. */
import { el } from '../../lib/dom.js';
import { TEXT } from './files-text.js';

const PLACES = [
  ['pane', TEXT.paneFolder, TEXT.paneFolderHint],
  ['private', TEXT.privateFolder, TEXT.privateFolderHint],
];

export class DropZone {
  #layer;
  #canUpload;
  #onFiles;
  #element = null;

  /**
   * Lives as long as the page.
   * @param {HTMLElement} layer over the terminal.
   * @param {() => boolean} canUpload whether files are accepted now.
   * @param {(files: File[], to: string) => void} onFiles gets files without folders; none if only folders
   *   were dropped.
   */
  constructor(layer, canUpload, onFiles) {
    this.#layer = layer;
    this.#canUpload = canUpload;
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
    const accepts = this.#canUpload();
    event.dataTransfer.dropEffect = accepts ? 'copy' : 'none';
    if (!accepts) return;
    this.#element ??= this.#layer.appendChild(build());
    highlight(targetOf(event));
  }

  #drop(event) {
    event.preventDefault();
    event.stopPropagation();
    const to = targetOf(event);
    this.#hide();
    if (this.#canUpload()) this.#onFiles(filesOf(event.dataTransfer), to);
  }

  #hide() {
    highlight(null);
    this.#element?.remove();
    this.#element = null;
  }
}

const hasFiles = (event) => event.dataTransfer?.types.includes('Files');

/** @param {string|null} to */
function highlight(to) {
  for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-to]')))
    place.classList.toggle('is-target', place.dataset.to === to);
}

const targetOf = (event) => event.target.closest?.('[data-to]')?.dataset.to ?? 'pane';

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
