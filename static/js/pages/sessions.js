/** The session list. */
import { Api } from '../net/api.js';
import { announcement, changes } from '../net/lists.js';
import { pageSettings } from '../net/user-settings.js';
import { CalmList } from '../components/stable-order.js';
import { sentence } from '../components/dialogs.js';
import { HomeCard } from '../features/sessions/home-card.js';
import { LiveCards } from '../features/sessions/live-cards.js';
import { isMuted } from '../features/notifications/notification-rules.js';
import { HomeNotifications, takeShortcut } from '../features/notifications/notify-home.js';
import { ScrollRestore } from '../features/sessions/scroll-restore.js';
import { askKill, askNewSession, askSessionName } from '../features/sessions/session-dialogs.js';
import { installTheme } from '../features/themes/theme.js';
import { toast } from '../components/toast.js';
import { installHomeKeys } from './home-keys.js';
import { rooted } from '../lib/base-path.js';
import { need, setAttribute, setText } from '../lib/dom.js';
import { onIdle } from '../lib/idle.js';
import { needStyle } from '../lib/load-style.js';
import { sessionPath } from '../lib/paths.js';
import { loginPath } from '../lib/redirect.js';
import { matching, ordered, wanting } from '../lib/session-order.js';
import { mayType } from '../lib/role.js';

const toLogin = () => location.replace(loginPath(rooted('/')));
const api = new Api({ onLoggedOut: toLogin });
const settings = pageSettings(api);
/** @type {HTMLInputElement} */
const filter = need('#filter');
/** @type {HTMLSelectElement} */
const sort = need('#sort');
const LAYOUTS = ['grid', 'compact', 'list'];

const TEXT = {
  noUpdates: (reason) => `This list is no longer updated: ${reason}. Reload the page to continue.`,
  shownOf: (shown, total) => `${shown} of ${total}`,
  needsAttention: 'needs attention',
  needAttention: 'need attention',
  ended: (name) => `Session ${name} ended.`,
  copied: 'Copied.',
  selected: 'Selected: press Ctrl+C to copy.',
  noneRuns: 'No session runs now',
  orderNotSaved: (reason) => `The order could not be saved. ${reason}`,
};
/** @type {NodeListOf<HTMLButtonElement>} */
const layoutButtons = document.querySelectorAll('[data-layout]');
const offline = need('#offline');
const problem = need('#problem');
const cards = new LiveCards(
  {
    api,
    list: need('#cards'),
    make: () => new HomeCard(api, { save, rename, kill }),
    also: mayType() ? ['watch-saved-sessions'] : [],
  },
  {
    onList: take,
    onProblem: showProblem,
    onOnline: (online) => {
      offline.hidden = online;
    },
    onEnded: (reason) => {
      offline.hidden = problem.hidden = true;
      toast(TEXT.noUpdates(reason), { kind: 'error' });
    },
    onLoggedOut: toLogin,
    onActivity: () => facts?.wake(),
    onOther: (message) => message.type === 'saved-sessions' && showSaved(message),
  },
);
/** @type {import('../features/sessions/session-facts.js').SessionFacts|null} */
let facts = null;
// Late: the list does not wait for it.
onIdle(async () => {
  const { SessionFacts } = await import('../features/sessions/session-facts.js');
  facts = new SessionFacts(api, (found) => cards.setFacts(found));
  facts.wake();
});
const calm = new CalmList(need('#cards'), render, need('#reorder'));
const scroll = new ScrollRestore(filter);
const notify = new HomeNotifications(api, settings);
let listed = null;

/** The sessions to show, in an order that does not change under the user's pointer. */
function arranged() {
  const sorted = ordered(
    matching(listed.sessions, filter.value),
    settings.get('home.sort'),
    settings.get('home.recent'),
  );
  const byId = new Map(sorted.map((session) => [session.id, session]));
  const shown = cards.epoch === listed.epoch ? cards.order : [];
  return calm.order(shown, [...byId.keys()]).map((id) => byId.get(id));
}

function render() {
  if (!listed) return;
  const shown = arranged();
  const total = listed.sessions.length;
  cards.show({ epoch: listed.epoch, sessions: shown });
  need('#cards').hidden = shown.length === 0;
  need('#empty').hidden = total > 0;
  showMachine(total === 0);
  need('#nothing').hidden = total === 0 || shown.length > 0;
  need('#order').hidden = total < 2;
  setText(need('#sought'), filter.value);
  count(shown.length, total);
}

/** Offers help if no session is shown: which socket is read, and checks. Viewers do not have it. */
async function showMachine(shown) {
  const place = document.querySelector('#machine');
  if (!(place instanceof HTMLElement) || place.hidden !== shown) return;
  place.hidden = !shown;
  if (place.dataset.ready) return;
  place.dataset.ready = 'yes';
  const { installCheck, showOtherSockets } = await import('../features/doctor/machine-check.js');
  /** @type {HTMLButtonElement|null} */
  const button = document.querySelector('#check-machine');
  if (button) installCheck(button, need('#machine-report'), api);
  await showOtherSockets(need('#other-sockets'), api);
}

