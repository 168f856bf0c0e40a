/** What the palette offers: commands, snippets and windows of the page at once, the rest when the server told it. */
import { activity, plural } from '../../lib/format.js';
import { lastFirst } from '../../lib/session-order.js';
import { sessionPath } from '../../lib/paths.js';
import { PREFIXES } from './palette-query.js';
import { Recent } from './palette-recent.js';
import { previewOf } from '../../lib/snippet-rules.js';
import { badgesOf, windowLabel } from '../../lib/window-model.js';
import { goToPane, panesOf } from '../windows/pane-actions.js';
import { goTo } from '../sessions/session-actions.js';
import { openEditor, typeSnippet } from '../snippets/type-snippet.js';
import { switchWindow } from '../windows/action-target.js';

// The palette itself, and windows by number: they are there by name.
const LEFT_OUT = /^(palette\.open|switcher\.open|window\.\d)$/;
// Below the sessions, where these alone are listed.
const WITH_SESSIONS = ['command:session.new', 'command:home.open'];
const NUMBERED = 9;

/**
 * @typedef {object} Entry
 * @property {string} key the same for the same thing, as `command:copy`
 * @property {'command'|'session'|'window'|'pane'|'snippet'|'setting'|'prefix'|'help'} kind
 * @property {string} title
 * @property {string} detail
 * @property {string} [words] found by these as well.
 * @property {{kind: string, glyph: string}[]} [badges] what needs attention there; `detail` says it in words.
 * @property {string[]} [chords]
 * @property {string} [fill] goes into the input instead of being run.
 * @property {() => (() => void)} [preview] shows what it would do, while it is chosen; the answer takes that back.
 * @property {() => unknown} [run]
 */

export class Entries {
  #page;
  #sessions = [];
  #windows = [];
  #panes = [];
  #settingEntries = () => [];
  #told = false;

  /** @param {import('../keys/page-keys.js').KeyPage} page */
  constructor(page) {
    this.#page = page;
    this.recent = new Recent();
  }

  /**
   * Asks the server for its sessions, windows and panes; who may not ask gets the rest only.
   * @throws {Error} the first that failed; the others are there.
   */
  async load() {
    const settings = import('./palette-settings.js').then(({ settingEntries }) => {
      this.#settingEntries = () => settingEntries(this.#page.settings);
    });
    const done = await Promise.allSettled([
      settings,
      ...(this.#page.guest ? [] : [this.#loadSessions(), this.#loadWindows(), this.#loadPanes()]),
    ]);
    const failed = done.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
  }

  async #loadSessions() {
    this.#sessions = (await this.#page.api.listSessions()).sessions;
    this.#told = true;
  }

  async #loadWindows() {
    if (this.#page.mayType()) this.#windows = (await this.#page.api.ask('GET', '/api/windows')).windows;
  }

  async #loadPanes() {
    if (this.#page.subscription?.state === 'live' && this.#page.mayType())
      this.#panes = await panesOf(this.#page);
  }

  /** All entries of these kinds, what was used last first. @returns {Entry[]} */
  of(kinds) {
    const all = kinds.flatMap((kind) => this.#by[kind]());
    // Sessions alone are in the order they were opened in, by the palette or without it.
    return kinds.includes('beside') ? all : this.recent.order(all, ({ key }) => key);
  }

  #by = {
    command: () => this.#commands(),
    session: () => this.#sessionEntries(),
    beside: () => (this.#told ? this.#commands().filter(({ key }) => WITH_SESSIONS.includes(key)) : []),
    window: () =>
      this.#page.mayType()
        ? (this.#page.windows ?? []).map((window, place) => this.#windowEntry(window, place + 1))
        : [],
    elsewhere: () => this.#elsewhere(),
    pane: () => this.#panes.map((pane) => this.#paneEntry(pane)),
    split: () =>
      this.#panes
        .filter(({ window }) => this.#window(window)?.panes > 1)
        .map((pane) => this.#paneEntry(pane)),
    snippet: () =>
      this.#typesHere
        ? this.#page.settings.get('snippets').map((snippet) => this.#snippetEntry(snippet))
        : [],
    snippets: () =>
      this.#page.guest
        ? []
        : [
            {
              key: 'snippets:edit',
              kind: 'command',
              title: 'Add or change snippets',
              detail: 'Settings',
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

  #sessionEntry(
    { name, windows, recording, alerts = {}, command = '', title = '', path = '', activity_at: at },
    here,
  ) {
    const badges = here ? [] : badgesOf(alerts);
    const about = [title || command, path, windows > 1 && plural(windows, 'window')];
    const facts = here
      ? ['shown here', ...about]
      : [...badges.map(({ text }) => text), ...about, activity(at, Date.now() / 1000)];
    const detail = [...facts, recording && 'recorded'].filter(Boolean).join(' · ');
    const run = () => (this.#page.open ? goTo(this.#page, name) : location.assign(sessionPath(name)));
    return {
      key: `session:${name}`,
      kind: 'session',
      title: name,
      detail,
      badges,
      words: `session ${command} ${title} ${path}`,
      run,
    };
  }

  #windowEntry({ id, index, name, active, panes, title }, number) {
    const detail = [active && 'shown here', title, panes > 1 && plural(panes, 'pane')]
      .filter(Boolean)
      .join(' · ');
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

  /** The windows of all other sessions, each session's together, those opened last first. */
  #elsewhere() {
    const here = this.#page.session?.id;
    const others = lastFirst(this.#sessions, this.#page.settings.get('home.recent'), here).filter(
      ({ id }) => id !== here,
    );
    const bySession = Map.groupBy(this.#windows, ({ session_id: id }) => id);
    return others.flatMap((session) =>
      (bySession.get(session.id) ?? []).map((window) => this.#elsewhereEntry(session, window)),
    );
  }

  #elsewhereEntry({ name }, window) {
    const facts = [`in ${name}`, window.title || window.command, ...badgesOf(window).map(({ text }) => text)];
    const run = () =>
      this.#page.open
        ? goTo(this.#page, name, window.id)
        : location.assign(`${sessionPath(name)}?window=${encodeURIComponent(window.id)}`);
    return {
      key: `window:${name}:${window.id}`,
      kind: 'window',
      title: windowLabel(window),
      detail: facts.filter(Boolean).join(' · '),
      badges: badgesOf(window),
      words: 'window',
      run,
    };
  }

  #paneEntry({ pane, window: windowId, index, active, current, command }) {
    const window = this.#window(windowId);
    const detail = [window && `in ${windowLabel(window)}`, active && current && 'shown here']
      .filter(Boolean)
      .join(' · ');
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

function prefixEntry({ prefix, title }) {
  return { key: `prefix:${prefix}`, kind: 'prefix', title, detail: `start with ${prefix}`, fill: prefix };
}
