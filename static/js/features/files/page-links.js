/** Links on the screen; paths only for who may type, with a menu of what one does with a file. */
import { findPaths } from '../../net/files-api.js';
import { need } from '../../lib/dom.js';
import { panesIn, sizeIn } from '../../lib/pane-layout.js';
import { linkTip } from './link-tip.js';

// A build makes files while one looks.
const FRESH_MS = 5_000;
const KNOWN_MAX = 500;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installLinks(page) {
  page.screen.showLinks({
    onHover: linkTip(page.layer),
    lines: linesOf(page),
    paths: page.guest ? null : pathsOf(page),
  });
}

/** The panes on show, as PaneLines wants them. A mirror has no lines of its own: all its rows stand alone. */
function linesOf(page) {
  const isMirror = need('#terminal').dataset.view === 'mirror';
  return {
    panes: () => {
      const window = page.windows.find(({ active }) => active) ?? page.windows[0];
      const size = sizeIn(window?.layout ?? '');
      if (size === null || (!isMirror && (window.panes === 1 || window.zoomed))) return null;
      const whole = { id: '', left: 0, top: 0, ...size };
      return { panes: window.zoomed ? [whole] : panesIn(window.layout), rows: size.rows };
    },
    rowsOf: ({ id, rows }) => page.subscription.command('history', { ...(id && { pane: id }), count: rows }),
  };
}

function pathsOf(page) {
  const known = new KnownPaths((paths) => findPaths(page.api, page.session.id, paths));
  for (const other of ['window', 'attached']) page.events.on(other, () => known.forget());
  return {
    find: (paths) => (page.mayType() && page.session ? known.find(paths) : Promise.resolve(new Map())),
    open: async (event, place, found) =>
      (await import('./path-menu.js')).openPathMenu(page, event, place, found),
  };
}

/**
 * What the server said of paths a moment ago, so that a pointer on its way does not ask again and again.
 * @testonly
 */
export class KnownPaths {
  #ask;
  #now;
  #known = new Map();

  /** @param {(paths: string[]) => Promise<Map<string, object>>} ask */
  constructor(ask, now = () => performance.now()) {
    this.#ask = ask;
    this.#now = now;
  }

  /** @returns {Promise<Map<string, object>>} those that are there. */
  async find(paths) {
    const fresh = this.#now() - FRESH_MS;
    const unknown = paths.filter((path) => !(this.#known.get(path)?.at > fresh));
    if (unknown.length > 0) this.#remember(unknown, await this.#ask(unknown));
    return new Map(paths.map((path) => [path, this.#known.get(path)?.found]).filter(([, found]) => found));
  }

  /** The folder may be another now. */
  forget() {
    this.#known.clear();
  }

  #remember(paths, found) {
    if (this.#known.size + paths.length > KNOWN_MAX) this.#known.clear();
    const at = this.#now();
    for (const path of paths) this.#known.set(path, { at, found: found.get(path) ?? null });
  }
}
