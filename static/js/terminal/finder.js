/** Finding text on the screen, with what is found marked. Loaded when one looks for the first time. */
import { SearchAddon } from '../../vendor/addon-search.mjs';
import { luminance } from '../lib/colour.js';

// As the marks of the history, see history.css; xterm.js wants them as #rrggbb.
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

  constructor(terminal) {
    this.#terminal = terminal;
    terminal.loadAddon(this.#addon);
  }

  /** Calls back with how many there are and which one is marked, from 0; -1 for none. Returns what takes that back. */
  onFound(listener) {
    const listening = this.#addon.onDidChangeResults(({ resultIndex, resultCount }) =>
      listener({ at: resultIndex, count: resultCount }),
    );
    return () => listening.dispose();
  }

  /**
   * Marks all there are and goes to one of them.
   * @param {string} text
   * @param {{case: boolean, regex: boolean}} how capitals count also where the text has some.
   * @param {'next'|'previous'|'stay'} where to go; `stay` while the text is being typed.
   * @returns {boolean} whether there is one.
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
      return where === 'previous'
        ? this.#addon.findPrevious(text, options)
        : this.#addon.findNext(text, options);
    } catch {
      return false; // no regular expression yet: it is being typed
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

  #marks() {
    return MARKS[luminance(this.#terminal.options.theme.background) > 0.5 ? 'light' : 'dark'];
  }
}
