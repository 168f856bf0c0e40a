/** Texts of the terminal page that are needed after the prompt is there; status-text.js has those before. */
import { plural } from '../../lib/format.js';

export const TEXT = {
  // connection-notices.js
  slow: 'The connection is slow: typing is delayed but not lost.',
  normalAgain: 'The connection is back to normal.',
  skipped: 'Skipped ahead: output was faster than your connection.',
  updated: 'WebMux was updated.',
  updatedSpoken: 'WebMux was updated. A button over the terminal reloads the page.',
  reload: 'Reload',
  later: 'Later',

  // view-swap.js
  noPanes: (why) => `This is the attached view, because native panes are not available. ${why}`,
  inputWaits: 'tmux has not confirmed your last input. Try again when the connection is back.',

  // end-reasons.js
  allSessions: 'All sessions',
  startAgain: 'Start it again',
  attachAgain: 'Attach again',
  connectAgain: 'Connect again',
  openAgain: 'Open again',
  logIn: 'Log in',
  ended: {
    session_ended: {
      title: 'Session ended',
      text: (name) => `“${name}” has ended: its last program exited, or someone ended it.`,
    },
    not_found: {
      title: 'No such session',
      text: (name) => `There is no session called “${name}”. It has ended or was renamed.`,
    },
    detached: {
      title: 'Detached',
      text: (name) => `tmux detached this terminal. “${name}” is still running.`,
    },
    server_exited: {
      title: 'tmux server stopped',
      text: (name) => `All its sessions have ended. If “${name}” starts again, this page connects to it.`,
    },
    disconnected: {
      title: 'Disconnected',
      text: (name) => `An admin has closed this connection. “${name}” is still running.`,
    },
    switched: {
      title: 'Session switched',
      text: (name) => `This terminal now shows another session. You can only view “${name}” here.`,
    },
    forbidden: { title: 'Not allowed', text: (name) => `You may not open “${name}”.` },
    signed_out: {
      title: 'You are logged out',
      text: (name) => `Log in to return to “${name}”. Its programs are still running.`,
    },
    outdated: {
      title: 'WebMux was updated',
      text: () => 'Reload the page to continue. The session is still running.',
    },
  },
  endedOtherwise: {
    title: 'The terminal has closed',
    text: (reason) => `WebMux closed the connection (${reason}).`,
  },

  menu: 'Menu',

  // pending-input.js
  waiting: (characters) => `Waiting to be sent (${plural(characters, 'character')}): `,
  waitingSpoken: 'What you type is waiting to be sent.',

  // screen-reader.js
  screenReaderOn: 'Screen reader mode is on.',
  screenReaderOff: 'Screen reader mode is off.',
  enableScreenReader: 'Turn screen reader mode on',
  disableScreenReader: 'Turn screen reader mode off',

  // stats-overlay.js
  stats: 'Connection stats',
  statRows: {
    key: 'Key to paint',
    rate: 'Output',
    window: 'Window',
    flight: 'In flight',
    queue: 'Queue',
    skipped: 'Skipped frames',
    viewers: 'Viewers',
    renderer: 'Renderer',
  },

  // unconfirmed-input.js
  sendTyped: 'Send what you typed?',
  sendTypedWhy:
    'The connection ended before WebMux knew whether the terminal received it. It was not sent again.',
  sendRefusedWhy:
    'The pane had ended before it received this. Send types it into the pane that has the keys now.',
  keysRefused: 'The pane had ended, so your last key was not typed.',
  sendTypedSpoken:
    'Some of what you typed may not have been received. Buttons over the terminal send or discard it.',
  typed: 'What you typed',
  discard: 'Discard',
  copy: 'Copy',
  send: 'Send',
  readOnly: 'Read-only: you cannot type here.',
  notConnected: 'Not connected: try again in a moment.',

  // view-fit.js
  views: { whole: 'Whole screen', width: 'Fit to width', full: '100 %' },
  viewSpoken: (view) => `${view}.`,
  viewMenu: 'How the screen is shown',
  viewTitle: 'How the screen is shown here. Other viewers see no change.',
  ownSize: 'The session already has the size of this window.',

  // zen.js
  showToolbar: 'Show the toolbar',
  toolbarHidden: 'Toolbar hidden. Use the handle at the top to bring it back.',
  toolbarHiddenBy: (chord) =>
    `Toolbar hidden. Use the handle at the top, or press ${chord}, to bring it back.`,
};
