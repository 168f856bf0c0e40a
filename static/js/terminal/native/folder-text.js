/** The folder of a pane: as its shell reports it with `OSC 7`, and paths in it. Pure. */

/** @testonly */
export const FOLDER_MAX_CHARS = 4096;
const ADDRESS = /^file:\/\/[^/]{0,255}(\/.*)$/;
// Control characters and those that reverse text: no shell is in such a folder on purpose.
const HOSTILE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/u;

/**
 * The folder in the data of OSC 7, `file://host/path`; null if it is none. The host is not compared: on
 * another one, the server finds no such file.
 * @param {string} data
 * @returns {string|null}
 */
export function folderIn(data) {
  if (data.length > FOLDER_MAX_CHARS) return null;
  const path = ADDRESS.exec(data)?.[1];
  if (path === undefined) return null;
  try {
    const folder = decodeURIComponent(path);
    return HOSTILE.test(folder) ? null : folder;
  } catch {
    return null; // not UTF-8
  }
}

/** A path in a folder; as it is if it begins at the root or at home, or if no folder is known. */
export function pathIn(/** @type {string} */ folder, /** @type {string} */ path) {
  if (folder === '' || /^(\/|~\/)/.test(path)) return path;
  return folder.endsWith('/') ? folder + path : `${folder}/${path}`;
}
