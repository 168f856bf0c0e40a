/** What the palette offers: commands, snippets and windows at once, the rest when it is loaded. */
import { activity } from '../../lib/format.js';
import { withAgents } from '../../lib/agent-states.js';
import { lastFirst, urgency } from '../../lib/session-order.js';
import { sessionPath } from '../../lib/paths.js';
import { PREFIXES } from './palette-query.js';
import { Recent } from './palette-recent.js';
import { TEXT } from './palette-text.js';
import { previewOf } from '../../lib/snippet-rules.js';
import { badgesOf, windowLabel } from '../../lib/window-model.js';
import { goToPane, panesOf } from '../windows/pane-actions.js';
import { goTo } from '../sessions/session-actions.js';
import { openEditor, typeSnippet } from '../snippets/type-snippet.js';
import { switchWindow } from '../windows/action-target.js';

// The palette itself, and windows by number: windows have entries of their own.
const LEFT_OUT = /^(palette\.open|switcher\.open|window\.\d)$/;
// Commands that follow a list of only sessions.
const WITH_SESSIONS = ['command:session.new', 'command:home.open'];
const NUMBERED = 9;

/**
 * @typedef {object} Entry
 * @property {string} key identifies it, such as `command:copy`.
 * @property {'command'|'session'|'window'|'pane'|'snippet'|'setting'|'prefix'|'help'} kind
 * @property {string} title
 * @property {string} detail
 * @property {string} [words] more words that find it.
 * @property {{kind: string, glyph: string}[]} [badges] its alerts; `detail` has them in words.
 * @property {boolean} [urgent] a session with an agent that needs you: it comes first in a list of all kinds.
 * @property {string[]} [chords]
 * @property {string} [fill] text for the field, instead of `run`.
 * @property {() => (() => void)} [preview] shows what it would do; the result ends that.
 * @property {() => unknown} [run]
 */

/** @typedef {import('../../lib/session-order.js').Session} Session */

const joined = (...facts) => facts.filter(Boolean).join(' · ');

export class Entries {
  #page;
  /** @type {Session[]} */
  #sessions = [];
  #windows = [];
  #panes = [];
  #settingEntries = () => [];
  #hasSessions = false;

  /** @param {import('../keys/page-keys.js').KeyPage} page */
  constructor(page) {
    this.#page = page;
    this.recent = new Recent();
  }

