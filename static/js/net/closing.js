/** Decides what to do after a connection ended. Pure; docs/protocol.md has the close codes. */

/**
 * @typedef {'normal'|'quick'|'slow'} Pace
 * @typedef {{act: 'retry', pace: Pace, resume: boolean, name?: string}} Retry `name` is the new one of the
 *   session.
 * @typedef {Retry|{act: 'end', reason: string}} Decision
 */

/** @param {Pace} pace @param {boolean} [resume] @returns {Retry} */
const retry = (pace, resume = true) => ({ act: 'retry', pace, resume });
/** @param {string} reason @returns {Decision} */
const end = (reason) => ({ act: 'end', reason });

// Exit reasons after which the same terminal can be opened again.
const PASSING_EXITS = new Set(['closed']);

/** @type {Map<number, Decision>} */
const BY_CODE = new Map([
  [1012, retry('quick')],
  // Another socket of ours took its place, and was closed.
  [4411, retry('quick')],
  [1008, retry('slow')],
  [1013, retry('slow')],
  // We and the server disagree about the bytes: start over, slowly.
  [1002, retry('slow', false)],
  [1003, retry('slow', false)],
  [1007, retry('slow', false)],
  [1009, retry('slow', false)],
  [4400, retry('slow', false)],
  [4401, end('signed_out')],
  [4403, end('forbidden')],
  [4404, end('not_found')],
  [4409, end('server_exited')],
  [4426, end('outdated')],
]);

/**
 * @param {number} code of the close event.
 * @param {string} [exitReason] of the Exit record, if one came before.
 * @returns {Decision}
 */
export function afterClose(code, exitReason) {
  if (code !== 4410 && exitReason === undefined) return BY_CODE.get(code) ?? retry('normal');
  const reason = exitReason ?? 'session_ended';
  return PASSING_EXITS.has(reason) ? retry('normal', false) : end(reason);
}

/**
 * Finds out by HTTP why a handshake failed, because a socket does not report it. A renamed session is found
 * by its id,
 * on the same tmux server only.
 * @param {Pick<import('./api.js').Api, 'listSessions'>} api
 * @param {{name: string, id?: string, epoch?: unknown}} session
 * @returns {Promise<Decision>}
 */
export async function diagnose(api, session) {
  let listed;
  try {
    listed = await api.listSessions();
  } catch (failure) {
    const error = /** @type {import('./api.js').ApiError} */ (failure);
    if (error.status === 401) return end('signed_out');
    return retry(error.status === 429 ? 'slow' : 'normal');
  }
  if (listed.sessions.some(({ name }) => name === session.name)) return retry('normal');
  const sameServer = session.epoch !== undefined && listed.epoch === session.epoch;
  const renamed = sameServer ? listed.sessions.find(({ id }) => id === session.id) : undefined;
  if (renamed) return { ...retry('quick'), name: renamed.name };
  const serverGone = session.epoch !== undefined && !sameServer;
  return end(serverGone ? 'server_exited' : 'not_found');
}
