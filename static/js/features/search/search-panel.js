/** What one searches all sessions with: what is found, by session and window; Enter goes to the line. */
import { searchAll } from '../../net/search-api.js';
import { el, setText } from '../../lib/dom.js';
import { plural } from '../../lib/format.js';
import { sessionPath } from '../../lib/paths.js';

const SETTLE_MS = 250;
const ENDS = {
  results: 'There are more: search for something more specific.',
  rows: 'Stopped early: there was too much to search.',
  bytes: 'Stopped early: there was too much to search.',
  time: 'Stopped early: the search took too long.',
};

/**
 * @typedef {object} Where
 * @property {{id: string, name: string}|null} session the one of this page; may change.
 * @property {(line: {here: boolean, place: {pane: string, row: number, mark: string}, address: string}) => void} onGo a line was
 *   chosen: of this session (`here`), or of another, with an address of its own.
 */

export class SearchPanel {
  #where;
  #id;
  #parts;
  #how = { case: false, regex: false };
  #timer = 0;
  #asking = null;
  #epoch = '';
  #panes = new Map();
  #hits = [];
  #chosen = -1;

  /** @param {Where} where @param {string} id what its elements are called by; one at a time has it. */
  constructor(where, id) {
    this.#where = where;
    this.#id = id;
    this.#parts = this.#build();
  }

  /** All of it; it takes no place of its own in a column. */
  get element() {
    return this.#parts.element;
  }

  /** What one types and chooses in, for a button more. */
  get bar() {
    return this.#parts.bar;
  }

  focus() {
    this.#parts.input.focus();
    this.#parts.input.select();
  }

