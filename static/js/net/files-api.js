/** The HTTP API for files of a session: uploads with progress, downloads, folders, and which paths exist. */
import { rooted } from '../lib/base-path.js';
import { encodedPath } from '../lib/folder-paths.js';
import { ApiError, errorOf } from './api.js';

/** @param {string} sessionId @param {string} what @param {Record<string, string|undefined>} [query] */
const pathOf = (sessionId, what, query) => {
  const path = `/api/sessions/${encodeURIComponent(sessionId)}/${what}`;
  const fields = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodedPath(value)}`],
  );
  return fields.length > 0 ? `${path}?${fields.join('&')}` : path;
};

/** The address to download a file from. @param {string} sessionId @param {string} path */
export const fileAddress = (sessionId, path) => rooted(pathOf(sessionId, 'file', { path }));

/** Deletes a file that was just uploaded. @param {import('./api.js').Api} api @param {string} id */
export const undoUpload = (api, id) => api.ask('DELETE', `/api/uploads/${encodeURIComponent(id)}`);

/**
 * @param {import('./api.js').Api} api
 * @param {string} sessionId
 * @param {string[]} paths
 * @returns {Promise<Map<string, {kind: 'file'|'folder', bytes: number}>>} those of `paths` that exist,
 *   relative to the pane's folder.
 */
export async function findPaths(api, sessionId, paths) {
  const { found } = await api.ask('POST', pathOf(sessionId, 'paths'), { paths });
  return new Map(found.map((/** @type {any} */ { path, ...what }) => [path, what]));
}

/**
 * The entries of a folder; without a path, of the active pane's folder.
 * @param {import('./api.js').Api} api
 * @param {string} sessionId
 * @param {string|undefined} path
 * @returns {Promise<{path: string, total: number, entries: {name: string, kind:
 *   'folder'|'file'|'link'|'other', bytes: number|null, modified_at: number|null, leads_to: string|null}[]}>}
 */
export const listFolder = (api, sessionId, path) => api.ask('GET', pathOf(sessionId, 'folder', { path }));

/**
 * The same for a path that is absolute or begins with `~`.
 * @param {import('./api.js').Api} api
 * @param {string} path
 */
export const listServerFolder = (api, path) => api.ask('GET', `/api/folder?path=${encodedPath(path)}`);

/**
 * Sends a file as it is.
 * @param {string} sessionId
 * @param {{name: string, to: 'private'|'pane'|'folder', folder?: string, body: Blob}} file `folder` is for
 *   `to: 'folder'`.
 * @param {{onProgress?: (sent: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<{id: string, path: string, bytes: number}>} rejects with an ApiError, an AbortError if it
 *   was cancelled.
 */
export function uploadFile(sessionId, { name, to, folder, body }, { onProgress = () => {}, signal } = {}) {
  // fetch does not report progress.
  const request = new XMLHttpRequest();
  request.open('POST', rooted(pathOf(sessionId, 'files', { name, to, folder })));
  request.setRequestHeader('Accept', 'application/json');
  request.setRequestHeader('Content-Type', 'application/octet-stream');
  request.upload.onprogress = (event) => onProgress(event.loaded);
  const cancel = () => request.abort();
  signal?.addEventListener('abort', cancel);
  return new Promise((resolve, reject) => {
    const lost =
      'The upload broke off: the connection was lost, or the server did not want to wait for the rest.';
    request.onload = () => answer(request).then(resolve, reject);
    request.onerror = () => reject(new ApiError({ status: 0, code: 'unreachable', message: lost }));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    request.send(body);
  }).finally(() => signal?.removeEventListener('abort', cancel));
}

/** @param {XMLHttpRequest} request */
async function answer(request) {
  const response = new Response(request.responseText || null, {
    status: request.status,
    headers: { 'Content-Type': 'application/json' },
  });
  if (response.ok) return response.json();
  const error = await errorOf(response);
  if (error.status === 413 && error.code === 'http_error')
    error.message = 'A proxy in front of the server takes no files as large as this.';
  throw error;
}
