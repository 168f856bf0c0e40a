/** What the server reports about saved sessions, and requests about them. */

/**
 * @typedef {'runs'|'gone'|'name_taken'|'settled'} State
 * @typedef {{id: string, name: string, windows: number, panes: number, state: State}} SavedSession
 * @typedef {object} SavedSet
 * @property {string} id
 * @property {number} saved_at
 * @property {boolean} current
 * @property {number} gone
 * @property {SavedSession[]} sessions
 * @typedef {object} Result
 * @property {string} id
 * @property {string} name
 * @property {'restored'|'skipped'|'failed'} outcome
 * @property {string|null} session_id
 * @property {string[]} problems
 * @typedef {object} Restore
 * @property {string} set
 * @property {string} user
 * @property {boolean} running
 * @property {number} windows
 * @property {number} windows_done
 * @property {number} sessions
 * @property {number} sessions_done
 * @property {Result[]} results
 * @typedef {object} Saved as `GET /api/saved-sessions` has it.
 * @property {string|null} offered
 * @property {Restore|null} restore
 * @property {SavedSet[]} sets
 * @property {'on'|'off'|'open'} [history] whether the text of histories is saved; `open`: nobody chose.
 */

const pathOf = (setId, rest = '') => `/api/saved-sessions/${encodeURIComponent(setId)}${rest}`;

/** The set that is offered; undefined if there is none. @param {Saved} saved */
export const offeredSet = ({ offered, sets }) => sets.find(({ id }) => id === offered);

/** Begins to restore everything that is gone. */
export const restoreAll = (api, setId) => api.ask('POST', pathOf(setId, '/restore'), {});

/** Begins to restore these sessions; one whose name is taken gets a number. @param {string[]} ids */
export const restoreChosen = (api, setId, ids) =>
  api.ask('POST', pathOf(setId, '/restore'), { sessions: ids.map((id) => ({ id })), taken: 'rename' });

/** Offers what is gone of a set no more. */
export const dismissSet = (api, setId) => api.ask('POST', pathOf(setId, '/dismiss'), {});

/** Saves the text of histories from now on, or not. @param {boolean} save */
export const chooseHistory = (api, save) => api.ask('POST', '/api/saved-sessions/history', { save });

/** Folders and programs of the sessions of a set, by id. */
export async function detailsOf(api, setId) {
  const { sessions } = await api.ask('GET', pathOf(setId));
  return new Map(sessions.map((session) => [session.id, session]));
}
