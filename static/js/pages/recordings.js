/** The page of the recordings. */
import { AccountApi } from '../net/account-api.js';
import { pageSettings } from '../net/settings.js';
import { RecordingsList } from '../ui/recordings-list.js';
import { followTheme } from '../ui/theme.js';
import { rooted } from '../util/base.js';
import { need } from '../util/dom.js';
import { loginPath } from '../util/next.js';

const api = new AccountApi({ onLoggedOut: () => location.replace(loginPath(rooted('/recordings'))) });
const recordings = new RecordingsList(api, { list: need('#recordings'), none: need('#none'), problem: need('#problem') });

followTheme(pageSettings(api));
recordings.show();
recordings.follow();
window.addEventListener('pageshow', (event) => event.persisted && recordings.show());
