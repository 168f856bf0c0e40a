/** What the terminal page shows and speaks about other sessions, before anything of them is opened. */
export const TEXT = {
  allSessions: 'All sessions',
  moreSessions: (count) => `${count} more`,
  withAlert: (session, alert) => `${session} (${alert})`,
  inOtherSessions: (sessions) => `In other sessions: ${sessions}.`,
  rail: 'Sessions beside the terminal',
  railNotLoaded: 'The sessions could not be loaded. Reload the page to try again.',
  switched: (from, to) => `tmux switched from “${from}” to “${to}”. This page now shows “${to}”.`,
};
