/**
 * The terminal of the page in `view=panes`: a terminal for each pane of the current window. With the public
 * face of `Screen` it stands for the focused pane, so that features need not know how many there are.
 */
import { DEFAULT_LOOK } from '../../terminal/render/appearance.js';
import { PaneTerminal } from '../../terminal/native/pane-terminal.js';
import { surfaceOfPanes } from '../../terminal/native/pane-surface.js';
import { Sizer } from '../../terminal/sizer.js';
import { FocusedTerminal } from './focused-terminal.js';
import { PaneGrid } from './pane-grid.js';
import { WindowSet, shownPanes } from './window-set.js';

/** @import { PaneSnapshot } from '../../wire/pane-records.js' */
/** @import { PaneWindow } from './window-set.js' */
/**
 * @typedef {object} PaneScreenHandlers
 * @property {(bytes: Uint8Array, inserted: boolean|undefined, pane: number) => void} onType
 * @property {(text: string, pane: number) => void} onPaste
 * @property {(pane: number|null) => void} onFocus another pane is focused, or none exists.
 * @property {(pane: number) => void} onChoose the user focused a pane here; tmux does not know it yet.
 * @property {(window: PaneWindow|null) => void} onWindow the current window changed, or its panes.
 * @property {(panes: number[]) => void} onGone
 *
 * @typedef {Omit<import('../../terminal/screen.js').Handlers, 'onType'> & PaneScreenHandlers} Handlers
 */

/** How long tmux has to report the pane that the user chose; then its active pane counts again. */
const CHOICE_MS = 1_000;
/** Terminals of windows that are not shown stay, so that a window returns at once; the oldest one goes. */
const HIDDEN_MAX = 12;

export class PaneScreen extends FocusedTerminal {
  #handlers;
  #options;
  #windows = new WindowSet();
  /** By pane, the least recently shown first. @type {Map<number, PaneTerminal>} */
  #terminals = new Map();
  /** A terminal without a pane: it measures cells and has the focus while there is no pane. */
  #spare = null;
  #grid;
  #sizer;
  #focused = null;
  /** The pane that the user chose here, until tmux reports another active one than at that time. */
  #chosen = null;
  #activeBefore = null;
  #choiceTimer = null;

  /**
   * @param {{stage: HTMLElement, frame: HTMLElement, theme: 'dark'|'light', label: string, look?:
   *   import('../../terminal/render/appearance.js').TerminalLook, scrollback: number}} where
   * @param {Handlers} handlers
   */
  constructor({ stage, frame, theme, label, look = DEFAULT_LOOK, scrollback }, handlers) {
    super();
    this.#handlers = handlers;
    this.#options = { frame, theme, label, look, scrollback };
    this.#grid = new PaneGrid(frame, { onPress: (pane) => this.focusPane(pane) });
    this.#spare = this.#make();
    const surface = surfaceOfPanes({
      sample: () => this.now,
      all: () => this.all,
      onSize: (size) => this.#spare?.resize(size),
      onCell: (cell) => this.#grid.setCell(cell),
    });
    this.#sizer = new Sizer(surface, { stage, frame, fontPx: look.fontPx }, handlers);
    this.#grid.setCell(surface.cell);
  }

  // -- panes -----------------------------------------------------------------------------------

  /** What a Layout record reports. @param {Parameters<WindowSet['apply']>[0]} layout */
  layout(layout) {
    const gone = this.#windows.apply(layout);
    this.#place();
    for (const pane of gone) this.#drop(pane);
    if (gone.length > 0) this.#handlers.onGone(gone);
    this.#handlers.onWindow(this.window);
  }

  /** All windows, ordered by index, in the fields of Layout. */
  get windows() {
    return this.#windows.all;
  }

  /** The current window; null if there is none. */
  get window() {
    return this.#windows.current;
  }

  /** The focused pane; null if there is none. @returns {number|null} */
  get focused() {
    return this.#focused;
  }

  /** The numbers of the panes that are shown. */
  get shown() {
    return shownPanes(this.window).map(({ pane }) => pane);
  }

  /** @param {number} pane @returns {PaneTerminal|null} null if it was never shown. */
  terminalOf(pane) {
    return this.#terminals.get(pane) ?? null;
  }

