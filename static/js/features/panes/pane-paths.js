/**
 * Links to paths in a pane: relative paths belong to the folder of that pane, not of the active one.
 * Separate file: the only part that knows both links and folders.
 */
import { pathIn } from '../../terminal/native/folder-text.js';

/** @typedef {import('../../terminal/links/path-links.js').PathHandlers} PathHandlers */

/**
 * The same handlers for a pane.
 * @param {PathHandlers|null} paths null for no links to paths.
 * @param {() => string} folder of the pane now; empty if nobody knows it.
 * @returns {PathHandlers|null}
 */
export function pathsInFolder(paths, folder) {
  if (paths === null) return null;
  return {
    find: async (texts) => {
      const whole = new Map(texts.map((text) => [text, pathIn(folder(), text)]));
      const found = await paths.find([...new Set(whole.values())]);
      return new Map(
        [...whole].flatMap(([text, path]) => (found.has(path) ? [[text, found.get(path)]] : [])),
      );
    },
    open: (event, place, found) => paths.open(event, { ...place, path: pathIn(folder(), place.path) }, found),
  };
}
