/** The search over all sessions: its field, and the matches by session and window. Enter opens a match. */
import { searchAll } from '../../net/search-api.js';
import { el, setText } from '../../lib/dom.js';
import { sessionPath } from '../../lib/paths.js';
import { chooseOption, listField, toggleButton } from '../../components/controls.js';
import { TEXT } from './search-text.js';

const SETTLE_MS = 250;

/**
 * @typedef {object} Line that the user chose.
 * @property {boolean} here whether it is in the session of this page.
 * @property {{pane: string, row: number, mark: string}} place
 * @property {string} address of a page that shows it.
 *
 * @typedef {object} Options
 * @property {{id: string, name: string}|null} session the session of this page; may change.
 * @property {(line: Line) => void} onGo
 */

export class SearchPanel {
  #options;
  #id;
  #parts;
  #how = { case: false, regex: false };
  #timer = 0;
  #running = null;
  #epoch = '';
  #panes = new Map();
  #hits = [];
  #chosen = -1;

  /** @param {Options} options @param {string} id unique on the page; ids of elements begin with it. */
  constructor(options, id) {
    this.#options = options;
    this.#id = id;
    this.#parts = this.#build();
  }

  get element() {
    return this.#parts.element;
  }

  /** The row with the field, to which a dialog adds a button. */
  get bar() {
    return this.#parts.bar;
  }

  focus() {
    this.#parts.input.focus();
    this.#parts.input.select();
  }

  /** Stops a running search. */
  dispose() {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  #build() {
    const list = `${this.#id}-results`;
    const input = listField(list, TEXT.searchAll, {
      class: 'find-input',
      maxlength: 200,
      on: { input: () => this.#later() },
    });
    const scope = el(
      'select',
      {
        class: 'search-scope',
        'aria-label': TEXT.scope,
        hidden: !this.#options.session,
        on: { change: () => this.#start() },
      },
      el('option', { value: '', text: TEXT.allSessions }),
      el('option', { value: 'this', text: TEXT.thisSession }),
    );
    const status = el('p', { class: 'search-status', role: 'status', text: TEXT.about });
    const results = el('div', {
      class: 'search-results',
      id: list,
      role: 'listbox',
      'aria-label': TEXT.resultsLabel,
      tabindex: '-1',
    });
    const bar = el(
      'div',
      { class: 'search-bar' },
      input,
      this.#toggle('case', TEXT.matchCase, 'Aa'),
      this.#toggle('regex', TEXT.regex, '.*'),
      scope,
    );
    const element = el(
      'div',
      { class: 'search-panel', on: { keydown: (event) => this.#key(event) } },
      bar,
      status,
      results,
    );
    return { element, bar, input, scope, status, results };
  }

  #toggle(name, label, text) {
    return toggleButton(text, label, (on) => {
      this.#how[name] = on;
      this.#start();
    });
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#start(), SETTLE_MS);
  }

  /** The id of the only session to search; undefined for all. */
  get #session() {
    return this.#parts.scope.value === 'this' ? this.#options.session?.id : undefined;
  }

  async #start() {
    clearTimeout(this.#timer);
    this.#running?.abort();
    this.#panes.clear();
    this.#hits = [];
    this.#choose(-1);
    this.#parts.results.replaceChildren();
    const q = this.#parts.input.value;
    setText(this.#parts.status, q === '' ? '' : TEXT.searching);
    if (q === '') return;
    const search = (this.#running = new AbortController());
    try {
      await searchAll(
        { q, ...this.#how, session: this.#session },
        (event) => search === this.#running && this.#take(event),
        { signal: search.signal },
      );
    } catch (error) {
      if (search === this.#running && !search.signal.aborted) setText(this.#parts.status, error.message);
    }
  }

  #take(event) {
    if (event.type === 'begin') this.#epoch = event.epoch;
    else if (event.type === 'pane') this.#addPane(event);
    else if (event.type === 'match') this.#addHit(event);
    else if (event.type === 'more')
      this.#panes.get(event.pane).group.append(el('p', { class: 'search-group', text: TEXT.moreInPane }));
    else if (event.type === 'error') setText(this.#parts.status, event.message);
    else this.#progress(event);
  }

  #progress(event) {
    const { found, text } = TEXT.progress(event);
    const why = TEXT.ends[event.reason];
    if (event.type === 'progress') setText(this.#parts.status, `${text}…`);
    else setText(this.#parts.status, why ? TEXT.stopped(found, why) : text);
  }

  #addPane(pane) {
    const { session, window, index } = pane;
    const title = [
      session.name,
      TEXT.window(window.index, window.name),
      ...(window.panes > 1 ? [TEXT.pane(index)] : []),
      ...(pane.pane.endsWith('r') ? [TEXT.reconstructed] : []),
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
    const before = this.#hits[this.#chosen]?.line;
    this.#chosen = number;
    chooseOption(this.#parts.input, before, this.#hits[number]?.line);
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
    this.#options.onGo({
      here: this.#options.session?.id === session.id,
      place,
      address: `${sessionPath(session.name)}?${query}`,
    });
  }
}

/** The text of a line, with its matches marked. */
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
