/** The history of a pane, over the terminal. Loaded when it is first opened. */
import { Disposables } from '../../lib/disposables.js';
import { el, need, setText } from '../../lib/dom.js';
import { attempt } from '../../components/attempt.js';
import { toast } from '../../components/toast.js';
import { switchWindow } from '../windows/action-target.js';
import { HistoryFind } from './history-find.js';
import { buildHistoryFrame } from './history-frame.js';
import { installHistoryKeys } from './history-keys.js';
import { installHistoryLinks } from './history-links.js';
import { HistoryLoader } from './history-loader.js';
import { HistoryPages } from './history-pages.js';
import { appearanceOf, placeOf } from './history-place.js';
import { HistoryRows } from './history-rows.js';
import { TEXT } from './history-text.js';
import { isTranscript, shownHistory } from './transcript.js';

const NEW_OUTPUT_MS = 1_000;
// Less than 1, which means the end.
const PART_MAX = 0.99;

export class HistoryView {
  #page;
  #onClosed;
  #pages;
  #loader;
  #frame;
  #rows;
  #find;
  #pane = '';
  #isActivePane = false;
  #window = { from: 0, to: 0 };
  /** Where a link leads, until the user goes somewhere else. */
  #place = null;
  #linkedRow = null;
  #disposables = new Disposables();

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {{pager: boolean, onClosed: () => void}} options `pager`: `q`, `n` and `/` are keys of it.
   */
  constructor(page, { pager, onClosed }) {
    this.#page = page;
    this.#onClosed = onClosed;
    this.#pages = new HistoryPages(page.settings.get('scrollback'));
    this.#loader = new HistoryLoader((name, args) => page.subscription.command(name, args), this.#pages, {
      onStale: () => this.#reload(),
      onLoaded: () => this.#rows.draw(),
      inUse: () => this.#inUse(),
    });
    this.#frame = buildHistoryFrame(pager, {
      onWrap: () => this.#wrap(),
      onFind: () => this.find(),
      onCopy: () => this.copy(),
      onClose: () => this.close(),
      onNewOutput: () => this.#showNewOutput(),
    });
    const { whole, scroller } = this.#frame;
    page.layer.append(whole);
    need('#stage').inert = true; // keys and the pointer are for the history, not for the terminal below
    this.#find = this.#disposables.own(new HistoryFind(whole, this.#findHandlers()));
    this.#rows = this.#disposables.own(
      new HistoryRows(scroller, this.#pages, {
        appearance: () => appearanceOf(page.screen),
        marksOf: (number) => this.#find.marksOf(number),
        onWindow: (from, to) => this.#moved(from, to),
      }),
    );
    installHistoryLinks(page, { scroller, cols: () => this.#loader.cols }, this.#disposables);
    installHistoryKeys(this, { page, whole, pager }, this.#disposables);
    this.#listen();
    scroller.focus({ preventScroll: true });
  }

  /**
   * Shows a place: the end of a pane's history, `back` rows before it, a line, or the newest match of a
   * search.
   * @param {import('./history.js').Place} place
   */
  async show({ pane, row, mark, back, find }) {
    const { panes } = await this.#page.subscription.command('panes');
    const active = panes.find((candidate) => candidate.current && candidate.active);
    const named = panes.find((candidate) => candidate.pane === (pane ?? active?.pane));
    const chosen = row === undefined ? shownHistory(panes, named) : named;
    if (chosen === undefined) throw new Error(TEXT.noPane);
    this.#choose(panes, chosen);
    this.#place = row === undefined ? null : { row, mark };
    await this.#open();
    if (back !== undefined) this.#rows.toRow(Math.max(0, this.#pages.end - back), { always: true });
    if (find !== undefined) this.#find.openWith(find);
  }

  find() {
    this.#find.open();
  }

  get atEnd() {
    return this.#rows.atEnd;
  }

  get hasSelection() {
    return this.#rows.selectedText !== '';
  }

  scrollBy(pixels) {
    this.#frame.scroller.scrollTop += pixels;
  }

  scrollPages(pages) {
    this.#rows.scrollPages(pages);
  }

  toStart() {
    this.#frame.scroller.scrollTop = 0;
  }

  /** Goes to the end; from there, back to the terminal. */
  toEnd() {
    if (this.#rows.atEnd) this.close();
    else this.#rows.toEnd();
  }

  selectAll() {
    this.#rows.selectAll();
  }

  /** Goes to another match. @param {'next'|'previous'} where */
  go(where) {
    this.#find.go(where);
  }

  copy() {
    const text = this.#rows.selectedText;
    if (text === '') toast(TEXT.selectFirst);
    else this.#page.screen.copy(text);
  }

  close() {
    this.#loader.close();
    this.#disposables.dispose();
    this.#frame.whole.remove();
    need('#stage').inert = false;
    this.#onClosed();
  }

  /** Loads the pane. Then shows the linked place, or a part of the whole: 1 is the end. */
  async #open(part = 1) {
    this.#linkedRow = null;
    const end = await this.#loader.open(this.#pane);
    if (end === null) return;
    this.#frame.wrap.hidden =
      !document.body.classList.contains('is-touch') || !this.#rows.isWider(this.#loader.cols);
    this.#showEnd(end);
    if (this.#place !== null) await this.#showPlace();
    else if (part < 1) this.#rows.toRow(Math.floor(part * this.#pages.end), { always: true });
  }

  async #showPlace() {
    const found = await this.#loader.locate(this.#place);
    if (found === null) return;
    if (found.row === null) {
      this.#place = null;
      toast(TEXT.noLine);
      return;
    }
    this.#linkedRow = found.row;
    this.#rows.draw({ all: true });
    this.#rows.toRow(found.row, { always: true });
  }

  /** Loads everything again, and shows about the same part. */
  #reload() {
    const { from, to } = this.#window;
    const part = this.#rows.atEnd ? 1 : Math.min(PART_MAX, (from + to) / 2 / Math.max(1, this.#pages.end));
    attempt(() => this.#open(part));
  }

  /** @param {import('./history-loader.js').End} end */
  #showEnd({ cursor, screenRow }) {
    const { scroller, newOutput } = this.#frame;
    newOutput.hidden = true;
    const place = this.#isActivePane ? placeOf(this.#page.screen, scroller, cursor) : null;
    this.#rows.alignWith(place && { ...place, first: screenRow });
    this.#rows.draw({ all: true });
    this.#rows.toEnd();
  }

  async #showNewOutput() {
    this.#place = null;
    const end = await attempt(() => this.#loader.loadEnd());
    if (end === null) return;
    if (end) this.#showEnd(end);
    this.#frame.scroller.focus({ preventScroll: true });
  }

  async #checkForNewOutput() {
    if (document.hidden || this.#pages.end === 0) return;
    const hasNewOutput = await this.#loader.hasNewOutput();
    if (hasNewOutput !== null) this.#frame.newOutput.hidden = !hasNewOutput;
  }

  #inUse() {
    const { from, to } = this.#window;
    const { selected } = this.#rows;
    if (!selected) return { from, to };
    return { from: Math.min(selected.from.row, from), to: Math.max(selected.to.row, to) };
  }

  #findHandlers() {
    return {
      ask: (query, next) => this.#loader.find(query, next),
      onStart: () => {
        this.#linkedRow = null;
        return this.#window.to - 1;
      },
      onMarks: () => this.#rows.draw({ all: true }),
      onRow: (row) => this.#rows.toRow(row),
      onClose: () => this.#frame.scroller.focus({ preventScroll: true }),
    };
  }

  /** The scroller shows these rows now. */
  #moved(from, to) {
    this.#window = { from, to };
    const { scroller, position } = this.#frame;
    const { lost, end } = this.#pages;
    const line = Math.max(1, Math.min(to - 1, end) - lost);
    setText(position, end > lost ? TEXT.position(line, end - lost) : '');
    this.#loader.loadAround(this.#window);
    for (const old of scroller.querySelectorAll('.is-shown')) old.classList.remove('is-shown');
    if (this.#linkedRow !== null)
      scroller.querySelector(`[data-row="${this.#linkedRow}"]`)?.classList.add('is-shown');
  }

  #choose(panes, chosen) {
    this.#pane = chosen.pane;
    this.#isActivePane = chosen.current && chosen.active && !chosen.reconstructed;
    const offered = panes.filter(({ window }) => window === chosen.window);
    const { choice } = this.#frame;
    choice.replaceChildren(
      ...offered.map(({ pane, index, command, reconstructed }) =>
        el('option', { value: pane, text: TEXT.paneOption(index, command, reconstructed === true) }),
      ),
    );
    choice.value = chosen.pane;
    this.#frame.note.hidden = !chosen.reconstructed;
    choice.hidden = offered.length < 2;
    if (!chosen.current && this.#page.mayType()) switchWindow(this.#page, chosen.window);
  }

  #listen() {
    const { whole, scroller, choice } = this.#frame;
    /** @param {Parameters<Disposables['listen']>} listener */
    const on = (...listener) => this.#disposables.listen(...listener);
    scrollByShiftWheel(scroller, this.#disposables);
    on(whole, 'copy', (event) => this.#onCopy(event));
    on(document, 'webmux:theme', () => requestAnimationFrame(() => this.#rows.draw({ all: true })));
    on(choice, 'change', () => {
      this.#pane = choice.value;
      this.#frame.note.hidden = !isTranscript(choice.value);
      this.#isActivePane = false;
      this.#place = null;
      attempt(() => this.#open());
      scroller.focus();
    });
    this.#disposables.add(this.#page.events.on('state', (state) => state === 'ended' && this.close()));
    this.#disposables.every(NEW_OUTPUT_MS, () => this.#checkForNewOutput());
  }

  /** Closes the history, and shows the rows before the end of the window as text that the page wraps. */
  async #wrap() {
    const text = await this.#loader.textBefore(this.#window.to);
    if (text === null) return;
    this.close();
    this.#page.events.emit('history.text', text);
  }

  #onCopy(event) {
    const text = this.#rows.selectedText;
    if (text === '' || event.target.closest?.('input')) return;
    event.clipboardData.setData('text/plain', text);
    event.preventDefault();
  }
}

/**
 * With Shift, some browsers scroll sideways. Shift may have opened the history; the listener ends with the
 * first event without Shift, because scrolling waits for a listener that may prevent it.
 */
function scrollByShiftWheel(scroller, disposables) {
  const onWheel = (event) => {
    if (!event.shiftKey) {
      scroller.removeEventListener('wheel', onWheel);
      return;
    }
    event.preventDefault();
    scroller.scrollTop += event.deltaY || event.deltaX;
  };
  disposables.listen(scroller, 'wheel', onWheel, { passive: false });
}
