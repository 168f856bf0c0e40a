/** One upload on the page: how far it is, then where it is, with a way back. */
import { undoUpload } from '../../net/files-api.js';
import { el, setText } from '../../lib/dom.js';
import { fileSize } from '../../lib/file-name.js';
import { sentence } from '../../components/dialogs.js';

const SHOWN_MS = 20_000;
const PLACES = [
  ['private', 'the private folder'],
  ['pane', 'the pane’s folder'],
];

let shelf = null;
/** Those over the terminal that are done: the next upload takes their place. */
const done = new Set();

function shelfOver(page) {
  if (!shelf?.isConnected) shelf = page.layer.appendChild(el('div', { class: 'uploads' }));
  return shelf;
}

export class UploadCard {
  #page;
  #file;
  #choice;
  #host;
  #cancel = new AbortController();
  #element;
  #told = el('p', { class: 'upload-told' });
  #actions = el('div', { class: 'upload-actions' });
  #bar;
  #timer = null;
  #picture = null;

  /**
   * @param {import('../../pages/page-contract.js').Page} page @param {{name: string, body: File, choice?: {setting: string, label: string}}} file
   * @param {Host} [host] over the terminal without one.
   * @typedef {{shelf: HTMLElement, focus: () => void, onChange: () => void, typed?: boolean}} Host where cards lie, what gets
   *   the focus when one that had it goes, who hears that a file came or went, and whether its path is typed.
   */
  constructor(page, { name, body, choice }, host) {
    this.#page = page;
    this.#file = body;
    this.#choice = choice;
    this.#bar = el('progress', {
      class: 'progress',
      max: Math.max(1, body.size),
      value: 0,
      'aria-label': `Upload of ${name}`,
    });
    this.#element = el(
      'section',
      { class: 'upload', 'aria-label': name },
      el('strong', { class: 'upload-name', text: name }),
      this.#told,
      this.#bar,
      this.#actions,
    );
    this.#act('Cancel', () => this.#stop());
    setText(this.#told, fileSize(body.size));
    if (!host) for (const card of done) card.remove();
    this.#host = host ?? { shelf: shelfOver(page), focus: page.focus, onChange: () => {}, typed: true };
    this.#host.shelf.append(this.#element);
  }

  /** Aborted when it was cancelled. */
  get signal() {
    return this.#cancel.signal;
  }

  progress(sent) {
    this.#bar.value = sent;
    setText(this.#told, `${fileSize(Math.min(sent, this.#file.size))} of ${fileSize(this.#file.size)}`);
  }

  /** It is there. @param {{id: string, path: string}} uploaded */
  done({ id, path }) {
    this.#over();
    if (this.#host.typed) done.add(this);
    setText(this.#told, path);
    this.#told.title = path;
    if (this.#file.type.startsWith('image/')) this.#show();
    this.#host.onChange();
    this.#act('Undo', () => this.#undo(id));
    this.#act('Close', () => this.remove());
    if (this.#choice) this.#element.append(this.#chooser());
    this.#wait();
  }

  failed(message) {
    this.#over();
    this.#element.classList.add('is-failed');
    this.#told.setAttribute('role', 'alert');
    setText(this.#told, `Not uploaded. ${message}`);
    this.#act('Close', () => this.remove());
  }

  remove() {
    done.delete(this);
    clearTimeout(this.#timer);
    if (this.#picture !== null) URL.revokeObjectURL(this.#picture);
    const focused = this.#element.contains(document.activeElement);
    this.#element.remove();
    if (focused) this.#host.focus();
  }

  #over() {
    this.#bar.remove();
    this.#actions.replaceChildren();
  }

  /** One that has not begun yet goes at once. */
  #stop() {
    this.#cancel.abort();
    this.remove();
  }

  async #undo(id) {
    this.#over();
    try {
      await undoUpload(this.#page.api, id);
      setText(this.#told, this.#host.typed ? 'Upload deleted. The typed path stays.' : 'Upload deleted.');
      this.#host.onChange();
    } catch (error) {
      setText(this.#told, sentence(error));
    }
    this.#act('Close', () => this.remove());
    this.#wait();
  }

  #show() {
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
      ...PLACES.map(([value, text]) => el('option', { value, text })),
    );
    select.value = this.#page.settings.get(setting);
    return el('label', { class: 'upload-choice' }, `${label} `, select);
  }

  #act(text, run) {
    this.#actions.append(
      el('button', { type: 'button', class: 'button button-small', text, on: { click: run } }),
    );
  }

  /** Goes by itself, but not from under a pointer or the keyboard. */
  #wait() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => (this.#element.matches(':hover, :focus-within') ? this.#wait() : this.remove()),
      SHOWN_MS,
    );
  }
}