  /**
   * Focuses a pane that is shown. The focus stays until tmux has another active pane.
   * @param {number} pane
   */
  focusPane(pane) {
    if (pane === this.#focused || !this.shown.includes(pane)) return;
    clearTimeout(this.#choiceTimer);
    if (this.#chosen === null) this.#activeBefore = this.#active;
    this.#chosen = pane;
    this.#choiceTimer = setTimeout(() => {
      this.#choiceTimer = null;
      this.#setFocus(this.#focusNow());
    }, CHOICE_MS);
    this.#setFocus(pane);
    this.#handlers.onChoose(pane);
  }

  // -- output ----------------------------------------------------------------------------------

  /** @param {number} pane @param {Uint8Array} bytes @param {any} mark */
  output(pane, bytes, mark) {
    const terminal = this.#terminals.get(pane);
    if (terminal) terminal.output(bytes, mark);
    else this.#handlers.onProcessed(mark, { drained: true });
  }

  /** @param {PaneSnapshot} snapshot @param {any} mark */
  snapshot(snapshot, mark) {
    const terminal = this.#terminals.get(snapshot.pane);
    if (terminal) terminal.snapshot(snapshot, mark);
    else this.#handlers.onProcessed(mark, { drained: true });
  }

  /** The size of the current window, before its layout comes. @param {{cols: number, rows: number}} size */
  resize(size) {
    if (this.window === null) this.#sizer.setHubSize(size);
  }

  /** Empties all panes for good. */
  blank() {
    for (const terminal of this.all) terminal.blank();
  }

  // -- as Screen -------------------------------------------------------------------------------

  get ownSize() {
    return this.#sizer.ownSize;
  }

  get fontPx() {
    return this.#sizer.fontPx;
  }

  /** @param {boolean} owner */
  setOwner(owner) {
    this.#sizer.setOwner(owner);
  }

  /** @param {string} label */
  setLabel(label) {
    this.#options.label = label;
    for (const terminal of this.all) terminal.setLabel(label);
  }

  /** @param {'dark'|'light'} theme */
  setTheme(theme) {
    this.#options.theme = theme;
    for (const terminal of this.all) terminal.setTheme(theme);
  }

  setLook(look) {
    this.#options.look = look;
    for (const terminal of this.all) terminal.restyle(look);
    this.#sizer.restyle(look.fontPx);
  }

  /** @param {number} rows of scrollback of each pane. */
  setScrollback(rows) {
    this.#options.scrollback = rows;
    for (const terminal of this.all) terminal.setScrollback(rows);
  }

  async touch() {
    const [{ PaneTouch }] = await Promise.all([
      import('../../terminal/native/pane-touch.js'),
      this.now.softInput(),
    ]);
    return new PaneTouch({
      ...{ frame: this.#options.frame, sizer: this.#sizer },
      ...{ now: () => this.now, all: () => this.all, each: (install) => this.each(install) },
      at: (place) => this.#at(place),
    });
  }

  dispose() {
    clearTimeout(this.#choiceTimer);
    this.#sizer.dispose();
    for (const terminal of this.all) terminal.dispose();
  }

  // -- inside ----------------------------------------------------------------------------------

  /** The terminal that this object stands for. @returns {PaneTerminal} */
  get now() {
    return this.#terminals.get(this.#focused) ?? this.#spare ?? this.#terminals.values().next().value;
  }

  /** The terminal at a place of the browser's window; the focused one between panes. */
  #at({ x, y }) {
    const frame = document.elementFromPoint(x, y)?.closest('[data-pane]');
    return this.#terminals.get(Number(frame?.getAttribute('data-pane'))) ?? this.now;
  }

  get all() {
    return [...this.#terminals.values(), ...(this.#spare ? [this.#spare] : [])];
  }

  #make() {
    const terminal = new PaneTerminal(this.#options, {
      ...this.#handlers,
      onType: (bytes, inserted) => this.#handlers.onType(bytes, inserted, terminal.pane),
    });
    if (this.#sizer) terminal.setFontPx(Number(this.looks.fontSize));
    this.installOn(terminal);
    return terminal;
  }

  /** Gives each pane that is shown its terminal, its place and its size. */
  #place() {
    const { window } = this;
    const hadFocus = this.#hasFocus;
    this.#grid.show(window);
    for (const { pane, cols, rows } of shownPanes(window)) {
      const terminal = this.#terminals.get(pane) ?? this.#take(pane);
      this.#terminals.delete(pane);
      this.#terminals.set(pane, terminal);
      const frame = this.#grid.frameOf(pane);
      if (terminal.element.parentElement !== frame) frame.append(terminal.element);
      terminal.resize({ cols, rows });
    }
    if (window !== null) this.#sizer.setHubSize({ cols: window.cols, rows: window.rows });
    this.#setFocus(this.#focusNow());
    this.now.exposeForTests();
    if (hadFocus && !this.#hasFocus) this.focus();
    const hidden = [...this.#terminals.keys()].filter((pane) => !this.shown.includes(pane));
    for (const pane of hidden.slice(0, -HIDDEN_MAX)) this.#drop(pane);
  }

  get #hasFocus() {
    return this.all.some(({ element }) => element.contains(document.activeElement));
  }

  /** The pane that is active in tmux; null if there is none. */
  get #active() {
    return this.window?.panes.find((pane) => pane.active)?.pane ?? null;
  }

  /** The pane that has to be focused: the user's choice until tmux has another active one. */
  #focusNow() {
    const { shown } = this;
    const active = this.#active;
    const isOverruled = this.#choiceTimer === null && active !== this.#activeBefore;
    if (this.#chosen === active || isOverruled || !shown.includes(this.#chosen)) this.#chosen = null;
    return this.#chosen ?? (shown.includes(active) ? active : (shown[0] ?? null));
  }

  /** A terminal for a pane that has none. @param {number} pane */
  #take(pane) {
    const terminal = this.#spare ?? this.#make();
    this.#spare = null;
    terminal.pane = pane;
    return terminal;
  }

  /** @param {number} pane */
  #drop(pane) {
    const terminal = this.#terminals.get(pane);
    if (terminal === undefined) return;
    this.#terminals.delete(pane);
    if (this.#terminals.size === 0) {
      // The page always has a terminal.
      terminal.pane = -1;
      this.#spare = terminal;
      this.#options.frame.append(terminal.element);
    } else {
      terminal.dispose();
    }
  }

  /** @param {number|null} pane */
  #setFocus(pane) {
    this.#grid.setFocus(pane);
    if (pane === this.#focused) return;
    const hadFocus = this.#hasFocus;
    this.#focused = pane;
    this.now.exposeForTests();
    if (hadFocus && pane !== null) this.focus();
    this.#handlers.onFocus(pane);
  }
}
