/** What to do when a connection has ended. Pure; codes as in docs/protocol.md. */

/** @typedef {{act: 'retry', pace: 'normal'|'quick'|'slow', resume: boolean}|{act: 'end', reason: string}} Decision */

const retry = (pace, resume = true) => ({ act: 'retry', pace, resume });
const end = (reason) => ({ act: 'end', reason });

// Exit reasons after which the same terminal may simply be opened again.
const PASSING_EXITS = new Set(['closed']);

const BY_CODE = new Map([
  [1012, retry('quick')],
  // Another socket of ours took its place, and was given up.
  [4411, retry('quick')],
  [1008, retry('slow')],
  [1013, retry('slow')],
  // We and the server disagree about the bytes: begin anew, and do not hammer.
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
 * @param {string} [exitReason] of the Exit record, where one came before.
 * @returns {Decision}
 */
export function afterClose(code, exitReason) {
  if (code !== 4410 && exitReason === undefined) return BY_CODE.get(code) ?? retry('normal');
  const reason = exitReason ?? 'session_ended';
  return PASSING_EXITS.has(reason) ? retry('normal', false) : end(reason);
}

/**
 * Why a handshake failed, which the socket itself does not tell: ask by HTTP.
 * A session that was renamed meanwhile is found by its id, on the same tmux server only.
 * @param {{listSessions: () => Promise<{epoch: unknown, sessions: {id: string, name: string}[]}>}} api
 * @param {{name: string, id?: string, epoch?: unknown}} wanted
 * @returns {Promise<Decision & {name?: string}>}
 */
export async function diagnose(api, wanted) {
  let listed;
  try {
    listed = await api.listSessions();
  } catch (error) {
    if (error.status === 401) return end('signed_out');
    return retry(error.status === 429 ? 'slow' : 'normal');
  }
  if (listed.sessions.some(({ name }) => name === wanted.name)) return retry('normal');
  const sameServer = wanted.epoch !== undefined && listed.epoch === wanted.epoch;
  const renamed = sameServer ? listed.sessions.find(({ id }) => id === wanted.id) : undefined;
  if (renamed) return { ...retry('quick'), name: renamed.name };
  const serverGone = wanted.epoch !== undefined && !sameServer;
  return end(serverGone ? 'server_exited' : 'not_found');
}
