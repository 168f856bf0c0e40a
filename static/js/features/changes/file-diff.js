/** The difference of one file, with comments on its lines. */
import { textButton } from '../../components/controls.js';
import { sentence } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { el, setText } from '../../lib/dom.js';
import { visible } from '../../lib/folder-paths.js';
import { iconButton } from '../../lib/icons.js';
import { difference } from './changes-api.js';
import { placeOf } from './comments.js';
import { linesOfDiff, remarkOf } from './diff-lines.js';
import { DiffView } from './diff-view.js';
import { TEXT } from './changes-text.js';

/**
 * @typedef {object} Handlers
 * @property {() => void} onBack
 * @property {(split: boolean) => void} onSplit
 * @property {() => void} onComments comments were added, written or deleted.
 * @property {(text: string) => void} say
 */

export class FileDiff {
  #api;
  #comments;
  #handlers;
  /** @type {import('./changes-api.js').ChangedFile|null} */
  #file = null;
  #pane = -1;
  #split = false;
  /** @type {import('./diff-lines.js').Line[]} */
  #lines = [];
  #text = null;
  #requests = 0;
  #title = el('h2', { class: 'diff-title' });
  #note = el('p', { class: 'changes-note', role: 'status' });
  #view;
  #bar = el('div', { class: 'diff-chosen', hidden: true });
  #commentButton = textButton('', () => this.#comment());
  #splitButton;
  element;

