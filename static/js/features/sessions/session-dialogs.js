/** Dialogs that create, rename or end a session. Each resolves to undefined if it was cancelled. */
import { foldersOf } from '../../lib/session-order.js';
import { NAME_FIELD, ask } from '../../components/dialogs.js';
import { folderCompletion } from '../files/folder-completion.js';
import { TEXT } from './cards-text.js';

/** @typedef {import('../../lib/session-order.js').Session} Session */

const MONO = { class: 'input mono' };

/**
 * @param {import('../../net/api.js').Api} api
 * @param {Session[]} [sessions] the dialog suggests their folders.
 * @returns {Promise<Session|undefined>} the new one.
 */
export function askNewSession(api, sessions = []) {
  return ask({
    title: TEXT.newSession,
    fields: [
      { ...NAME_FIELD, label: TEXT.optionalName, hint: TEXT.optionalNameHint(NAME_FIELD.hint) },
      {
        name: 'cwd',
        label: TEXT.folder,
        hint: TEXT.folderHint,
        suggestions: ['~', ...foldersOf(sessions).filter((path) => path !== '~')],
        complete: folderCompletion(api),
        attributes: MONO,
      },
      { name: 'command', label: TEXT.command, hint: TEXT.commandHint, attributes: MONO },
      {
        name: 'after',
        label: TEXT.afterCommand,
        options: [
          ['', TEXT.endSession],
          ['shell', TEXT.keepShell],
        ],
      },
    ],
    action: TEXT.create,
    busy: TEXT.creating,
    submit: ({ after, ...values }) => api.createSession(after ? { ...values, keep_shell: true } : values),
  });
}

/** @returns {Promise<Session|undefined>} the session with its new name. */
export function askSessionName(api, session) {
  return ask({
    title: TEXT.renameTitle,
    fields: [{ ...NAME_FIELD, value: session.name }],
    action: TEXT.rename,
    busy: TEXT.renaming,
    submit: ({ name }) => api.renameSession(session.id, name),
  });
}

/** @param {Session} session @returns {Promise<unknown>} truthy if the session was ended. */
export function askKill(api, session) {
  return ask({
    title: TEXT.killTitle(session.name),
    text: TEXT.killEnds(session.windows),
    action: TEXT.killAction,
    busy: TEXT.killing,
    danger: true,
    submit: () => api.killSession(session.id),
  });
}
