/** Links on the screen. Paths are links only for operators, with a menu of actions on the file. */
import { findPaths } from '../../net/files-api.js';
import { el, need } from '../../lib/dom.js';
import { panesIn, sizeIn } from '../../lib/pane-layout.js';
import { isMac } from '../../lib/chord.js';
import { logWarning } from '../../lib/log.js';
import { attempt } from '../../components/attempt.js';
import { opens } from '../../terminal/links/link-clicks.js';

const TIP_GAP_PX = 16;
const TIP_MAX_CHARS = 300;
// Programs create files while their paths are on the screen, for example a build.
const FRESH_MS = 5_000;
const KNOWN_MAX = 500;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installLinks(page) {
  page.screen
    .showLinks({
      onHover: linkTip(page.layer),
      lines: linesOf(page),
      paths: page.guest ? null : pathsOf(page),
    })
    .catch((error) => logWarning(`links did not load: ${error.message}`));
}

/** The visible panes, for `PaneLines`. In a mirror no row continues on the next one. */
function linesOf(page) {
  const isMirror = need('#terminal').dataset.view === 'mirror';
  return {
    panes: () => {
      if (page.panes !== null) return null; // each pane has its own terminal, which knows its lines
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
  const cache = new PathCache((paths) => findPaths(page.api, page.session.id, paths));
  for (const other of ['window', 'attached']) page.events.on(other, () => cache.clear());
  return {
    find: (paths) => (page.mayType() && page.session ? cache.find(paths) : Promise.resolve(new Map())),
    open: (event, place, found) =>
      attempt(async () => (await import('./path-menu.js')).openPathMenu(page, event, place, found)),
  };
}

/** Caches answers about paths, so that not each movement of the pointer is a request. @testonly */
export class PathCache {
  #request;
  #now;
  #answers = new Map();

  /** @param {(paths: string[]) => Promise<Map<string, object>>} request */
  constructor(request, now = () => performance.now()) {
    this.#request = request;
    this.#now = now;
  }

  /** @returns {Promise<Map<string, object>>} the paths that exist. */
  async find(paths) {
    const fresh = this.#now() - FRESH_MS;
    const unknown = paths.filter((path) => !(this.#answers.get(path)?.at > fresh));
    if (unknown.length > 0) this.#store(unknown, await this.#request(unknown));
    return new Map(paths.map((path) => [path, this.#answers.get(path)?.found]).filter(([, found]) => found));
  }

  /** Relative paths mean other files after a change of the pane or its folder. */
  clear() {
    this.#answers.clear();
  }

  #store(paths, found) {
    if (this.#answers.size + paths.length > KNOWN_MAX) this.#answers.clear();
    const at = this.#now();
    for (const path of paths) this.#answers.set(path, { at, found: found.get(path) ?? null });
  }
}

/**
 * A tooltip with the target of the link under the pointer, and how to open it.
 * @param {HTMLElement} layer
 * @returns {(link: {text: string, x: number, y: number}|null) => void} shows it for a link, removes it for
 *   null.
 */
function linkTip(layer) {
  let tip = null;
  return (link) => {
    tip?.remove();
    tip = link === null ? null : layer.appendChild(buildTip(link.text));
    if (tip !== null) placeTip(tip, link, layer.getBoundingClientRect());
  };
}

function buildTip(text) {
  const shown = text.length > TIP_MAX_CHARS ? `${text.slice(0, TIP_MAX_CHARS)}…` : text;
  return el(
    'div',
    { class: 'link-tip', role: 'tooltip' },
    el('span', { class: 'link-tip-target', text: shown }),
    el('kbd', { text: opens(isMac()) }),
  );
}

/** Below the pointer, or above it near the lower edge. */
function placeTip(tip, { x, y }, room) {
  const { width, height } = tip.getBoundingClientRect();
  const below = y - room.top + TIP_GAP_PX;
  tip.style.left = `${Math.max(4, Math.min(x - room.left, room.width - width - 4))}px`;
  const above = Math.max(4, y - room.top - height - TIP_GAP_PX);
  tip.style.top = `${below + height < room.height ? below : above}px`;
}
