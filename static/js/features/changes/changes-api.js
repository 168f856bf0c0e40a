/** The HTTP API for changes in the git repository of a pane. */
import { encodedPath } from '../../lib/folder-paths.js';

/**
 * @typedef {{path: string, staged: string, unstaged: string, untracked: boolean, conflict: boolean, added:
 *   number|null, removed: number|null}} ChangedFile
 * @typedef {{root: string, branch: string, head: string, ahead: number|null, behind: number|null, files:
 *   ChangedFile[], total: number, more: boolean}} Changes
 * @typedef {{path: string, text: string, cut: boolean, large: boolean}} Difference
 */

/**
 * The number of the active pane of a session.
 * @param {import('../../net/api.js').Api} api
 * @param {string} sessionId
 * @returns {Promise<number>}
 */
export async function activePane(api, sessionId) {
  const { pane_id: id } = await api.ask('GET', `/api/sessions/${encodeURIComponent(sessionId)}/active-pane`);
  return Number(id.slice(1));
}

/**
 * What differs from the last commit.
 * @param {import('../../net/api.js').Api} api
 * @param {number} pane
 * @returns {Promise<Changes>}
 */
export const listChanges = (api, pane) => api.ask('GET', `/api/panes/${pane}/changes`);

/**
 * How one file differs.
 * @param {import('../../net/api.js').Api} api
 * @param {number} pane
 * @param {string} path
 * @returns {Promise<Difference>}
 */
export const difference = (api, pane, path) =>
  api.ask('GET', `/api/panes/${pane}/changes/diff?path=${encodedPath(path)}`);
