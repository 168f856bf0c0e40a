/** Dialogs that create, rename or end a session. Each resolves to undefined if it was cancelled. */
import { foldersOf } from '../../lib/session-order.js';
import { needStyle } from '../../lib/load-style.js';
import { NAME_FIELD, ask } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { folderCompletion } from '../files/folder-completion.js';
import { listPresets } from '../presets/preset-requests.js';
import { PresetChoice } from '../presets/preset-choice.js';
import { TEXT } from './cards-text.js';

/** @typedef {import('../../lib/session-order.js').Session} Session */

const MONO = { class: 'input mono' };

/**
 * Asks what to make a session of. If the user chose a preset whose session runs already, nothing is made and
 * that session is the result.
 * @param {import('../../net/api.js').Api} api
 * @param {Session[]} [sessions] those that run; the dialog suggests their folders. They are loaded if they
 *   are left out.
 * @returns {Promise<{name: string}|undefined>} the session to open.
 */
export function askNewSession(api, sessions) {
  /** @type {{name: string}[]} */
  let running = sessions ?? [];
  const choice = new PresetChoice({
    running: () => running.map(({ name }) => name),
    manage: async () => {
      const { managePresets } = await import('../presets/preset-list.js');
      await managePresets(api);
      if (choice.element.isConnected) choice.show(await presetsOf(api));
    },
  });
  const asked = ask({
    title: TEXT.newSession,
    lead: choice.element,
    fields: newSessionFields(api, sessions ?? []),
    action: TEXT.create,
    busy: TEXT.creating,
    submit: (values) => created(api, choice, /** @type {any} */ (values)),
  });
  const show = async () => {
    const presets = await presetsOf(api);
    if (presets.length === 0) return;
    if (!sessions) running = await runningOf(api);
    if (choice.element.isConnected) choice.show(presets);
  };
  show();
  return asked;
}

/** @returns {Promise<{name: string}[]>} none if they cannot be loaded: the server refuses a taken name. */
async function runningOf(api) {
  const { sessions } = await api.listSessions().catch(() => ({ sessions: [] }));
  return sessions;
}

/** None for a server without presets, or if they cannot be loaded: a session needs none. */
async function presetsOf(api) {
  try {
    const [presets] = await Promise.all([listPresets(api), needStyle('features/presets/presets.css')]);
    return presets;
  } catch {
    return []; // the dialog works without them
  }
}

async function created(api, choice, { name, cwd, command, after }) {
  const preset = choice.chosen;
  if (!preset) return api.createSession({ name, cwd, command, ...(after && { keep_shell: true }) });
  if (choice.taken) return { name: choice.taken };
  const session = await api.createSession({ preset: preset.id, name, ...(choice.runs && { run: true }) });
  for (const problem of session.problems ?? []) toast(problem, { kind: 'error' });
  return session;
}

/** @returns {import('../../components/dialogs.js').Field[]} */
function newSessionFields(api, sessions) {
  return [
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
  ];
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
