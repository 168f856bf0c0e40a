/** Texts of status.js and term-bar.js, which are part of the first load; page-text.js has all others. */

export const TEXT = {
  retry: 'Retry now',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  reconnectingIn: (seconds) => `Reconnecting in ${seconds} s`,
  lost: 'Connection lost. Reconnecting. What you type is sent afterwards.',
  connected: 'Connected.',
  connectedAgain: 'Connected again.',
  asked: 'Asked…',
  record: 'Record this session',
  stopRecording: 'Stop recording this session',
};
