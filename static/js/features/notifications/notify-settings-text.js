/** What the user reads and hears about notifications in the settings. */

export const TEXT = {
  states: {
    granted: 'Notifications are allowed in this browser.',
    default: 'You have not allowed notifications in this browser yet.',
    denied: 'Notifications are blocked in this browser.',
    unsupported: 'Notifications do not work here.',
  },
  allow: 'Allow notifications',
  allowFirst: 'Allow notifications first.',

  flags: {
    'notify.bell': { label: 'Bells' },
    'notify.done': { label: 'Long commands and agents that finish' },
    'notify.waiting': { label: 'Agents that need you' },
    'notify.message': {
      label: 'Messages from programs',
      hint:
        'Programs send them with OSC 9, 99 or 777. Inside tmux they must be wrapped, and tmux must allow ' +
        'that: see the guide.',
    },
    'notify.names': {
      label: 'Names in notifications',
      hint:
        'Names of the session, window and command. If off, notifications say only that something ' +
        'happened.',
    },
    'notify.lines': {
      label: 'Last lines of the screen',
      hint:
        'Adds the last five lines of the window to notifications that are sent when no WebMux tab is open. ' +
        'They are encrypted for your browser. A question of an agent then has buttons, if your browser can ' +
        'show them.',
    },
  },
  push: 'Also when no WebMux tab is open',
  pushHint:
    'In this browser, by Web Push: encrypted, and sent through the push service of the browser’s maker. ' +
    'Works best with WebMux installed as an app.',

  test: 'Send a test',
  sending: 'Sending…',
  title: 'WebMux',
  testNotification: 'Notifications work.',
  sent: 'Sent. If you see nothing, your system blocks notifications from this browser.',
  pushed: 'It arrived through the push service.',
  notArrived:
    'The push service accepted it, but it has not arrived yet. It may be late, or your system blocks it.',

  mutedSessions: 'Muted sessions',
  noneMuted: 'None. To mute a session, use the bell on its page. On a phone, use the menu of its page.',
  unmute: 'Unmute',
  browsers: 'Browsers notified when no WebMux tab is open',
  noBrowsers: 'None.',
  remove: 'Remove',
  actionOn: (action, name) => `${action}: ${name}`,
  thisBrowser: 'This browser',
  unknownBrowser: 'Unknown browser',
  notUsed: 'nothing sent yet',
  used: (age) => `last notified ${age} ago`,
  since: (day, used) => `since ${day} · ${used}`,
};
