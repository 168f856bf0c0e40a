/** The session list. */
import { socketAddress } from '../net/address.js';
import { Api } from '../net/api.js';
import { Coalescer, SessionFeed, announcement, changes, matching, ordered } from '../net/lists.js';
import { Cards } from '../ui/cards.js';
import { ask, sentence } from '../ui/dialogs.js';
import { currentTheme, installTheme } from '../ui/theme.js';
import { toast } from '../ui/toast.js';
import { rooted } from '../util/base.js';
import { need, setText } from '../util/dom.js';
import { plural, sessionPath } from '../util/format.js';
import { loginPath } from '../util/next.js';
import { mayType } from '../util/role.js';

const TICK_MS = 30_000;
const NAME_HINT = 'Letters, digits, spaces and _ @ + -, up to 64. It starts with a letter, digit or _.';
const NAME_ATTRIBUTES = { maxlength: 64, enterkeyhint: 'done' };

const toLogin = () => location.replace(loginPath(rooted('/')));
const api = new Api({ onLoggedOut: toLogin });
const filter = need('#filter');
const offline = need('#offline');
const problem = need('#problem');
const cards = new Cards(need('#cards'), { rename, kill, look });
let onScreen = [];
let feed = null;
let listed = null;

const nowSeconds = () => Date.now() / 1000;

function render() {
  if (!listed) return;
  const shown = matching(ordered(listed.sessions), filter.value);
  const total = listed.sessions.length;
  cards.show({ epoch: listed.epoch, sessions: shown }, nowSeconds());
  need('#cards').hidden = shown.length === 0;
  need('#empty').hidden = total > 0;
  need('#nothing').hidden = total === 0 || shown.length > 0;
  setText(need('#sought'), filter.value);
  const count = need('#count');
  count.hidden = total === 0;
  setText(count, filter.value && shown.length !== total ? `${shown.length} of ${total}` : String(total));
}

async function load() {
  try {
    const fresh = await api.listSessions();
    if (listed) setText(need('#live'), announcement(changes(listed, fresh)) || need('#live').textContent);
    listed = fresh;
    problem.hidden = true;
    render();
  } catch (error) {
    // Being offline has its own quiet note; before the first list there is nothing else to look at.
    problem.hidden = error.status === 401 || (error.status === 0 && listed !== null);
    setText(problem, sentence(error));
    if (!listed) need('#cards').hidden = true;
  }
}

const loader = new Coalescer(load);

async function create() {
  if (!mayType()) return;
  const session = await ask({
    title: 'New session',
    fields: [
      { name: 'name', label: 'Name (optional)', hint: `${NAME_HINT} Left empty, tmux counts.`, attributes: NAME_ATTRIBUTES },
      { name: 'cwd', label: 'Folder (optional)', hint: 'An absolute path on the server, or ~.', attributes: { class: 'input mono' } },
      { name: 'command', label: 'Command (optional)', hint: 'Runs instead of your shell.', attributes: { class: 'input mono' } },
    ],
    action: 'Create session',
    busy: 'Creating…',
    submit: (values) => api.createSession(values),
  });
  if (session) location.assign(sessionPath(session.name));
}

async function rename(session) {
  const renamed = await ask({
    title: 'Rename session',
    fields: [{ name: 'name', label: 'Name', hint: NAME_HINT, value: session.name, attributes: NAME_ATTRIBUTES }],
    action: 'Rename',
    busy: 'Renaming…',
    submit: ({ name }) => api.renameSession(session.id, name),
  });
  if (renamed) loader.ask();
}

async function kill(session) {
  const killed = await ask({
    title: `Kill session “${session.name}”?`,
    text: `${plural(session.windows, 'window')} and every program running in it will end. This cannot be undone.`,
    action: 'Kill session',
    busy: 'Ending…',
    danger: true,
    submit: () => api.killSession(session.id),
  });
  if (!killed) return;
  toast(`Session ${session.name} ended.`);
  loader.ask();
}

async function logOut() {
  try {
    await api.logout();
    location.replace(rooted('/login'));
  } catch (error) {
    if (error.status !== 401) toast(sentence(error), { kind: 'error' });
  }
}

async function copyExample() {
  const code = need('#example');
  try {
    await navigator.clipboard.writeText(code.textContent);
    toast('Copied.');
  } catch {
    // Without https there is no clipboard: select it, so that one key copies it.
    getSelection().selectAllChildren(code);
    toast('Selected: press Ctrl+C to copy.');
  }
}

function clearFilter() {
  filter.value = '';
  render();
  filter.focus();
}

const KEYS = { '/': () => filter.focus(), n: create };

/** Keys inside the filter box; true when the key was used. */
function filterKey(key) {
  if (key === 'Escape') filter.blur();
  if (key !== 'ArrowDown' && key !== 'Enter') return false;
  cards.focusFirst();
  return true;
}

/** Keys anywhere else; true when the key was used. */
function pageKey(key) {
  const act = Object.hasOwn(KEYS, key) ? KEYS[key] : undefined;
  const enter = key.startsWith('Arrow') && document.activeElement === document.body;
  if (!act && !enter) return false;
  if (act) act();
  else cards.focusFirst();
  return true;
}

function onKey(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape' && filter.value) {
    clearFilter();
    event.preventDefault();
    return;
  }
  const used = event.target === filter ? filterKey(event.key) : pageKey(event.key);
  if (used) event.preventDefault();
}

/** Previews are asked for of what is on the screen, and of nothing while the page is hidden. */
function look(ids) {
  onScreen = ids;
  feed?.watch(document.hidden ? [] : ids);
}

function openSocket() {
  return new WebSocket(socketAddress(location.href, '/ws'));
}

function start() {
  installTheme(need('#theme'));
  for (const selector of ['#new', '#empty-new']) need(selector).hidden = !mayType();
  need('#new').addEventListener('click', create);
  need('#empty-new').addEventListener('click', create);
  need('#logout').addEventListener('click', logOut);
  need('#copy').addEventListener('click', copyExample);
  need('#clear').addEventListener('click', clearFilter);
  filter.addEventListener('input', render);
  document.addEventListener('keydown', onKey);
  setInterval(() => cards.tick(nowSeconds()), TICK_MS);
  loader.ask();
  cards.setTheme(currentTheme());
  document.addEventListener('webmux:theme', () => cards.setTheme(currentTheme()));
  feed = new SessionFeed(openSocket, {
    onChange: () => loader.ask(),
    onPreview: (news) => cards.preview(news),
    onOnline: (online) => { offline.hidden = online; },
    onLoggedOut: toLogin,
  });
  window.addEventListener('online', () => feed.hurry());
  document.addEventListener('visibilitychange', () => {
    look(onScreen);
    if (!document.hidden) feed.hurry();
  });
  // Back from a terminal by the history: what is on show may be old.
  window.addEventListener('pageshow', (event) => event.persisted && loader.ask());
}

start();
