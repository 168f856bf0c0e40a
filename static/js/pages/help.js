/** The help page: all keys and hints, and the editor for the user's own keys. */
import { Api } from '../net/api.js';
import { pageSettings } from '../net/user-settings.js';
import { Actions } from '../features/keys/action-registry.js';
import { helpContent } from '../features/keys/help-dialog.js';
import { mountKeyEditor } from '../features/keys/key-editor.js';
import { installPageKeys } from '../features/keys/page-keys.js';
import { installTheme, toggleTheme } from '../features/themes/theme.js';
import { rooted } from '../lib/base-path.js';
import { need } from '../lib/dom.js';
import { loginPath } from '../lib/redirect.js';
import { mayType } from '../lib/role.js';

const api = new Api({ onLoggedOut: () => location.replace(loginPath(rooted('/help'))) });
const settings = pageSettings(api);
const actions = new Actions(settings);

installTheme(need('#theme'), settings);
actions.register('theme.toggle', () => toggleTheme(settings));
actions.register('home.open', () => location.assign(rooted('/')));
installPageKeys({ api, settings, actions, mayType });
actions.register('help.open', () => need('#help').scrollIntoView());
settings.watch('keys', () => need('#help').replaceChildren(helpContent(settings)));
mountKeyEditor(need('#editor'), settings, { level: 2 });
if (location.hash === '#keys-edit') need('#keys-edit').setAttribute('open', '');