function count(shown, total) {
  const element = need('#count');
  element.hidden = total === 0;
  setText(element, filter.value && shown !== total ? TEXT.shownOf(shown, total) : String(total));
  const get = (name) => settings.get(name);
  const waiting = wanting(listed.sessions.filter(({ name }) => !isMuted(name, get)));
  const note = need('#waiting');
  note.hidden = waiting === 0;
  setText(need('#waiting-count'), String(waiting));
  setText(need('#waiting-words'), waiting === 1 ? TEXT.needsAttention : TEXT.needAttention);
  const asking = listed.sessions
    .flatMap(({ agents = [] }) => agents)
    .filter(({ kind }) => kind === 'waiting');
  need('#inbox').hidden = !listed.sessions.some(({ agents = [] }) => agents.length > 0);
  need('#inbox-count').hidden = asking.length === 0;
  setText(need('#inbox-count'), String(asking.length));
  notify.update(listed, waiting);
}

/** Shows a list that was requested or pushed. */
function take(fresh) {
  if (listed) setText(need('#live'), announcement(changes(listed, fresh)) || need('#live').textContent);
  listed = fresh;
  problem.hidden = true;
  render();
  scroll.restore();
}

function showProblem(error) {
  // A lost connection has its own note, unless no list has come yet.
  problem.hidden = error.status === 401 || (error.status === 0 && listed !== null);
  setText(problem, sentence(error));
  if (!listed) {
    need('#cards').hidden = true;
    showMachine(error.status >= 500);
  }
}

async function create() {
  if (!mayType()) return;
  const session = await askNewSession(api, listed?.sessions);
  if (session) location.assign(sessionPath(session.name));
}

/** @type {Promise<import('../features/restore/restore-card.js').RestoreCard>|null} */
let restore = null;

/** Shows what is gone; most servers never need it, so it loads when something is. */
async function showSaved(saved) {
  if (!restore && saved.offered === null && !saved.restore?.running) return;
  restore ??= loadRestore();
  (await restore).show(saved);
  if (saved.offered !== null) setText(need('#none'), TEXT.noneRuns);
}

async function loadRestore() {
  const [{ RestoreCard }] = await Promise.all([
    import('../features/restore/restore-card.js'),
    needStyle('features/restore/restore.css'),
  ]);
  return new RestoreCard(need('#restore'), api);
}

async function save(session) {
  const { askSavePreset } = await import('../features/presets/save-preset.js');
  await askSavePreset(api, session);
}

async function rename(session) {
  if (await askSessionName(api, session)) cards.ask();
}

async function kill(session) {
  if (!(await askKill(api, session))) return;
  toast(TEXT.ended(session.name));
  cards.ask();
}

async function copyExample() {
  const code = need('#example');
  try {
    await navigator.clipboard.writeText(code.textContent);
    toast(TEXT.copied);
  } catch {
    // Without HTTPS there is no clipboard: select the text, so that one key copies it.
    getSelection().selectAllChildren(code);
    toast(TEXT.selected);
  }
}

function showLayout(layout) {
  for (const name of LAYOUTS) need('#cards').classList.toggle(`is-${name}`, layout === name);
  cards.previews = layout !== 'list';
  for (const button of layoutButtons)
    setAttribute(button, 'aria-pressed', String(button.dataset.layout === layout));
}

/** Stored in this browser: a phone and a wide screen need different layouts. */
function chooseLayout(layout) {
  settings.set('home.layout', layout);
}

async function chooseOrder(how) {
  try {
    await settings.set('home.sort', how);
  } catch (error) {
    toast(TEXT.orderNotSaved(sentence(error)), { kind: 'error' });
  }
}

function clearFilter() {
  filter.value = '';
  filter.dispatchEvent(new Event('input'));
  filter.focus();
}

const KEYS = { '/': () => filter.focus(), n: create };

/** Keys inside the filter box; true when the key was used. */
function filterKey(key) {
  if (key === 'Escape') filter.blur();
  if (key === 'Enter' && filter.value.trim()) cards.openFirst();
  else if (key === 'ArrowDown' || key === 'Enter') cards.focusFirst();
  else return false;
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
  if (event.isComposing) return;
  const used = event.target === filter ? filterKey(event.key) : pageKey(event.key);
  if (used) event.preventDefault();
}

function start() {
  installTheme(need('#theme'), settings);
  for (const selector of ['#new', '#empty-new']) need(selector).hidden = !mayType();
  need('#new').addEventListener('click', (event) => {
    event.preventDefault(); // Without scripts it is a form.
    create();
  });
  need('#empty-new').addEventListener('click', create);
  need('#copy').addEventListener('click', copyExample);
  need('#clear').addEventListener('click', clearFilter);
  filter.addEventListener('input', render);
  sort.addEventListener('change', () => chooseOrder(sort.value));
  for (const button of layoutButtons)
    button.addEventListener('click', () => chooseLayout(button.dataset.layout));
  settings.watch('home.layout', showLayout);
  settings.watch('home.sort', (how) => {
    sort.value = how;
    render();
  });
  settings.watch('home.recent', render);
  settings.watch('notify.muted', render);
  document.addEventListener('keydown', onKey);
  const actions = installHomeKeys({ api, settings, create });
  actions.register('home.layout', () =>
    chooseLayout(LAYOUTS[(LAYOUTS.indexOf(settings.get('home.layout')) + 1) % LAYOUTS.length]),
  );
  need('#logout').addEventListener('click', () => actions.run('logout'));
  for (const selector of ['#theme', '#logout']) need(selector).removeAttribute('disabled');
  cards.ask();
}

/** Runs a shortcut of the installed app. */
function runShortcut(name) {
  const [last] = settings.get('home.recent');
  if (name === 'new') create();
  if (name === 'last' && last) location.replace(sessionPath(last));
}

start();
runShortcut(takeShortcut());
