/** What the user reads and hears about notifications on the terminal page and in notifications themselves. */

export const TEXT = {
  title: 'WebMux',
  // The server writes the same words into the notifications that it pushes, in webmux/push/payload.py.
  withoutNames: {
    bell: 'A bell rang in one of your sessions.',
    done: 'A command has ended.',
    agent: 'An agent is done.',
    message: 'A program sent a message.',
    waiting: 'An agent needs you.',
  },
  inWindow: (name) => ` in ${name}`,
  needsYou: (agent) => `${agent || 'An agent'} needs you`,
  isDone: (agent, place) => `${agent || 'An agent'} is done${place}`,
  bell: (place) => `Bell${place}`,
  ended: (command, span, place) => `${command || 'A command'} ended after ${span}${place}`,

  allow: 'Notify me when this page is hidden',
  mute: 'Mute this session',
  unmute: 'Unmute this session',
  allowed:
    'Notifications are on: you get bells, messages and long commands while this page is hidden. The bell ' +
    'above mutes this session.',
  muted: (name) => `“${name}” is muted: no badges or notifications.`,
  unmuted: (name) => `“${name}” is unmuted.`,
};
