/** Saves a running session as a preset. */
import { NAME_FIELD, ask } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { savePreset } from './preset-requests.js';
import { TEXT } from './presets-text.js';

/**
 * Asks for a name and saves; a preset of the same name is replaced only if the user wants it.
 * @param {import('../../net/api.js').Api} api
 * @param {{id: string, name: string}} session
 */
export async function askSavePreset(api, session) {
  const asked = await ask({
    title: TEXT.saveTitle(session.name),
    text: TEXT.saveAbout,
    fields: [
      { ...NAME_FIELD, value: session.name },
      { name: 'description', label: TEXT.description, attributes: { maxlength: 200 } },
      {
        name: 'commands',
        label: TEXT.withCommands,
        hint: TEXT.commandsAbout,
        value: 'save',
        options: [
          ['save', TEXT.commandsSaved],
          ['leave', TEXT.commandsLeft],
        ],
      },
    ],
    action: TEXT.save,
    busy: TEXT.saving,
    submit: ({ name, description, commands }) =>
      saved(api, { session_id: session.id, name, description, commands: commands === 'save' }),
  });
  if (!asked) return;
  const preset = asked.preset ?? (await askReplace(api, asked.fields));
  if (preset) toast(TEXT.saved(preset.name));
}

/** The saved preset, or the fields if the user has one of this name. */
async function saved(api, fields) {
  try {
    return { preset: await savePreset(api, fields) };
  } catch (error) {
    if (error.code !== 'preset_name_taken') throw error;
    return { fields };
  }
}

function askReplace(api, fields) {
  return ask({
    title: TEXT.replaceTitle(fields.name),
    text: TEXT.replaceAbout,
    action: TEXT.replace,
    busy: TEXT.saving,
    danger: true,
    submit: () => savePreset(api, { ...fields, replace: true }),
  });
}
