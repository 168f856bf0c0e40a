/**
 * The public face of `Screen` over several terminals: it stands for the one that has the keyboard, and
 * installs on all of them what features install. A subclass has the terminals.
 */

import { logWarning } from '../../lib/log.js';
import { pathsInFolder } from './pane-paths.js';

/** @import { PaneTerminal } from '../../terminal/native/pane-terminal.js' */

export class FocusedTerminal {
  /** What `extend` and the like did to each terminal, for those that come later. */
  #installs = [];

  /** The terminal that this object stands for. @returns {PaneTerminal} */
  get now() {
    throw new TypeError();
  }

  /** @returns {PaneTerminal[]} */
  get all() {
    return [this.now];
  }

  /**
   * Does something to each terminal, now and later. If that fails late for another than the focused one, as
   * when its module does not load, the pane goes without it.
   * @template T
   * @param {(terminal: PaneTerminal) => T} install
   * @returns what it returned for the focused one.
   */
  each(install) {
    this.#installs.push(install);
    const { now, all } = this;
    const results = new Map(all.map((terminal) => [terminal, install(terminal)]));
    for (const [terminal, result] of results) if (terminal !== now) survive(result);
    return results.get(now);
  }

  /** What `each` did so far, for a new terminal. @param {PaneTerminal} terminal */
  installOn(terminal) {
    for (const install of this.#installs) survive(install(terminal));
  }

  get renderer() {
    return this.now.renderer;
  }

  get looks() {
    return this.now.looks;
  }

  get hasSelection() {
    return this.now.hasSelection;
  }

  get usesMouse() {
    return this.now.usesMouse;
  }

  /** tmux pastes as the program wants it, but the page asks about risky text only if a shell would run it. */
  get bracketedPaste() {
    return this.now.bracketedPaste;
  }

  finder() {
    return this.now.finder();
  }

  /**
   * As `Screen.extend`, for every pane: also for those that come later. Returns what `install` returned for
   * the focused one.
   */
  extend(install) {
    return this.each((terminal) => terminal.extend(install));
  }

  /** As `Screen.use`, with the focused pane. */
  use(work) {
    return this.now.use(work);
  }

  setWidths(fields) {
    for (const terminal of this.all) terminal.setWidths(fields);
  }

  awaitSoftInput() {
    this.each((terminal) => terminal.awaitSoftInput());
  }

  softInput() {
    return this.each((terminal) => terminal.softInput());
  }

  focus() {
    this.now.focus();
  }

  selectBy(selection) {
    this.now.selectBy(selection);
  }

  copySelection() {
    this.now.copySelection();
  }

  copy(text, html) {
    return this.now.copy(text, html);
  }

  showLinks(handlers) {
    return this.each((terminal) => {
      const paths = pathsInFolder(handlers.paths, () => this.folderOf(terminal));
      return terminal.showLinks({ ...handlers, paths });
    });
  }

  /** The folder of a pane; empty if nobody knows it. @param {PaneTerminal} terminal */
  folderOf(terminal) {
    return terminal.folder;
  }

  paste(text) {
    this.now.paste(text);
  }

  nextKeyRaw(done) {
    return this.now.nextKeyRaw(done);
  }

  onPasteKey(listener) {
    this.each((terminal) => terminal.onPasteKey(listener));
  }

  /**
   * Shows each key of any pane to a listener first; see `TerminalBase.keysFirst`.
   * @param {(event: KeyboardEvent, pane: number) => boolean} listener
   */
  keysFirst(listener) {
    this.each((terminal) => terminal.keysFirst((event) => listener(event, terminal.pane)));
  }
}

/** @param {unknown} result of a part of a pane, perhaps a promise. */
function survive(result) {
  if (result instanceof Promise)
    result.catch((error) => logWarning(`a part of a pane did not load: ${error.message}`));
}
