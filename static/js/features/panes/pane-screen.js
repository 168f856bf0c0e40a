/**
 * The terminal of the page in `view=panes`: a terminal for each pane of the current window. With the public
 * face of `Screen` it stands for the focused pane, so that features need not know how many there are.
 */
import { DEFAULT_LOOK } from '../../terminal/render/appearance.js';
import { PaneTerminal } from '../../terminal/native/pane-terminal.js';
import { surfaceOfPanes } from '../../terminal/native/pane-surface.js';
import { Sizer } from '../../terminal/sizer.js';
import { EchoFirst } from './echo-first.js';
import { FocusChoice } from './focus-choice.js';
import { FocusedTerminal } from './focused-terminal.js';
import { HiddenPanes } from './hidden-panes.js';
import { PaneGrid } from './pane-grid.js';
import { WindowSet, shownPanes } from './window-set.js';

/** @import { PaneSnapshot } from '../../wire/pane-records.js' */
/** @import { PaneWindow } from './window-set.js' */
/**
 * @typedef {object} PaneScreenHandlers
 * @property {(bytes: Uint8Array, inserted: boolean|undefined, pane: number) => void} onType
 * @property {(text: string, pane: number) => void} onPaste
 * @property {() => void} onBell a program in a pane that is shown rang.
 * @property {(pane: number|null) => void} onFocus another pane is focused, or none exists.
 * @property {(pane: number) => void} onChoose the user focused a pane here; tmux does not know it yet.
 * @property {(window: PaneWindow|null) => void} onWindow the current window changed, or its panes.
 * @property {(panes: number[]) => void} onGone
 *
 * @typedef {Omit<import('../../terminal/screen.js').Handlers, 'onType'> & PaneScreenHandlers} Handlers
 */

