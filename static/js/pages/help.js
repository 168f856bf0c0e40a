/** The help page: all keys and hints, and the editor of one's own keys. */
import { Api } from '../net/api.js';
import { pageSettings } from '../net/settings.js';
import { Actions } from '../ui/actions.js';
import { helpContent } from '../ui/help.js';
import { mountKeyEditor } from '../ui/key-editor.js';
import { installPageKeys } from '../ui/page-keys.js';
import { installTheme, toggleTheme } from '../ui/theme.js';
import { rooted } from '../util/base.js';
import { need } from '../util/dom.js';
import { loginPath } from '../util/next.js';
import { mayType } from '../util/role.js';

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
if (location.hash === '#keys-edit') need('#keys-edit').open = true;
