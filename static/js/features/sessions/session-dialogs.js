/** Asking for what makes, renames or ends a session. Each resolves to undefined where it was cancelled. */
import { foldersOf } from '../../lib/session-order.js';
import { NAME_FIELD, ask } from '../../components/dialogs.js';
import { folderCompletion } from '../files/folder-completion.js';

const MONO = { class: 'input mono' };

/** @param {import('../../net/api.js').Api} api @param {object[]} [sessions] whose folders are offered. @returns {Promise<object|undefined>} the new one. */
export function askNewSession(api, sessions = []) {
  return ask({
    title: 'New session',
    fields: [
      {
        ...NAME_FIELD,
        label: 'Name (optional)',
        hint: `${NAME_FIELD.hint} Leave it empty and tmux numbers it.`,
      },
      {
        name: 'cwd',
        label: 'Folder (optional)',
        hint: 'An absolute path on the server, or ~.',
        suggestions: ['~', ...foldersOf(sessions).filter((path) => path !== '~')],
        complete: folderCompletion(api),
        attributes: MONO,
      },
      { name: 'command', label: 'Command (optional)', hint: 'Runs instead of your shell.', attributes: MONO },
      {
        name: 'after',
        label: 'When the command ends',
        options: [
          ['', 'End the session'],
          ['shell', 'Keep a shell open'],
        ],
      },
    ],
    action: 'Create session',
    busy: 'Creating…',
    submit: ({ after, ...values }) => api.createSession(after ? { ...values, keep_shell: true } : values),
  });
}

/** @returns {Promise<object|undefined>} the session with its new name. */
export function askSessionName(api, session) {
  return ask({
    title: 'Rename session',
    fields: [{ ...NAME_FIELD, value: session.name }],
    action: 'Rename',
    busy: 'Renaming…',
    submit: ({ name }) => api.renameSession(session.id, name),
  });
}

/** @returns {Promise<true|undefined>} whether it was ended. */
export function askKill(api, session) {
  const what =
    session.windows === 1
      ? 'its only window and everything running in it'
      : `all ${session.windows} windows and everything running in them`;
  return ask({
    title: `Kill session “${session.name}”?`,
    text: `This ends ${what}. This cannot be undone.`,
    action: 'Kill session',
    busy: 'Ending…',
    danger: true,
    submit: () => api.killSession(session.id),
  });
}
