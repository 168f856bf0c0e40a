/** What to say when a terminal is over, and what one may do then. */

/**
 * @param {string} reason of the Exit record, or of the close code.
 * @param {string} name of the session.
 * @param {Partial<Record<'attach'|'create'|'list'|'login'|'reload', () => void>>} acts what one may do; the rest is not offered.
 * @returns {{title: string, text: string, actions: object[], blank?: boolean}}
 */
export function endingOf(reason, name, acts) {
  const ending = wordsFor(reason, name, acts);
  return { ...ending, actions: ending.actions.filter(({ run }) => run) };
}

function wordsFor(reason, name, acts) {
  const list = { label: 'All sessions', run: acts.list };
  const first = (label, run) => ({ label, run, primary: true });
  switch (reason) {
    case 'session_ended':
      return {
        title: 'Session ended',
        text: `“${name}” has ended: its last program exited, or someone ended it.`,
        actions: [first('Start it again', acts.create), list],
      };
    case 'not_found':
      return {
        title: 'No such session',
        text: `There is no session called “${name}”. It has ended or was renamed.`,
        actions: [first('Start it again', acts.create), list],
        blank: true,
      };
    case 'detached':
      return {
        title: 'Detached',
        text: `tmux detached this terminal. “${name}” is still running.`,
        actions: [first('Attach again', acts.attach), list],
      };
    case 'server_exited':
      return {
        title: 'tmux server stopped',
        text: `All its sessions have ended. If “${name}” starts again, this page connects to it.`,
        actions: [{ ...list, primary: true }],
      };
    case 'disconnected':
      return {
        title: 'Disconnected',
        text: `An admin has closed this connection. “${name}” is still running.`,
        actions: [first('Connect again', acts.attach), list],
      };
    case 'switched':
      return {
        title: 'Session switched',
        text: `This terminal now shows another session. You can only view “${name}” here.`,
        actions: [first('Open again', acts.attach), list],
        blank: true,
      };
    case 'forbidden':
      return {
        title: 'Not allowed',
        text: `You may not open “${name}”.`,
        actions: [{ ...list, primary: true }],
        blank: true,
      };
    case 'signed_out':
      return {
        title: 'You are logged out',
        text: `Log in to return to “${name}”. Its programs are still running.`,
        actions: [first('Log in', acts.login)],
        blank: true,
      };
    case 'outdated':
      return {
        title: 'WebMux was updated',
        text: 'Reload the page to continue. The session is still running.',
        actions: [first('Reload', acts.reload), list],
      };
    default:
      return {
        title: 'The terminal has closed',
        text: `WebMux closed the connection (${reason}).`,
        actions: [first('Attach again', acts.attach), list],
      };
  }
}
