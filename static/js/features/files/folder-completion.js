/** Completes the path of a folder; the server lists one folder after the other. */
import { listServerFolder } from '../../net/files-api.js';
import { isPath, visible } from '../../lib/folder-paths.js';

const SHOWN_MAX = 50;

/**
 * @param {import('../../net/api.js').Api} api
 * @returns {(text: string) => Promise<string[]>} paths that begin with the text; none if the text is not a
 *   path, or if its folder cannot be listed.
 */
export function folderCompletion(api) {
  const lists = new Map();
  const foldersIn = (folder) => {
    if (!lists.has(folder))
      lists.set(
        folder,
        listServerFolder(api, folder).then(
          ({ entries }) => entries.filter(isFolder),
          () => [],
        ),
      );
    return lists.get(folder);
  };
  return async (text) => {
    if (!isPath(text)) return [];
    const folder = text.slice(0, text.lastIndexOf('/') + 1);
    const start = text.slice(folder.length);
    const matches = ({ name }) =>
      name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')) && visible(name) === name;
    return (await foldersIn(folder))
      .filter(matches)
      .slice(0, SHOWN_MAX)
      .map(({ name }) => folder + name);
  };
}

// A link may point to a folder. The server checks when the session is created.
const isFolder = ({ kind }) => kind === 'folder' || kind === 'link';