  /**
   * Loads what the user may see of sessions, windows and panes.
   * @throws {Error} the first failure; the other entries are there.
   */
  async load() {
    const settings = import('./palette-settings.js').then(({ settingEntries }) => {
      this.#settingEntries = () => settingEntries(this.#page.settings);
    });
    const done = await Promise.allSettled([
      settings,
      ...(this.#page.guest ? [] : [this.#loadSessions(), this.#loadWindows(), this.#loadPanes()]),
    ]);
    const failed = done.find((result) => result.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #loadSessions() {
    const { api } = this.#page;
    // Without the agents the sessions are there all the same.
    const agents = api.ask('GET', '/api/agents').catch(() => null);
    this.#sessions = withAgents(await api.listSessions(), await agents).sessions;
    this.#hasSessions = true;
  }

  async #loadWindows() {
    if (this.#page.mayType()) this.#windows = (await this.#page.api.ask('GET', '/api/windows')).windows;
  }

  async #loadPanes() {
    if (this.#page.subscription?.state === 'live' && this.#page.mayType())
      this.#panes = await panesOf(this.#page);
  }

  /** All entries of these kinds, recently used ones first. @param {string[]} kinds @returns {Entry[]} */
  of(kinds) {
    const all = kinds.flatMap((kind) => this.#by[kind]());
    // A list of only sessions has the order in which they were opened, also without the palette.
    if (kinds.includes('sessionCommand')) return all;
    const ordered = this.recent.order(all);
    return [...ordered.filter(({ urgent }) => urgent), ...ordered.filter(({ urgent }) => !urgent)];
  }

  #by = {
    command: () => this.#commands(),
    session: () => this.#sessionEntries(),
    sessionCommand: () =>
      this.#hasSessions ? this.#commands().filter(({ key }) => WITH_SESSIONS.includes(key)) : [],
    window: () =>
      this.#page.mayType()
        ? (this.#page.windows ?? []).map((window, place) => this.#windowEntry(window, place + 1))
        : [],
    otherWindow: () => this.#otherWindows(),
    pane: () => this.#panes.map((pane) => this.#paneEntry(pane)),
    splitPane: () =>
      this.#panes
        .filter(({ window }) => this.#window(window)?.panes > 1)
        .map((pane) => this.#paneEntry(pane)),
    snippet: () =>
      this.#typesHere
        ? this.#page.settings.get('snippets').map((snippet) => this.#snippetEntry(snippet))
        : [],
    snippetCommand: () =>
      this.#page.guest
        ? []
        : [
            {
              key: 'snippets:edit',
              kind: 'command',
              title: TEXT.editSnippets,
              detail: TEXT.settings,
              run: openEditor,
            },
          ],
    setting: () => this.#settingEntries(),
    prefix: () => PREFIXES.filter(({ prefix }) => prefix !== '?').map(prefixEntry),
    help: () => this.#commands().filter(({ key }) => key === 'command:help.open'),
  };

  get #typesHere() {
    return Boolean(this.#page.type) && this.#page.mayType();
  }

  #window(id) {
    return this.#page.windows?.find((window) => window.id === id);
  }

  #commands() {
    const { actions } = this.#page;
    const offered = actions.list().filter(({ id }) => !LEFT_OUT.test(id));
    return offered.map(({ id, group, title, chords }) => ({
      key: `command:${id}`,
      kind: 'command',
      title,
      detail: group,
      words: id,
      chords,
      run: () => actions.run(id),
    }));
  }

  #sessionEntries() {
    const here = this.#page.session?.id;
    return lastFirst(this.#sessions, this.#page.settings.get('home.recent'), here).map((session) =>
      this.#sessionEntry(session, session.id === here),
    );
  }

  /** @param {Session} session @param {boolean} here @returns {Entry} */
  #sessionEntry(session, here) {
    const { name, windows, recording, alerts = {}, command = '', title = '', path = '' } = session;
    const waiting = urgency(session) === 'waiting';
    const badges = badgesOf({ ...(here ? {} : alerts), waiting });
    const about = [title || command, path, windows > 1 && TEXT.windows(windows)];
    const facts = here
      ? [TEXT.shownHere, ...about]
      : [...about, activity(session.activity_at, Date.now() / 1000)];
    const detail = joined(...badges.map(({ text }) => text), ...facts, recording && TEXT.recorded);
    const run = () => (this.#page.open ? goTo(this.#page, name) : location.assign(sessionPath(name)));
    return {
      key: `session:${name}`,
      kind: 'session',
      title: name,
      detail,
      badges,
      urgent: waiting && !here,
      words: `session ${command} ${title} ${path}`,
      run,
    };
  }

  #windowEntry({ id, index, name, active, panes, title }, number) {
    const detail = joined(active && TEXT.shownHere, title, panes > 1 && TEXT.panes(panes));
    const run = () => switchWindow(this.#page, id);
    const chords = number <= NUMBERED ? this.#page.actions.chords(`window.${number}`) : [];
    return {
      key: `window:${id}`,
      kind: 'window',
      title: `${index}: ${name}`,
      detail,
      words: 'window',
      chords,
      run,
    };
  }

  /** The windows of all other sessions, grouped by session, the session opened last first. */
  #otherWindows() {
    const here = this.#page.session?.id;
    const others = lastFirst(this.#sessions, this.#page.settings.get('home.recent'), here).filter(
      ({ id }) => id !== here,
    );
    return others.flatMap((session) =>
      this.#windows
        .filter(({ session_id: id }) => id === session.id)
        .map((window) => this.#otherWindowEntry(session, window)),
    );
  }

  #otherWindowEntry({ name }, window) {
    const badges = badgesOf(window);
    const run = () =>
      this.#page.open
        ? goTo(this.#page, name, window.id)
        : location.assign(`${sessionPath(name)}?window=${encodeURIComponent(window.id)}`);
    return {
      key: `window:${name}:${window.id}`,
      kind: 'window',
      title: windowLabel(window),
      detail: joined(TEXT.inPlace(name), window.title || window.command, ...badges.map(({ text }) => text)),
      badges,
      words: 'window',
      run,
    };
  }

  #paneEntry({ pane, window: windowId, index, active, current, command }) {
    const window = this.#window(windowId);
    const detail = joined(window && TEXT.inPlace(windowLabel(window)), active && current && TEXT.shownHere);
    const title = `${[window?.index, index].filter((one) => one !== undefined).join('.')}: ${command}`;
    return {
      key: `pane:${pane}`,
      kind: 'pane',
      title,
      detail,
      words: `pane ${pane}`,
      run: () => goToPane(this.#page, { pane, window: windowId }),
    };
  }

  #snippetEntry(snippet) {
    const detail = previewOf(snippet) + (snippet.enter ? ' ⏎' : '');
    return {
      key: `snippet:${snippet.name}`,
      kind: 'snippet',
      title: snippet.name,
      detail,
      words: 'snippet',
      run: () => typeSnippet(this.#page, snippet),
    };
  }
}

/** @returns {Entry} */
function prefixEntry({ prefix }) {
  const { title } = TEXT.prefixes[prefix];
  return { key: `prefix:${prefix}`, kind: 'prefix', title, detail: TEXT.startWith(prefix), fill: prefix };
}
