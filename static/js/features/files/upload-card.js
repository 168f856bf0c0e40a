/** One upload on the page: its progress, then its path with a button to undo it. */
import { undoUpload } from '../../net/files-api.js';
import { el, setText } from '../../lib/dom.js';
import { fileSize } from '../../lib/file-name.js';
import { textButton } from '../../components/controls.js';
import { sentence } from '../../components/dialogs.js';
import { TEXT } from './files-text.js';

const SHOWN_MS = 20_000;

let shelf = null;
/** Cards of complete uploads over the terminal: the next upload removes them. */
const completed = new Set();

function shelfOver(page) {
  if (!shelf?.isConnected) shelf = page.layer.appendChild(el('div', { class: 'uploads' }));
  return shelf;
}

/**
 * @typedef {object} Host where cards are shown.
 * @property {HTMLElement} shelf holds the cards.
 * @property {() => void} focus takes the focus when a card that had it is removed.
 * @property {() => void} onChange called when a file was uploaded or deleted.
 * @property {boolean} [typed] whether the path of the file is typed.
 */

export class UploadCard {
  #page;
  #file;
  #choice;
  #host;
  #cancel = new AbortController();
  #element;
  #status = el('p', { class: 'upload-status' });
  #actions = el('div', { class: 'upload-actions' });
  #bar;
  #timer = null;
  #picture = null;

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {{name: string, body: File, choice?: {setting: string, label: string}}} file
   * @param {Host} [host] without one, the card lies over the terminal.
   */
  constructor(page, { name, body, choice }, host) {
    this.#page = page;
    this.#file = body;
    this.#choice = choice;
    this.#bar = el('progress', {
      class: 'progress',
      max: Math.max(1, body.size),
      value: 0,
      'aria-label': TEXT.uploadOf(name),
    });
    this.#element = el(
      'section',
      { class: 'upload', 'aria-label': name },
      el('strong', { class: 'upload-name', text: name }),
      this.#status,
      this.#bar,
      this.#actions,
    );
    this.#addAction(TEXT.cancel, () => this.#stop());
    setText(this.#status, fileSize(body.size));
    if (!host) for (const card of completed) card.remove();
    this.#host = host ?? { shelf: shelfOver(page), focus: page.focus, onChange: () => {}, typed: true };
    this.#host.shelf.append(this.#element);
  }

  /** Aborts when the user cancels. */
  get signal() {
    return this.#cancel.signal;
  }

  progress(sent) {
    this.#bar.value = sent;
    const { size } = this.#file;
    setText(this.#status, TEXT.sentOf(fileSize(Math.min(sent, size)), fileSize(size)));
  }

  /** The upload is complete. @param {{id: string, path: string}} uploaded */
  done({ id, path }) {
    this.#removeProgress();
    if (this.#host.typed) completed.add(this);
    setText(this.#status, path);
    this.#status.title = path;
    if (this.#file.type.startsWith('image/')) this.#showPicture();
    this.#host.onChange();
    this.#addAction(TEXT.undo, () => this.#undo(id));
    this.#addAction(TEXT.close, () => this.remove());
    if (this.#choice) this.#element.append(this.#chooser());
    this.#removeLater();
  }

  failed(message) {
    this.#removeProgress();
    this.#element.classList.add('is-failed');
    this.#status.setAttribute('role', 'alert');
    setText(this.#status, TEXT.notUploaded(message));
    this.#addAction(TEXT.close, () => this.remove());
  }

  remove() {
    completed.delete(this);
    clearTimeout(this.#timer);
    if (this.#picture !== null) URL.revokeObjectURL(this.#picture);
    const focused = this.#element.contains(document.activeElement);
    this.#element.remove();
    if (focused) this.#host.focus();
  }

  #removeProgress() {
    this.#bar.remove();
    this.#actions.replaceChildren();
  }

  #stop() {
    this.#cancel.abort();
    this.remove();
  }

  async #undo(id) {
    this.#removeProgress();
    try {
      await undoUpload(this.#page.api, id);
      setText(this.#status, this.#host.typed ? TEXT.deletedPathStays : TEXT.deleted);
      this.#host.onChange();
    } catch (error) {
      setText(this.#status, sentence(error));
    }
    this.#addAction(TEXT.close, () => this.remove());
    this.#removeLater();
  }

  #showPicture() {
    this.#picture = URL.createObjectURL(this.#file);
    this.#element.prepend(el('img', { class: 'upload-picture', src: this.#picture, alt: '' }));
  }

  #chooser() {
    const { setting, label } = this.#choice;
    const select = el(
      'select',
      {
        class: 'input upload-place',
        'aria-label': label,
        on: { change: () => this.#page.settings.set(setting, select.value).catch(() => {}) },
      },
      ...Object.entries(TEXT.places).map(([value, text]) => el('option', { value, text })),
    );
    select.value = this.#page.settings.get(setting);
    return el('label', { class: 'upload-choice' }, `${label} `, select);
  }

  #addAction(text, run) {
    this.#actions.append(textButton(text, run));
  }

  /** Removes the card after a while, but not from under the pointer or the focus. */
  #removeLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => (this.#element.matches(':hover, :focus-within') ? this.#removeLater() : this.remove()),
      SHOWN_MS,
    );
  }
}
