/** Actions of the session list that keys and the palette can run. */
import { mayType } from '../lib/role.js';
import { Actions } from '../features/keys/action-registry.js';
import { installPageKeys } from '../features/keys/page-keys.js';
import { installSearch } from '../features/search/search.js';
import { toggleTheme } from '../features/themes/theme.js';

/**
 * @param {{api: import('../net/api.js').Api, settings: import('../net/user-settings.js').Settings, create: ()
 *   => unknown}} home
 * @returns {Actions} where the page registers the rest.
 */
export function installHomeKeys({ api, settings, create }) {
  const actions = new Actions(settings);
  actions.register('session.new', create);
  actions.register('presets.open', async () => {
    const { managePresets } = await import('../features/presets/preset-list.js');
    await managePresets(api);
  });
  actions.register('restore.open', async () => {
    const { openSaved } = await import('../features/restore/open-saved.js');
    await openSaved(api);
  });
  actions.register('theme.toggle', () => toggleTheme(settings));
  installSearch({ actions, guest: false, session: null, focus: () => {} });
  installPageKeys({ api, settings, actions, mayType });
  return actions;
}
