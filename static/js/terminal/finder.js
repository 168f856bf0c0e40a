/** Finds and marks text on the screen. Loaded for the first search. */
import { SearchAddon } from '../../vendor/addon-search.mjs';
import { luminance } from '../lib/colour.js';

/** @import { OpenTerminal } from './screen.js' */

// As the marks in history.css; xterm.js needs them as #rrggbb.
const MARKS = {
  dark: {
    matchBackground: '#5c4a12',
    activeMatchBackground: '#b7791f',
    matchOverviewRuler: '#b7791f',
    activeMatchColorOverviewRuler: '#f3c96b',
  },
  light: {
    matchBackground: '#ffe9a8',
    activeMatchBackground: '#ffbf3f',
    matchOverviewRuler: '#ffbf3f',
    activeMatchColorOverviewRuler: '#7a5200',
  },
};

export class Finder {
  #terminal;
  #addon = new SearchAddon();

  /** @param {OpenTerminal} terminal */
  constructor(terminal) {
    this.#terminal = terminal;
    terminal.loadAddon(this.#addon);
  }

  /**
   * Calls back with the number of matches and the marked one, from 0, or -1. Returns a function that ends
   * that.
   * @param {(found: {at: number, count: number}) => void} listener
   */
  onFound(listener) {
    const listening = this.#addon.onDidChangeResults(({ resultIndex, resultCount }) =>
      listener({ at: resultIndex, count: resultCount }),
    );
    return () => listening.dispose();
  }

  /**
   * Marks all matches and goes to one of them.
   * @param {string} text
   * @param {{case: boolean, regex: boolean}} how capital letters count also if the text has some.
   * @param {'next'|'previous'|'stay'} where to go; `stay` while the text is being typed.
   * @returns {boolean} whether there is a match.
   */
  find(text, how, where) {
    if (text === '') {
      this.clear();
      return false;
    }
    const options = {
      caseSensitive: how.case || text !== text.toLowerCase(),
      regex: how.regex,
      incremental: where === 'stay',
      decorations: this.#marks(),
    };
    try {
      return where === 'previous' || (where === 'stay' && this.#hasScrollback)
        ? this.#addon.findPrevious(text, options)
        : this.#addon.findNext(text, options);
    } catch {
      return false; // not a regular expression yet: it is being typed
    }
  }

  clear() {
    this.#addon.clearDecorations();
    this.#terminal.clearSelection();
  }

  dispose() {
    this.clear();
    this.#addon.dispose();
  }

  /** Then the first match is the newest one: a user looks for what was printed last. */
  get #hasScrollback() {
    return this.#terminal.buffer.active.baseY > 0;
  }

  #marks() {
    return MARKS[luminance(this.#terminal.options.theme?.background ?? '#000000') > 0.5 ? 'light' : 'dark'];
  }
}
