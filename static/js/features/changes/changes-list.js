/** The changed files of a repository: a button for each. */
import { el, setText } from '../../lib/dom.js';
import { visible } from '../../lib/folder-paths.js';
import { icon } from '../../lib/icons.js';
import { TEXT } from './changes-text.js';

/** @typedef {import('./changes-api.js').ChangedFile} ChangedFile */

export class ChangesList {
  #onOpen;
  #list = el('ul', { class: 'changes-files', 'aria-label': TEXT.files });
  #note = el('p', { class: 'changes-note', role: 'status' });
  element = el('div', { class: 'changes-list' }, this.#note, this.#list);

  /** @param {(file: ChangedFile) => void} onOpen */
  constructor(onOpen) {
    this.#onOpen = onOpen;
    this.#list.addEventListener('keydown', (event) => this.#move(event));
  }

  /**
   * @param {import('./changes-api.js').Changes} changes
   * @param {(path: string) => number} commentsOf how many comments a file has.
   */
  show({ files, total, more }, commentsOf) {
    const path = this.#focusedPath;
    this.#list.replaceChildren(...files.map((file) => this.#rowOf(file, commentsOf(file.path))));
    const isCapped = more || total > files.length;
    setText(
      this.#note,
      total === 0 ? TEXT.clean : isCapped ? TEXT.cappedFiles(files.length, total, more) : TEXT.counted(total),
    );
    if (path !== null) this.focus(path);
  }

  showProblem(text) {
    this.#list.replaceChildren();
    setText(this.#note, text);
  }

  /** Focuses the file with this path, else the first one. @param {string} [path] */
  focus(path) {
    const buttons = this.#buttons;
    const index = buttons.findIndex(({ dataset }) => dataset.path === path);
    buttons[Math.max(0, index)]?.focus();
  }

  get #buttons() {
    return /** @type {HTMLElement[]} */ ([...this.#list.querySelectorAll('.changes-file')]);
  }

  get #focusedPath() {
    const focused = document.activeElement;
    return focused instanceof HTMLElement && this.#list.contains(focused) ? focused.dataset.path : null;
  }

  #move(event) {
    const buttons = this.#buttons;
    const at = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    buttons[Math.max(0, Math.min(buttons.length - 1, to))]?.focus();
  }

  /** @param {ChangedFile} file @param {number} comments */
  #rowOf(file, comments) {
    const { path, added, removed } = file;
    const slash = path.lastIndexOf('/') + 1;
    const [letter, state] = stateOf(file);
    const name = el(
      'span',
      { class: 'changes-name' },
      el('bdi', { class: 'changes-folder', text: visible(path.slice(0, slash)) }),
      el('bdi', { text: visible(path.slice(slash)) }),
    );
    const button = el(
      'button',
      {
        class: `changes-file is-${letter}`,
        type: 'button',
        'data-path': path,
        title: `${visible(path)} (${state})`,
        on: { click: () => this.#onOpen(file) },
      },
      el('span', { class: 'changes-letter', text: letter, 'aria-hidden': 'true' }),
      name,
      el('span', { class: 'visually-hidden', text: state }),
      ...(comments > 0 ? [countOf('comments', comments, TEXT.commented(comments))] : []),
      ...(added ? [countOf('added', `+${added}`, TEXT.added(added))] : []),
      ...(removed ? [countOf('removed', `−${removed}`, TEXT.removed(removed))] : []),
      icon('right'),
    );
    return el('li', {}, button);
  }
}

const countOf = (kind, text, label) =>
  el(
    'span',
    { class: `changes-count is-${kind}`, title: label },
    el('span', { 'aria-hidden': 'true', text: `${text}` }),
    el('span', { class: 'visually-hidden', text: label }),
  );

/** The letter of a file and words for its state. @param {ChangedFile} file @returns {[string, string]} */
function stateOf({ staged, unstaged, untracked, conflict }) {
  if (conflict) return ['!', TEXT.conflict];
  if (untracked) return ['?', TEXT.untracked];
  const letter = staged || unstaged;
  const words = TEXT.letter(unstaged === 'D' ? 'D' : letter);
  if (!staged) return [letter, words];
  return [letter, `${words}, ${unstaged ? TEXT.partlyStaged : TEXT.staged}`];
}
