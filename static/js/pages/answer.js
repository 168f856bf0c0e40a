/** The page that a notification of an agent opens: its question and the answers. It loads no terminal. */
import { Api } from '../net/api.js';
import { socketAddress } from '../net/address.js';
import { Coalescer, SessionFeed } from '../net/lists.js';
import { pageSettings } from '../net/user-settings.js';
import { clearNotifications } from '../net/notifications.js';
import { TabElection } from '../net/tab-election.js';
import { AnswerView } from '../features/notifications/answer-view.js';
import { tagOf } from '../features/notifications/notification-rules.js';
import { followTheme } from '../features/themes/theme.js';
import { need } from '../lib/dom.js';
import { loginPath } from '../lib/redirect.js';
import { followView } from '../lib/visual-viewport.js';

const toLogin = () => location.replace(loginPath(location.pathname + location.search));
const api = new Api({ onLoggedOut: toLogin });
const { pane = '', digest = '' } = need('#answer').dataset;
const view = new AnswerView(api, { pane, digest });
const loader = new Coalescer(() => view.load());
let last = '';

/** What the agent of this pane does, as text that differs after each change. @param {any} message */
const stateIn = ({ agents }) => JSON.stringify(agents.find(({ pane_id: id }) => id === `%${pane}`) ?? null);

followTheme(pageSettings(api));
followView();
loader.ask();
// The user has seen it.
clearNotifications(tagOf(`%${pane}`)).catch(() => {});
const feed = new SessionFeed(() => new WebSocket(socketAddress(location.href, '/ws')), {
  onChange: () => {},
  onOnline: () => {},
  onLoggedOut: toLogin,
  onOther: (message) => {
    if (message.type !== 'agents') return;
    const state = stateIn(message);
    if (state !== last) loader.ask();
    last = state;
  },
});
const election = new TabElection();
// Neither the server nor another tab of this browser repeats what the user sees.
const reportVisible = () => {
  feed.showQuestion(`%${pane}`, !document.hidden);
  if (document.hidden) election.leave();
  else election.show(`%${pane}`, { visible: true });
};

reportVisible();
document.addEventListener('visibilitychange', () => {
  reportVisible();
  if (document.hidden) return;
  feed.hurry();
  loader.ask();
});
window.addEventListener('pageshow', (event) => event.persisted && loader.ask());
