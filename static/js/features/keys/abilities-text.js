/** What the browser lets the page do, and why it does not. */
export const TEXT = {
  insecure:
    'This page uses plain http. Browsers allow this only over https or on localhost. ' +
    'Start WebMux with tls_cert and tls_key, or behind a proxy with TLS.',
  clipboard: 'Paste from the palette or a button',
  noClipboard: 'This browser does not let pages read the clipboard. Paste with the browser’s own key.',
  fullScreen: 'Full screen',
  noFullScreen:
    'This browser cannot show pages in full screen. ' +
    'An app on the home screen opens without browser bars.',
  notEntered: (why) => `The browser did not enter full screen: ${why}`,
  keyLock: 'All keys in full screen',
  noKeyLock: 'This browser has no Keyboard Lock, so it keeps keys such as Ctrl+W. Chrome and Edge have it.',
  someKeysReserved: 'The browser keeps some keys for itself.',
  allKeys: 'All keys go to the terminal.',
  /** A key in the middle of a sentence. */
  holdToLeave: ['Hold ', 'Esc', ' to leave.'],
  pressToLeave: ['Press ', 'Esc', ' to leave.'],
  notifications: 'Notifications',
  noNotifications: 'This browser has no notifications, or only for an app on the home screen.',
  blocked: 'Notifications are blocked. To allow them, click the icon at the left of the address.',
  push: 'Notifications when no WebMux tab is open',
  noPush: 'This browser has no push messages, or only for an app on the home screen.',
};
