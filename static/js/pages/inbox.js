/** The page of the inbox. */
import { Api } from '../net/api.js';
import { pageSettings } from '../net/user-settings.js';
import { Inbox } from '../features/inbox/inbox-view.js';
import { followTheme } from '../features/themes/theme.js';
import { rooted } from '../lib/base-path.js';
import { loginPath } from '../lib/redirect.js';

const toLogin = () => location.replace(loginPath(rooted('/inbox')));
const api = new Api({ onLoggedOut: toLogin });

followTheme(pageSettings(api));
new Inbox(api, toLogin);
window.addEventListener('pageshow', (event) => event.persisted && location.reload());