  /** Ends a search that goes on. */
  dispose() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #build() {
    const list = `${this.#id}-results`;
    const input = el('input', {
      class: 'find-input',
      type: 'text',
      role: 'combobox',
      'aria-expanded': 'true',
      'aria-controls': list,
      'aria-label': 'Search all sessions',
      placeholder: 'Search all sessions',
      spellcheck: 'false',
      autocapitalize: 'none',
      autocomplete: 'off',
      maxlength: 200,
      on: { input: () => this.#later() },
    });
    const scope = el('select', {
      class: 'search-scope',
      'aria-label': 'Search in',
      on: { change: () => this.#start() },
    });
    scope.append(
      ...[
        ['', 'All sessions'],
        ['this', 'This session'],
      ].map(([value, text]) => el('option', { value, text })),
    );
    scope.hidden = !this.#where.session;
    const told = el('p', {
      class: 'search-told',
      role: 'status',
      text: 'Searches the history of every pane.',
    });
    const results = el('div', {
      class: 'search-results',
      id: list,
      role: 'listbox',
      'aria-label': 'Matching lines',
      tabindex: '-1',
    });
    const bar = el(
      'div',
      { class: 'search-bar' },
      input,
      this.#toggle('case', 'Match case', 'Aa'),
      this.#toggle('regex', 'Regular expression', '.*'),
      scope,
    );
    const element = el(
      'div',
      { class: 'search-panel', on: { keydown: (event) => this.#key(event) } },
      bar,
      told,
      results,
    );
    return { element, bar, input, scope, told, results };
  }

  #toggle(name, label, text) {
    const toggle = el('button', {
      class: 'find-toggle',
      type: 'button',
      'aria-label': label,
      title: label,
      'aria-pressed': 'false',
      text,
    });
    toggle.addEventListener('click', () => {
      this.#how[name] = !this.#how[name];
      toggle.setAttribute('aria-pressed', String(this.#how[name]));
      this.#start();
    });
    return toggle;
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), SETTLE_MS);
  }

  /** The id of the session that is looked through; all of them without one. */
  get #session() {
    return this.#parts.scope.value === 'this' ? this.#where.session?.id : undefined;
  }

  async #start() {
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#panes.clear();
    this.#hits = [];
    this.#choose(-1);
    this.#parts.results.replaceChildren();
    const q = this.#parts.input.value;
    setText(this.#parts.told, q === '' ? '' : 'Searching…');
    if (q === '') return;
    const asking = (this.#asking = new AbortController());
    try {
      await searchAll(
        { q, ...this.#how, session: this.#session },
        (event) => asking === this.#asking && this.#take(event),
        { signal: asking.signal },
      );
    } catch (error) {
      if (asking === this.#asking && !asking.signal.aborted) setText(this.#parts.told, error.message);
    }
  }

  #take(event) {
    if (event.type === 'begin') this.#epoch = event.epoch;
    else if (event.type === 'pane') this.#addPane(event);
    else if (event.type === 'match') this.#addHit(event);
    else if (event.type === 'more')
      this.#panes
        .get(event.pane)
        .group.append(el('p', { class: 'search-group', text: 'This pane has more matches.' }));
    else if (event.type === 'error') setText(this.#parts.told, event.message);
    else this.#progress(event);
  }

  #progress({ type, panes, of, rows, matches, reason }) {
    const found =
      matches === 0 ? 'No matches' : matches === 1 ? '1 match' : `${matches.toLocaleString()} matches`;
    const where = panes === of ? plural(of, 'pane') : `${panes} of ${plural(of, 'pane')}`;
    const searched = `${found} in ${where} (${rows.toLocaleString()} lines searched)`;
    if (type === 'progress') setText(this.#parts.told, `${searched}…`);
    else setText(this.#parts.told, reason in ENDS ? `${found} · ${ENDS[reason]}` : searched);
  }

  #addPane(pane) {
    const { session, window, index } = pane;
    const title = [
      session.name,
      `${window.index}: ${window.name}`,
      ...(window.panes > 1 ? [`pane ${index}`] : []),
    ].join(' › ');
    const id = `${this.#id}-pane-${pane.pane.slice(1)}`;
    const group = el(
      'div',
      { role: 'group', 'aria-labelledby': id },
      el('p', { class: 'search-group', id, text: title }),
    );
    this.#parts.results.append(group);
    this.#panes.set(pane.pane, { ...pane, group });
  }

  #addHit(match) {
    const number = this.#hits.length;
    const line = el(
      'div',
      { class: 'search-hit', role: 'option', id: `${this.#id}-hit-${number}`, 'aria-selected': 'false' },
      ...marked(match),
    );
    line.addEventListener('click', () => this.#go(number));
    this.#panes.get(match.pane).group.append(line);
    this.#hits.push({ match, line });
    if (number === 0) this.#choose(0);
  }

  #choose(number) {
    this.#hits[this.#chosen]?.line.setAttribute('aria-selected', 'false');
    this.#chosen = number;
    const line = this.#hits[number]?.line;
    line?.setAttribute('aria-selected', 'true');
    line?.scrollIntoView({ block: 'nearest' });
    if (line) this.#parts.input.setAttribute('aria-activedescendant', line.id);
    else this.#parts.input.removeAttribute('aria-activedescendant');
  }

  #key(event) {
    const last = this.#hits.length - 1;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 };
    if (event.isComposing || event.target.matches('select, button')) return;
    if (event.key in moves && last >= 0)
      this.#choose(Math.min(last, Math.max(0, this.#chosen + moves[event.key])));
    else if (event.key === 'Enter' && this.#chosen >= 0) this.#go(this.#chosen);
    else return;
    event.preventDefault();
  }

  #go(number) {
    const { match } = this.#hits[number];
    const { session } = this.#panes.get(match.pane);
    const place = { pane: match.pane, row: match.row, mark: match.mark };
    const query = new URLSearchParams({
      history: `${match.pane}:${match.row}`,
      mark: match.mark,
      epoch: this.#epoch,
    });
    this.#where.onGo({
      here: this.#where.session?.id === session.id,
      place,
      address: `${sessionPath(session.name)}?${query}`,
    });
  }
}

/** A line with what was found in it marked. */
function marked({ text, ranges }) {
  const parts = [];
  let done = 0;
  for (const [begin, end] of ranges) {
    parts.push(text.slice(done, begin), el('mark', { class: 'history-mark', text: text.slice(begin, end) }));
    done = end;
  }
  parts.push(text.slice(done));
  return parts;
}
