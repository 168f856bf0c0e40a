/** The history of a pane, over the terminal: tmux's own, loaded in pages as one scrolls. Loaded when it is first opened. */
import { Disposables } from '../../lib/disposables.js';
import { el, need, setText } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { PAGE, Rows } from './history-pages.js';
import { FindBox } from '../../components/find-box.js';
import { installHistoryKeys } from './history-keys.js';
import { installHistoryLinks } from './history-links.js';
import { plainOf } from './history-row.js';
import { HistoryRows } from './history-rows.js';
import { looksOf, placeOf } from './history-place.js';
import { HistorySearch } from './history-search.js';
import { textBefore } from './history-text.js';
import { toast } from '../../components/toast.js';
import { switchWindow } from '../windows/action-target.js';

const LOOK_MS = 1_000;
const RETRY_MS = 300;
const LOADING_MAX = 2;

export class HistoryView {
  #page;
  #onClosed;
  #store;
  #parts;
  #rows;
  #search;
  #find = null;
  #pane = '';
  #seen = { end: 0, cursor: '' };
  #window = { from: 0, to: 0 };
  #loading = new Set();
  #turn = 0;
  #cols = 0;
  #place = null;
  #shown = null;
  #toFirst = false;
  #pager;
  #isActive = false;
  #wheeled = null;
  #disposables = new Disposables();

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {{pager: boolean, onClosed: () => void}} options `pager`: `q`, `n` and `/` act here and are not typed.
   */
  constructor(page, { pager, onClosed }) {
    this.#page = page;
    this.#pager = pager;
    this.#onClosed = onClosed;
    this.#store = new Rows(page.settings.get('scrollback'));
    this.#parts = this.#build();
    page.layer.append(this.#parts.whole);
    need('#stage').inert = true; // the terminal below takes neither keys nor the pointer meanwhile
    this.#search = new HistorySearch(
      (query, next) => this.#look(query, next),
      () => this.#found(),
    );
    this.#rows = this.#disposables.own(
      new HistoryRows(this.#parts.scroller, this.#store, {
        looks: () => looksOf(page.screen),
        marksOf: (number) => this.#marksOf(number),
        onWindow: (from, to) => this.#moved(from, to),
      }),
    );
    this.#listen();
    this.#parts.scroller.focus({ preventScroll: true });
  }

  /**
   * Shows a place: its end, or a line that was found.
   * @param {{pane?: string, row?: number, mark?: string, find?: {text: string, how: object}}} place `find`: looks for this, from the end.
   */
  async show({ pane, row, mark, find }) {
    const { panes } = await this.#page.subscription.command('panes');
    const active = panes.find((one) => one.current && one.active);
    const chosen = panes.find((one) => one.pane === (pane ?? active?.pane));
    if (chosen === undefined) throw new Error('That pane no longer exists.');
    this.#choose(panes, chosen);
    this.#place = row === undefined ? null : { row, mark };
    await this.#begin();
    if (find === undefined) return;
    this.find();
    this.#find.fill(find.text, find.how);
  }

  /** Looks for text in this history. */
  find() {
    if (this.#find === null) {
      this.#find = new FindBox(
        'Find in the history',
        {
          onText: (text, how) => this.#startSearch(text, how),
          onGo: (where) => this.go(where),
          onClose: () => this.#endFind(),
        },
        'previous',
      );
      this.#parts.whole.append(this.#find.element);
    }
    this.#find.focus();
  }

  get atEnd() {
    return this.#rows.atEnd;
  }

  get hasSelection() {
    return this.#rows.selectedText !== '';
  }

  scrollBy(pixels) {
    this.#parts.scroller.scrollTop += pixels;
  }

  scrollPages(pages) {
    this.#rows.scrollPages(pages);
  }

  toStart() {
    this.#parts.scroller.scrollTop = 0;
  }

  /** Goes to the end; from there, back to the terminal. */
  toEnd() {
    if (this.#rows.atEnd) this.close();
    else this.#rows.toEnd();
  }

  selectAll() {
    this.#rows.selectAll();
  }

  /** Goes to the next or the previous match. */
  go(where) {
    this.#search.go(where);
    this.#toFound();
  }

  copy() {
    const text = this.#rows.selectedText;
    if (text === '') toast('Select some text first.');
    else this.#page.screen.copy(text);
  }

  close() {
    this.#turn += 1;
    this.#search.stop();
    this.#disposables.dispose();
    this.#find?.dispose();
    this.#parts.whole.remove();
    need('#stage').inert = false;
    this.#onClosed();
  }

  // -- what is loaded ----------------------------------------------------------------------

  /** Loads the end, and goes to the line that was asked for, or to a part of the whole; else it stays at the end. */
  async #begin(part = 1) {
    const turn = (this.#turn += 1);
    this.#loading.clear();
    this.#store.clear();
    this.#shown = null;
    const answer = await this.#ask({ count: 2 * PAGE });
    if (turn !== this.#turn) return;
    this.#cols = answer.cols;
    this.#parts.wrapped.hidden =
      !document.body.classList.contains('is-touch') || !this.#rows.isWider(answer.cols);
    this.#takeEnd(answer, { lost: 0 });
    if (this.#place !== null) await this.#toPlace(turn);
    else if (part < 1) this.#rows.toRow(Math.floor(part * this.#store.end), { always: true });
  }

  async #toPlace(turn) {
    const answer = await this.#ask({ ...this.#place, count: 1 });
    if (turn !== this.#turn) return;
    if (answer.moved === null || answer.rows.length === 0) {
      this.#place = null;
      toast('That line is no longer in the history.');
      return;
    }
    this.#shown = answer.row;
    this.#rows.draw({ anew: true });
    this.#rows.toRow(answer.row, { always: true });
  }

  /** After an answer: false where what is loaded is no longer right, as lines were wrapped anew or cleared. */
  #stands(answer) {
    if (answer.moved !== null && answer.cols === this.#cols) return true;
    const { from, to } = this.#window;
    const part = this.#rows.atEnd ? 1 : Math.min(0.99, (from + to) / 2 / Math.max(1, this.#store.end));
    this.#begin(part).catch((error) => toast(error.message, { kind: 'error' }));
    return false;
  }

  #takeEnd(answer, base) {
    if (!this.#store.take(answer, base)) return;
    const store = this.#store;
    this.#seen = { end: store.endOf(answer, base), cursor: JSON.stringify(answer.cursor) };
    while (
      store.end > store.lost + 1 &&
      store.at(store.end - 1) !== undefined &&
      plainOf(store.at(store.end - 1)).trim() === ''
    )
      store.end -= 1;
    this.#parts.chip.hidden = true;
    const place = this.#isActive ? placeOf(this.#page.screen, this.#parts.scroller, answer.cursor) : null;
    this.#rows.layOver(place && { ...place, first: this.#seen.end - (answer.size - answer.history) });
    this.#rows.draw({ anew: true });
    this.#rows.toEnd();
  }

  /** Everything that came meanwhile, and the end of it. */
  async #toEnd() {
    const turn = this.#turn;
    const { base, args } = this.#store.request();
    try {
      const answer = await this.#ask(args);
      if (turn !== this.#turn) return;
      this.#place = null;
      if (!this.#stands(answer)) return;
      this.#store.forgetFrom(Math.max(0, this.#seen.end - (answer.size - answer.history)));
      this.#takeEnd(answer, base);
    } catch (error) {
      toast(error.message, { kind: 'error' });
    }
    this.#parts.scroller.focus({ preventScroll: true });
  }

  #load() {
    const around = this.#store.missing(this.#window.from - PAGE / 2, this.#window.to + PAGE / 2);
    const middle = (this.#window.from + this.#window.to) / 2 / PAGE - 0.5;
    const wanted = around
      .filter((index) => !this.#loading.has(index))
      .sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
    for (const index of wanted) {
      if (this.#loading.size >= LOADING_MAX) return;
      this.#loadPage(index, this.#turn);
    }
  }

  async #loadPage(index, turn) {
    this.#loading.add(index);
    const { base, args } = this.#store.request(index);
    let pause = 0;
    try {
      const answer = await this.#ask(args);
      if (turn !== this.#turn || !this.#stands(answer)) return;
      this.#store.take(answer, base);
      const { from, to } = this.#rows.selected
        ? { from: this.#rows.selected.from.row, to: this.#rows.selected.to.row }
        : this.#window;
      this.#store.trim(Math.min(from, this.#window.from), Math.max(to, this.#window.to));
    } catch {
      pause = RETRY_MS; // the connection is away, or the pane prints too fast
    } finally {
      if (turn === this.#turn) {
        setTimeout(() => {
          this.#loading.delete(index);
          if (turn === this.#turn) this.#rows.draw();
        }, pause);
      }
    }
  }

  #ask(args) {
    return this.#page.subscription.command('history', { pane: this.#pane, ...args });
  }

  /** Whether there is something new; what one reads stays where it is. */
  async #lookForNews() {
    if (document.hidden || this.#store.end === 0) return;
    const turn = this.#turn;
    const { base, args } = this.#store.request();
    const answer = await this.#ask({ ...args, count: 0 }).catch(() => null);
    if (answer === null || turn !== this.#turn || !this.#stands(answer)) return;
    const same =
      this.#store.endOf(answer, base) === this.#seen.end &&
      JSON.stringify(answer.cursor) === this.#seen.cursor;
    this.#parts.chip.hidden = same;
  }

  // -- finding -----------------------------------------------------------------------------

  #startSearch(text, how) {
    const near = this.#window.to - 1;
    this.#shown = null;
    this.#toFirst = true;
    this.#search.start(text === '' ? null : { q: text, ...how }, near);
  }

  async #look(query, next) {
    const { base, args } = this.#store.request();
    const row = Math.max(1, (next ?? this.#seen.end) - base.lost);
    const answer = await this.#page.subscription.command('history-find', {
      pane: this.#pane,
      ...query,
      row,
      mark: args.mark,
    });
    if (answer.moved === null) return { matches: [], next: 0 };
    const lost = base.lost + answer.moved;
    const matches = answer.matches.map((match) => ({
      row: match.row + lost,
      parts: match.parts.map(([at, begin, end]) => [at + lost, begin, end]),
    }));
    return { matches, next: answer.next > 0 ? answer.next + lost : 0 };
  }

  #found() {
    this.#find?.told(this.#search.told);
    this.#rows?.draw({ anew: true });
    if (this.#toFirst && this.#search.row !== undefined) {
      this.#toFirst = false;
      this.#toFound();
    }
  }

  #toFound() {
    if (this.#search.row !== undefined) this.#rows.toRow(this.#search.row);
  }

  #endFind() {
    this.#search.start(null);
    this.#find?.dispose();
    this.#find = null;
    this.#parts.scroller.focus({ preventScroll: true });
  }

  #marksOf(number) {
    return this.#search.marksOf(number);
  }

  // -- the page ----------------------------------------------------------------------------

  #moved(from, to) {
    this.#window = { from, to };
    const { lost, end } = this.#store;
    const line = Math.max(1, Math.min(to - 1, end) - lost);
    setText(
      this.#parts.position,
      end > lost ? `Line ${line.toLocaleString()} of ${(end - lost).toLocaleString()}` : '',
    );
    this.#load();
    for (const old of this.#parts.scroller.querySelectorAll('.is-shown')) old.classList.remove('is-shown');
    if (this.#shown !== null)
      this.#parts.scroller.querySelector(`[data-row="${this.#shown}"]`)?.classList.add('is-shown');
  }

  #choose(panes, chosen) {
    this.#pane = chosen.pane;
    this.#isActive = chosen.current && chosen.active;
    const offered = panes.filter((one) => one.window === chosen.window);
    const { choice } = this.#parts;
    choice.replaceChildren(
      ...offered.map((one) => el('option', { value: one.pane, text: `Pane ${one.index}: ${one.command}` })),
    );
    choice.value = chosen.pane;
    choice.hidden = offered.length < 2;
    if (!chosen.current && this.#page.mayType()) switchWindow(this.#page, chosen.window);
  }

  #build() {
    const scroller = el('div', {
      class: 'history-scroller',
      tabindex: '0',
      role: 'document',
      'aria-label': 'Lines of the history',
    });
    const position = el('span', { class: 'history-position' });
    const choice = el('select', { class: 'history-choice', 'aria-label': 'Pane', hidden: true });
    const wrapped = iconButton('wrap', 'Wrap lines', () => this.#wrap(), { hidden: true });
    const bar = el(
      'div',
      { class: 'history-bar' },
      el('h2', { class: 'history-title', text: 'History' }),
      choice,
      position,
      wrapped,
      iconButton('find', 'Find in the history', () => this.find()),
      iconButton('copy', 'Copy the selection', () => this.copy()),
      iconButton('close', 'Close the history', () => this.close()),
    );
    const chip = el('button', {
      class: 'history-chip',
      type: 'button',
      hidden: true,
      text: 'New output ↓',
      on: { click: () => this.#toEnd() },
    });
    const whole = el(
      'section',
      { class: this.#pager ? 'history' : 'history is-scrolled', 'aria-label': 'History' },
      bar,
      scroller,
      chip,
    );
    return { whole, scroller, position, choice, chip, wrapped };
  }

  #listen() {
    const { whole, scroller, choice } = this.#parts;
    const on = (...what) => this.#disposables.listen(...what);
    installHistoryLinks(this.#page, { scroller, cols: () => this.#cols }, this.#disposables);
    installHistoryKeys(this, { page: this.#page, whole, pager: this.#pager }, this.#disposables);
    // Until Shift, which may have opened it, is let go: a listener that may prevent it makes scrolling wait.
    this.#wheeled = (event) => this.#wheel(event);
    on(scroller, 'wheel', this.#wheeled, { passive: false });
    on(whole, 'copy', (event) => this.#copied(event));
    on(document, 'webmux:theme', () => requestAnimationFrame(() => this.#rows.draw({ anew: true })));
    on(choice, 'change', () => {
      this.#pane = choice.value;
      this.#isActive = false;
      this.#place = null;
      this.#begin().catch((error) => toast(error.message, { kind: 'error' }));
      scroller.focus();
    });
    this.#disposables.add(this.#page.events.on('state', (state) => state === 'ended' && this.close()));
    this.#disposables.every(LOOK_MS, () => this.#lookForNews());
  }

  /** What is read, as a text as wide as the window. */
  async #wrap() {
    const turn = this.#turn;
    const text = await textBefore(this.#store, this.#window.to, (index) => this.#loadPage(index, turn));
    if (turn !== this.#turn) return;
    this.close();
    this.#page.events.emit('history.text', text);
  }

  #wheel(event) {
    if (!event.shiftKey) {
      this.#parts.scroller.removeEventListener('wheel', this.#wheeled);
      return;
    }
    event.preventDefault(); // it is not meant sideways
    this.#parts.scroller.scrollTop += event.deltaY || event.deltaX;
  }

  #copied(event) {
    const text = this.#rows.selectedText;
    if (text === '' || event.target.closest?.('input')) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  }
}