export class PaneScreen extends FocusedTerminal {
  #handlers;
  #options;
  #windows = new WindowSet();
  /** @type {Map<number, PaneTerminal>} */
  #terminals = new Map();
  #hidden = new HiddenPanes((pane) => this.#drop(pane));
  /** A terminal without a pane: it measures cells and has the focus while there is no pane. */
  #spare = null;
  #grid;
  #sizer;
  #focused = null;
  #choice = new FocusChoice(() => this.#setFocus(this.#focusNow()));
  /** @type {import('../../terminal/native/pane-renderer.js').PaneRenderer|null} */
  #renderer = null;
  #echo = new EchoFirst();
  #owner = true;
  #solo = false;

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
    const onLayout = (/** @type {any} */ shown) => handlers.onLayout({ ...shown, sizeOwner: this.#owner });
    this.#sizer = new Sizer(surface, { stage, frame, fontPx: look.fontPx }, { ...handlers, onLayout });
    this.#grid.setCell(surface.cell);
  }

  // -- panes -----------------------------------------------------------------------------------

  /** What a Layout record reports. @param {Parameters<WindowSet['apply']>[0]} layout */
  layout(layout) {
    this.#echo.flush();
    const gone = this.#windows.apply(layout);
    this.#place();
    for (const pane of gone) this.#hidden.gone(pane);
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
    return this.#grid.shown.map(({ pane }) => pane);
  }

  /** The frames of the panes. */
  get grid() {
    return this.#grid;
  }

  /** Rows that each pane has above its screen. @returns {number} */
  get scrollback() {
    return this.#options.scrollback;
  }

  /**
   * Shows one pane at a time, at its own size and scaled to the page, or all of them.
   * @param {boolean} on
   */
  setSolo(on) {
    if (on === this.#solo) return;
    this.#solo = on;
    this.#choice.stay(on);
    const { focused } = this;
    this.#place();
    if (!on && focused !== null && focused !== this.focused) this.focusPane(focused);
  }

  /** @param {number} pane @returns {PaneTerminal|null} null if it was never shown. */
  terminalOf(pane) {
    return this.#terminals.get(pane) ?? null;
  }

  /**
   * Focuses a pane of the window. The focus stays until tmux has another active pane; in solo it stays.
   * @param {number} pane
   */
  focusPane(pane) {
    if (pane === this.#focused || !this.#focusable.some((one) => one.pane === pane)) return;
    this.#choice.choose(pane, this.#active);
    if (this.#solo) return this.#place();
    this.#setFocus(pane);
    this.#handlers.onChoose(pane);
  }

  // -- output ----------------------------------------------------------------------------------

  /** @param {number} pane @param {Uint8Array} bytes @param {any} mark */
  output(pane, bytes, mark) {
    this.#write(pane, mark, (terminal) => terminal.output(bytes, mark));
  }

  /** @param {PaneSnapshot} snapshot @param {any} mark */
  snapshot(snapshot, mark) {
    this.#write(snapshot.pane, mark, (terminal) => terminal.snapshot(snapshot, mark));
  }

  /** The size of the current window, before its layout comes. @param {{cols: number, rows: number}} size */
  resize(size) {
    if (this.window === null) this.#sizer.setHubSize(size);
  }

  /** Empties all panes for good. */
  blank() {
    this.#echo.flush();
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
    this.#owner = owner;
    this.#sizer.setOwner(owner && !this.#isSolo);
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

  /** Draws the focused pane with the graphics card if there is one. */
  async chooseRenderer() {
    const { PaneRenderer } = await import('../../terminal/native/pane-renderer.js');
    const renderer = new PaneRenderer();
    this.each((terminal) => renderer.prepare(terminal));
    renderer.focus(this.now);
    this.#renderer = renderer;
  }

  async touch() {
    const [{ PaneTouch }] = await Promise.all([
      import('../../terminal/native/pane-touch.js'),
      this.now.softInput(),
    ]);
    return new PaneTouch({
      ...{ frame: this.#options.frame, sizer: this.#sizer },
      ...{ now: () => this.now, all: () => this.all, each: (install) => this.each(install) },
      at: (place) => this.at(place),
    });
  }

  dispose() {
    this.#echo.flush();
    this.#choice.dispose();
    this.#renderer?.dispose();
    this.#hidden.dispose();
    this.#sizer.dispose();
    for (const terminal of this.all) terminal.dispose();
  }

  // -- inside ----------------------------------------------------------------------------------

  /** The terminal that this object stands for. @returns {PaneTerminal} */
  get now() {
    return this.#terminals.get(this.#focused) ?? this.#spare ?? this.#terminals.values().next().value;
  }

  /**
   * The terminal at a place of the browser's window; the focused one between panes.
   * @param {{x: number, y: number}} place
   */
  at({ x, y }) {
    const frame = document.elementFromPoint(x, y)?.closest('[data-pane]');
    return this.#terminals.get(Number(frame?.getAttribute('data-pane'))) ?? this.now;
  }

  /** As tmux reports it, which sees every program; else as the shell does. @param {PaneTerminal} terminal */
  folderOf({ pane, folder }) {
    return this.window?.panes.find((one) => one.pane === pane)?.path || folder;
  }

  get all() {
    return [...this.#terminals.values(), ...(this.#spare ? [this.#spare] : [])];
  }

  #make() {
    const terminal = new PaneTerminal(this.#options, {
      ...this.#handlers,
      onType: (bytes, inserted) => {
        this.#echo.typed(terminal.pane);
        this.#handlers.onType(bytes, inserted, terminal.pane);
      },
      onProcessed: (mark, progress) => {
        this.#echo.processed(terminal.pane);
        this.#handlers.onProcessed(mark, progress);
      },
      onPaint: () => {
        this.#echo.drawn(terminal.pane);
        this.#handlers.onPaint();
      },
    });
    if (this.#sizer) terminal.setFontPx(Number(this.looks.fontSize));
    this.installOn(terminal);
    return terminal;
  }

  /** @param {number} pane @param {any} mark @param {(terminal: PaneTerminal) => void} write */
  #write(pane, mark, write) {
    this.#echo.run(pane, () => {
      const terminal = this.#terminals.get(pane);
      if (terminal) write(terminal);
      else this.#handlers.onProcessed(mark, { drained: true });
    });
  }

  /** Gives each pane that is shown its terminal, its place and its size. */
  #place() {
    const hadFocus = this.#hasFocus;
    const focused = this.#focusNow();
    this.#grid.setSolo(this.#isSolo ? focused : null);
    this.#grid.show(this.window);
    for (const { pane, cols, rows } of this.#grid.shown) {
      const terminal = this.#terminals.get(pane) ?? this.#take(pane);
      const frame = this.#grid.frameOf(pane);
      if (terminal.element.parentElement !== frame) frame.append(terminal.element);
      terminal.resize({ cols, rows });
    }
    this.#sizer.setOwner(this.#owner && !this.#isSolo);
    if (this.window !== null) this.#sizer.setHubSize(this.#grid.size);
    this.#hidden.show(this.shown);
    this.#setFocus(focused);
    this.now.exposeForTests();
    if (hadFocus && !this.#hasFocus) this.focus();
  }

  /** Whether there are other panes than the one in solo. */
  get #isSolo() {
    return this.#solo && this.#focusable.length > 1;
  }

  /** Whether the keyboard is in a pane, and tmux follows it to the next one. */
  get hasKeyboard() {
    return !this.#isSolo && this.#hasFocus;
  }

  get #hasFocus() {
    return this.all.some(({ element }) => element.contains(document.activeElement));
  }

  /** The pane that is active in tmux; null if there is none. */
  get #active() {
    return this.window?.panes.find((pane) => pane.active)?.pane ?? null;
  }

  /** The panes that can have the focus: in solo also those that are not shown. */
  get #focusable() {
    return shownPanes(this.window);
  }

  #focusNow() {
    return this.#choice.among(this.#focusable);
  }

  /** A terminal for a pane that has none. @param {number} pane */
  #take(pane) {
    const terminal = this.#spare ?? this.#make();
    terminal.pane = pane;
    this.#terminals.set(pane, terminal);
    this.#spare = null;
    return terminal;
  }

  /** @param {number} pane */
  #drop(pane) {
    const terminal = this.#terminals.get(pane);
    this.#grid.remove(pane);
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
    this.#renderer?.focus(this.now);
    if (hadFocus && pane !== null) this.focus();
    this.#handlers.onFocus(pane);
  }
}
