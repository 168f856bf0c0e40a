/** Shows the lines of a difference, in one column or side by side, and lets the user choose some of them. */
import { el, setAttribute } from '../../lib/dom.js';
import { chordOf } from '../../lib/chord.js';
import { textButton } from '../../components/controls.js';
import { visible } from '../../lib/folder-paths.js';
import { pairs } from './diff-lines.js';
import { TEXT } from './changes-text.js';

/** @typedef {import('./diff-lines.js').Line} Line */

const CHUNK_ROWS = 100; // the browser skips layout and paint of chunks that are out of sight
const ROWS_MAX = 3000;
const SIGNS = { added: '+', removed: '−', same: ' ', hunk: '', note: '' };
// Characters that reverse text or are not visible. Tabs stay.
// eslint-disable-next-line no-control-regex -- they must be seen
const HIDDEN = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

export class DiffView {
  /** @type {Line[]} */
  #lines = [];
  #split = false;
  /** @type {[number, number]|null} first and last line that the user chose. */
  #chosen = null;
  /** The end of the selection that moves. */
  #active = -1;
  #shownRows = 0;
  /** @type {Map<number, HTMLElement[]>} cells by line. */
  #cells = new Map();
  #handlers;
  #rows = el('div', { class: 'diff-rows' });
  element = el('div', { class: 'diff', tabindex: '0', role: 'group' }, this.#rows);

  /**
   * @param {object} handlers
   * @param {(lines: Line[]) => void} handlers.onChoose
   * @param {() => void} handlers.onComment
   * @param {(text: string) => void} handlers.say
   */
  constructor(handlers) {
    this.#handlers = handlers;
    this.element.addEventListener('keydown', (event) => this.#key(event));
    this.element.addEventListener('click', (event) => this.#click(event));
    this.element.addEventListener('pointerdown', (event) => this.#drag(event));
  }

  /** @param {Line[]} lines @param {{split: boolean, label: string}} how */
  show(lines, { split, label }) {
    this.#lines = lines;
    this.#split = split;
    this.#cells.clear();
    this.#shownRows = 0;
    this.element.setAttribute('aria-label', `${label}. ${TEXT.keys}`);
    this.element.classList.toggle('is-split', split);
    this.#rows.replaceChildren();
    this.#more();
    this.choose(null);
  }

  /** The lines that the user chose. */
  get chosen() {
    return this.#chosen === null ? [] : this.#lines.slice(this.#chosen[0], this.#chosen[1] + 1);
  }

  /** Chooses lines by their places, or none. @param {[number, number]|null} range */
  choose(range) {
    for (const cell of this.#cellsOf(this.#chosen)) cell.classList.remove('is-chosen');
    this.#chosen = range;
    for (const cell of this.#cellsOf(range)) cell.classList.add('is-chosen');
    this.#handlers.onChoose(this.chosen);
  }

  /** Adds the next line above or below to the selection. @param {-1|1} step */
  extend(step) {
    if (this.#chosen === null) return;
    const [first, last] = this.#chosen;
    const range = step < 0 ? [first - 1, last] : [first, last + 1];
    if (this.#isLine(step < 0 ? range[0] : range[1])) this.choose([range[0], range[1]]);
  }

  /** The cell below which something about these lines is shown. @param {(line: Line) => boolean} is */
  cellOf(is) {
    return this.#cells.get(this.#lines.findLastIndex(is))?.[0]?.closest('.diff-row') ?? null;
  }

  /** Adds rows that were not shown yet, so many at once. */
  #more() {
    const rows = this.#split ? pairs(this.#lines) : this.#lines.map((line) => /** @type {[Line]} */ ([line]));
    const end = Math.min(rows.length, this.#shownRows + ROWS_MAX);
    const places = new Map(this.#lines.map((line, place) => [line, place]));
    for (let at = this.#shownRows; at < end; at += CHUNK_ROWS) {
      const chunk = rows.slice(at, Math.min(end, at + CHUNK_ROWS));
      this.#rows.append(el('div', { class: 'diff-chunk' }, ...chunk.map((row) => this.#rowOf(row, places))));
    }
    this.#shownRows = end;
    const left = rows.length - end;
    if (left === 0) return;
    const button = textButton(TEXT.moreLines(Math.min(left, ROWS_MAX)), () => {
      button.remove();
      this.#more();
      this.element.focus();
    });
    this.#rows.append(button);
  }

  /** @param {(Line|null)[]} row @param {Map<Line, number>} places */
  #rowOf(row, places) {
    const [line] = row;
    if (line !== null && (line.kind === 'hunk' || line.kind === 'note'))
      return el('div', { class: `diff-row is-${line.kind}` }, el('span', { text: visibleText(line.text) }));
    const cells = row.flatMap((one, column) => this.#cellsFor(one, column, places));
    return el('div', { class: 'diff-row' }, ...cells);
  }

  /** @param {Line|null} line @param {number} column @param {Map<Line, number>} places */
  #cellsFor(line, column, places) {
    if (line === null) return [el('span', { class: 'diff-number' }), el('span', { class: 'diff-none' })];
    const place = places.get(line);
    const numbers = this.#split ? [column === 0 ? line.before : line.after] : [line.before, line.after];
    const attributes = { 'data-line': place, 'data-kind': line.kind };
    const cells = [
      ...numbers.map((number) =>
        el('span', { class: 'diff-number', ...attributes, text: `${number ?? ''}` }),
      ),
      codeOf(line, attributes),
    ];
    this.#cells.set(place, [...(this.#cells.get(place) ?? []), ...cells]);
    return cells;
  }

  /** @param {[number, number]|null} range */
  #cellsOf(range) {
    if (range === null) return [];
    const [first, last] = range;
    return [...Array(last - first + 1).keys()].flatMap((at) => this.#cells.get(first + at) ?? []);
  }

  /** @param {number} place */
  #isLine(place) {
    return ['same', 'added', 'removed'].includes(this.#lines[place]?.kind) && this.#cells.has(place);
  }

  /** The place of the line under an event, or -1. @param {Event} event */
  #placeOf({ target }) {
    const cell = target instanceof Element ? target.closest('[data-line]') : null;
    return cell instanceof HTMLElement ? Number(cell.dataset.line) : -1;
  }

  #click(event) {
    const place = this.#placeOf(event);
    if (place < 0 || document.getSelection()?.toString()) return;
    this.#take(place, event.shiftKey);
  }

  /** Drags over line numbers. */
  #drag(event) {
    const cell = event.target instanceof Element ? event.target.closest('.diff-number[data-line]') : null;
    if (!cell || event.button !== 0 || event.pointerType === 'touch') return;
    event.preventDefault();
    this.element.focus({ preventScroll: true });
    this.#take(this.#placeOf(event), event.shiftKey);
    const move = (moved) => {
      const place = this.#placeOf(moved);
      if (place >= 0 && place !== this.#active) this.#take(place, true);
    };
    const end = () => {
      this.element.removeEventListener('pointerover', move);
      for (const type of ['pointerup', 'pointercancel']) removeEventListener(type, end);
    };
    this.element.addEventListener('pointerover', move);
    for (const type of ['pointerup', 'pointercancel']) addEventListener(type, end);
  }

  /** Makes a line the end of the selection, which stays within a part of the file. */
  #take(place, extends_) {
    if (!this.#isLine(place)) return;
    const anchor = extends_ ? this.#anchor : place;
    const range = [Math.min(anchor, place), Math.max(anchor, place)];
    const isWhole = this.#lines.slice(range[0], range[1] + 1).every(({ kind }) => kind !== 'hunk');
    this.#active = place;
    this.choose(isWhole ? [range[0], range[1]] : [place, place]);
  }

  /** The end of the selection that does not move. */
  get #anchor() {
    if (this.#chosen === null) return this.#active;
    return this.#active === this.#chosen[0] ? this.#chosen[1] : this.#chosen[0];
  }

  #key(event) {
    if (event.target !== this.element || event.isComposing) return;
    const chord = chordOf(event) ?? '';
    const step = { Down: 1, Up: -1 }[chord.replace('Shift+', '')];
    if (step !== undefined) this.#step(step, chord.startsWith('Shift+'));
    else if (chord === 'Enter' && this.#chosen !== null) this.#handlers.onComment();
    else if (chord === 'Escape' && this.#chosen !== null) this.choose(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #step(step, extends_) {
    let place = this.#chosen === null && this.#active < 0 ? -1 : this.#active;
    do place += step;
    while (place >= 0 && place < this.#lines.length && !this.#isLine(place));
    if (!this.#isLine(place)) return;
    this.#take(place, extends_ && this.#chosen !== null);
    const line = this.#lines[place];
    this.#cells.get(place)?.[0].scrollIntoView({ block: 'nearest' });
    this.#handlers.say(TEXT.spokenLine(line.after ?? line.before, TEXT.line[line.kind], line.text));
  }
}

/** @param {Line} line @param {Record<string, unknown>} attributes */
function codeOf({ kind, text, changed }, attributes) {
  const code = el('span', { class: 'diff-code', 'data-sign': SIGNS[kind], ...attributes });
  if (changed === undefined || changed[0] === changed[1]) code.append(visibleText(text));
  else {
    const [from, to] = changed;
    code.append(visibleText(text.slice(0, from)), el('mark', { text: visibleText(text.slice(from, to)) }));
    code.append(visibleText(text.slice(to)));
  }
  setAttribute(code, 'dir', 'ltr');
  return code;
}

/** @param {string} text */
function visibleText(text) {
  const plain = text.replaceAll('\r', '');
  return HIDDEN.test(plain) ? plain.split('\t').map(visible).join('\t') : plain;
}