  /**
   * @param {import('../../net/api.js').Api} api
   * @param {import('./comments.js').Comments} comments
   * @param {Handlers} handlers
   */
  constructor(api, comments, handlers) {
    this.#api = api;
    this.#comments = comments;
    this.#handlers = handlers;
    const { onBack, onSplit, say } = handlers;
    const onChoose = (lines) => this.#showChosen(lines);
    this.#view = new DiffView({ onChoose, onComment: () => this.#comment(), say });
    this.#splitButton = iconButton('pane', TEXT.split, () => onSplit(!this.#split), {
      class: 'icon-button diff-split',
      'aria-pressed': 'false',
    });
    const back = iconButton('left', TEXT.back, onBack);
    this.#bar.append(
      this.#commentButton,
      iconButton('up', TEXT.extendUp, () => this.#view.extend(-1)),
      iconButton('down', TEXT.extendDown, () => this.#view.extend(1)),
    );
    const head = el('div', { class: 'diff-head' }, back, this.#title, this.#splitButton);
    this.element = el('div', { class: 'diff-file' }, head, this.#note, this.#view.element, this.#bar);
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      onBack();
    });
  }

  get file() {
    return this.#file;
  }

  focus() {
    this.#view.element.focus();
  }

  /** Shows one or two columns. @param {boolean} split */
  set split(split) {
    if (split === this.#split) return;
    this.#split = split;
    this.#splitButton.setAttribute('aria-pressed', String(split));
    if (this.#file !== null && this.#text !== null) this.#draw();
  }

  /**
   * Loads and shows a file. The same difference again changes nothing, so a selection and a comment stay.
   * @param {number} pane
   * @param {import('./changes-api.js').ChangedFile} file
   */
  async show(pane, file) {
    const isOther = this.#file?.path !== file.path || this.#pane !== pane;
    this.#file = file;
    this.#pane = pane;
    if (isOther) {
      this.#text = null;
      this.#lines = [];
      setText(this.#title, visible(file.path));
      this.#title.title = visible(file.path);
      setText(this.#note, '');
      this.#view.show([], { split: this.#split, label: TEXT.diffOf(visible(file.path)) });
    }
    const request = (this.#requests += 1);
    try {
      const found = await difference(this.#api, pane, file.path);
      if (request === this.#requests) this.#take(found);
    } catch (error) {
      if (request === this.#requests) setText(this.#note, sentence(error));
    }
  }

  #take({ text, cut, large }) {
    const [file, isSame] = [this.#file, text === this.#text];
    this.#text = text;
    if (!isSame) {
      this.#lines = linesOfDiff(text);
      this.#draw();
    }
    const shown = this.#lines.filter(({ kind }) => kind === 'added' || kind === 'removed').length;
    const left = Math.max(0, (file.added ?? 0) + (file.removed ?? 0) - shown);
    if (large) setText(this.#note, TEXT.large);
    else if (cut) setText(this.#note, TEXT.cut(left));
    else setText(this.#note, this.#lines.length > 0 ? '' : remarkOf(text) || TEXT.noLines);
  }

  /** Draws the lines, and the comments below them, with what is being typed. */
  #draw() {
    const focused = document.activeElement;
    const { value: typing, selectionStart: at } = focused instanceof HTMLTextAreaElement ? focused : {};
    const key = focused instanceof HTMLElement ? focused.dataset.comment : undefined;
    this.#view.show(this.#lines, { split: this.#split, label: TEXT.diffOf(visible(this.#file.path)) });
    for (const comment of this.#comments.of(this.#file.path)) {
      const field = this.#showComment(comment);
      if (field === null || typing === undefined || field.dataset.comment !== key) continue;
      field.focus();
      field.setSelectionRange(at, at);
    }
  }

  #showChosen(lines) {
    const place = lines.length > 0 ? this.#placeOf(lines) : null;
    this.#bar.hidden = place === null;
    if (place !== null) setText(this.#commentButton, TEXT.comment(place.from, place.to));
  }

  /** Lines that exist now have their numbers of now; lines that are gone have those of the last commit. */
  #placeOf(lines) {
    const now = lines.filter(({ after }) => after !== null);
    const side = now.length > 0 ? 'after' : 'before';
    const numbers = (side === 'after' ? now : lines).map((line) => line[side]);
    const quote = lines.map(({ kind, text }) =>
      kind === 'removed' && side === 'after' ? `- ${text}` : text,
    );
    return {
      pane: this.#pane,
      path: this.#file.path,
      from: Math.min(...numbers),
      to: Math.max(...numbers),
      side,
      quote,
    };
  }

  #comment() {
    const { chosen } = this.#view;
    if (chosen.length === 0) return;
    const comment = this.#comments.add(this.#placeOf(chosen));
    if (comment === null) {
      toast(TEXT.tooManyComments);
      return;
    }
    this.#view.choose(null);
    this.#showComment(comment)?.focus();
  }

  /** @param {import('./comments.js').Comment} comment @returns {HTMLTextAreaElement|null} its field. */
  #showComment(comment) {
    const label = TEXT.commentOn(placeOf(comment));
    const shown = /** @type {HTMLTextAreaElement[]} */ ([...this.element.querySelectorAll('[data-comment]')]);
    const same = shown.find(({ dataset }) => dataset.comment === label);
    if (same) return same;
    const row = this.#view.cellOf((line) => line[comment.side] === comment.to);
    if (row === null) return null; // the file changed: the comment is still sent
    const field = el('textarea', {
      class: 'diff-field',
      rows: '2',
      maxlength: '10000',
      'data-comment': label,
      'aria-label': label,
      placeholder: label,
    });
    field.value = comment.text;
    const box = el(
      'div',
      { class: 'diff-comment' },
      field,
      this.#commentActions(comment, () => box.remove()),
    );
    field.addEventListener('input', () => {
      this.#comments.write(comment, field.value);
      this.#handlers.onComments();
    });
    field.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.focus();
    });
    row.after(box);
    return field;
  }

  #commentActions(comment, onRemove) {
    const remove = () => {
      onRemove();
      this.#comments.remove([comment]);
      this.#handlers.onComments();
      this.focus();
    };
    return iconButton('bin', `${TEXT.deleteComment}: ${placeOf(comment)}`, remove, {
      title: TEXT.deleteComment,
    });
  }

  /** Removes the comments that were sent. */
  refreshComments() {
    const left = new Set(
      this.#comments.of(this.#file?.path ?? '').map((one) => TEXT.commentOn(placeOf(one))),
    );
    for (const field of this.element.querySelectorAll('textarea'))
      if (!left.has(field.dataset.comment ?? '')) field.closest('.diff-comment')?.remove();
  }
}
