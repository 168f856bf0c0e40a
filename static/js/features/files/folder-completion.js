/** Folders that begin with what was typed, asked of the server folder by folder. */
import { listServerFolder } from '../../net/files-api.js';
import { isPath, visible } from '../../lib/folder-paths.js';

const SHOWN_MAX = 50;

/**
 * @param {import('../../net/api.js').Api} api
 * @returns {(text: string) => Promise<string[]>} paths as they would be typed; none for what is no path or cannot be listed.
 */
export function folderCompletion(api) {
  const listed = new Map();
  const foldersIn = (folder) => {
    if (!listed.has(folder))
      listed.set(
        folder,
        listServerFolder(api, folder).then(
          ({ entries }) => entries.filter(isFolder),
          () => [],
        ),
      );
    return listed.get(folder);
  };
  return async (text) => {
    if (!isPath(text)) return [];
    const folder = text.slice(0, text.lastIndexOf('/') + 1);
    const begun = text.slice(folder.length);
    const fits = ({ name }) =>
      name.startsWith(begun) && (begun.startsWith('.') || !name.startsWith('.')) && visible(name) === name;
    return (await foldersIn(folder))
      .filter(fits)
      .slice(0, SHOWN_MAX)
      .map(({ name }) => folder + name);
  };
}

// A link may lead to one; the server says so when the session is made.
const isFolder = ({ kind }) => kind === 'folder' || kind === 'link';
