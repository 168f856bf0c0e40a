/** What the list of accounts shows and speaks. */
import { plural } from '../../lib/format.js';

export const TEXT = {
  roles: { viewer: 'viewer: view only', operator: 'operator: view and type', admin: 'admin: everything' },
  roleOf: (user) => `Role of ${user}`,
  hasRole: (user, role) => `${user} is now ${role}.`,
  you: 'you',
  disabled: 'disabled',
  noLogin: 'no login for 30 days',
  lastLogin: (time) => `last login ${time}`,
  hasPassword: 'password',
  noPassword: 'no password',
  passkeys: (count) => plural(count, 'passkey'),
  tokens: (count) => plural(count, 'token'),
  actionFor: (action, user) => `${action}: ${user}`,
  added: (user) => `${user} can now log in.`,

  setPassword: 'Set password',
  newPassword: 'New password',
  passwordHint: '10 characters or more. Leave empty to generate one; it is shown once.',
  newPasswordFor: (user) => `New password for ${user}`,
  passwordAbout:
    'Their current logins stay valid. If someone else may know the old password, ' +
    'end their logins as well.',
  hasNewPassword: (user) => `${user} has a new password.`,

  endLogins: 'End logins',
  endLoginsTitle: (user) => `End all logins of ${user}?`,
  endLoginsAbout: 'Their browsers are logged out at once. Access tokens still work.',
  loginsEnded: (user) => `${user} is logged out everywhere.`,

  enable: 'Enable',
  enabled: (user) => `${user} can log in again.`,
  disable: 'Disable',
  disableTitle: (user) => `Disable ${user}?`,
  disableAbout:
    'Logins, tokens, share links and open connections of this account end at once. ' +
    'Sessions keep running, and nothing is deleted.',
};
