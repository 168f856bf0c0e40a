/** The page that lists recordings. */
import { AccountApi } from '../net/account-api.js';
import { pageSettings } from '../net/user-settings.js';
import { RecordingsList } from '../features/recording/recordings-list.js';
import { followTheme } from '../features/themes/theme.js';
import { rooted } from '../lib/base-path.js';
import { need } from '../lib/dom.js';
import { loginPath } from '../lib/redirect.js';

const api = new AccountApi({ onLoggedOut: () => location.replace(loginPath(rooted('/recordings'))) });
const recordings = new RecordingsList(api, {
  list: need('#recordings'),
  none: need('#none'),
  problem: need('#problem'),
});

followTheme(pageSettings(api));
recordings.show();
recordings.follow();
window.addEventListener('pageshow', (event) => event.persisted && recordings.show());
