/** Requests about presets. Separate file: the dialogs that make them load one by one. */

const pathOf = (preset) => `/api/presets/${encodeURIComponent(preset.id)}`;

/** @param {import('../../net/api.js').Api} api @returns {Promise<import('./preset-choice.js').Preset[]>} */
export async function listPresets(api) {
  return (await api.ask('GET', '/api/presets')).presets;
}

/**
 * @param {import('../../net/api.js').Api} api
 * @param {{session_id: string, name: string, description: string, commands: boolean, replace?: boolean}}
 *   fields
 */
export const savePreset = (api, fields) => api.ask('POST', '/api/presets', fields);
export const changePreset = (api, preset, change) => api.ask('PATCH', pathOf(preset), change);
export const deletePreset = (api, preset) => api.ask('DELETE', pathOf(preset));
