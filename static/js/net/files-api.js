/** Files of a session: up with progress, down by the browser, and which paths there are. */
import { rooted } from '../lib/base-path.js';
import { encodedPath } from '../lib/folder-paths.js';
import { ApiError, errorOf } from './api.js';

const of = (sessionId, what, query) => {
  const path = `/api/sessions/${encodeURIComponent(sessionId)}/${what}`;
  const asked = Object.entries(query ?? {})
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodedPath(value)}`);
  return asked.length > 0 ? `${path}?${asked.join('&')}` : path;
};

/** Where a file can be downloaded. */
export const fileAddress = (sessionId, path) => rooted(of(sessionId, 'file', { path }));

/** Deletes what one has just uploaded. */
export const undoUpload = (api, id) => api.ask('DELETE', `/api/uploads/${encodeURIComponent(id)}`);

/** @returns {Promise<Map<string, {kind: 'file'|'folder', bytes: number}>>} those of `paths` that are there, as a shell in the pane's folder finds them. */
export async function findPaths(api, sessionId, paths) {
  const { found } = await api.ask('POST', of(sessionId, 'paths'), { paths });
  return new Map(found.map(({ path, ...what }) => [path, what]));
}

/**
 * What is in a folder, that of the active pane without a path.
 * @returns {Promise<{path: string, total: number, entries: {name: string, kind: 'folder'|'file'|'link'|'other', bytes: number|null, modified_at: number|null, leads_to: string|null}[]}>}
 */
export const listFolder = (api, sessionId, path) => api.ask('GET', of(sessionId, 'folder', { path }));

/** The same of a folder by its path alone, absolute or from `~`. */
export const listServerFolder = (api, path) => api.ask('GET', `/api/folder?path=${encodedPath(path)}`);

/**
 * Sends a file as it is.
 * @param {string} sessionId
 * @param {{name: string, to: 'private'|'pane'|'folder', folder?: string, body: Blob}} file `folder` where it goes to one.
 * @param {{onProgress?: (sent: number) => void, signal?: AbortSignal}} [options]
 * @returns {Promise<{id: string, path: string, bytes: number}>} rejects with an ApiError, an AbortError when it was cancelled.
 */
export function uploadFile(sessionId, { name, to, folder, body }, { onProgress = () => {}, signal } = {}) {
  // fetch tells nothing of what is sent.
  const request = new XMLHttpRequest();
  request.open('POST', rooted(of(sessionId, 'files', { name, to, folder })));
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

async function answer(request) {
  const told = new Response(request.responseText || null, {
    status: request.status,
    headers: { 'Content-Type': 'application/json' },
  });
  if (told.ok) return told.json();
  const error = await errorOf(told);
  if (error.status === 413 && error.code === 'http_error')
    error.message = 'A proxy in front of the server takes no files as large as this.';
  throw error;
}
