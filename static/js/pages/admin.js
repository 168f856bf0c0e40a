/** The admin page: users, connections, share links, audit trail, health. The server reports what changed. */
import { socketAddress } from '../net/address.js';
import { AdminApi } from '../net/admin-api.js';
import { Coalescer, SessionFeed } from '../net/lists.js';
import { onWake } from '../net/wake.js';
import { pageSettings } from '../net/user-settings.js';
import { AdminUsers } from '../features/admin/admin-users.js';
import { installCheck } from '../features/doctor/machine-check.js';
import { act, showProblem } from '../components/form-status.js';
import { followTheme } from '../features/themes/theme.js';
import { keepingFocus, rowOf, showRows } from '../components/keyed-list.js';
import { rooted } from '../lib/base-path.js';
import { Disposables } from '../lib/disposables.js';
import { el, need, setText } from '../lib/dom.js';
import { bytes, duration, moment, plural } from '../lib/format.js';
import { loginPath } from '../lib/redirect.js';

const EVENTS = 12;

const TEXT = {
  views: { terminal: 'terminal', mirror: 'mirror', json: 'terminal by /ws', '': 'session list' },
  actionOn: (action, target) => `${action}: ${target}`,
  inFlight: (bytesInFlight, window) => `${bytesInFlight} of ${window} in flight`,
  since: (when) => `since ${when}`,
  sent: (amount) => `${amount} sent`,
  yourLogin: 'your login',
  disconnect: 'Disconnect',
  inWindow: (session, window) => `${session}, window ${window}`,
  by: (user) => `by ${user}`,
  until: (when) => `until ${when}`,
  guestsNow: (count) => `${plural(count, 'guest')} now`,
  viewAndType: 'view and type',
  viewOnly: 'view only',
  end: 'End',
  linkTo: (target) => `link to ${target}`,
  database: 'Database',
  machine: 'Machine',
  server: ({ version, uptime_s: uptimeS, memory_bytes: memoryBytes, terminals, python }) =>
    [
      `version ${version}`,
      `up for ${duration(uptimeS)}`,
      `${bytes(memoryBytes)} of memory`,
      `${plural(terminals, 'terminal')} open`,
      `Python ${python}`,
    ].join(', '),
  tmuxAnswers: (version) => `✓ answers, version ${version}`,
  tmuxFails: (message) => `✗ does not answer: ${message}`,
  databaseAnswers: (ms, kind) => `✓ answers in ${ms} ms, ${kind}`,
  databaseFails: (message) => `✗ ${message}`,
  host: ({ cpu, memory, load, uptime }) =>
    [
      `processor ${Math.round(cpu)} %`,
      `memory ${Math.round(memory)} %`,
      `load ${load.toFixed(2)}`,
      `up for ${duration(uptime)}`,
    ].join(', '),
  noUpdates: (reason) => `This page is no longer updated: ${reason}. Reload it to continue.`,
};

const toLogin = () => location.replace(loginPath(rooted('/admin')));
const api = new AdminApi({ onLoggedOut: toLogin });
const users = new AdminUsers(api);

function endButton(list, text, target, run) {
  const button = el('button', {
    class: 'button button-small',
    type: 'button',
    text,
    'data-act': 'end',
    'aria-label': TEXT.actionOn(text, target),
  });
  button.addEventListener('click', () => keepingFocus(list, button, () => act(button, run)));
  return button;
}

async function showConnections() {
  const { connections } = await api.listConnections();
  showRows(
    need('#connections'),
    connections.map((fields) => ({ key: fields.id, fields })),
    connectionRow,
  );
  setText(need('#connections-count'), String(connections.length));
}

function connectionRow({ id, user, role, own, address, device, session, view, since, ...figures }) {
  const place = session ? `${session.name} (${TEXT.views[view]})` : TEXT.views[''];
  const credit =
    figures.window_bytes === null
      ? []
      : [TEXT.inFlight(bytes(figures.in_flight_bytes), bytes(figures.window_bytes))];
  const detail = [
    place,
    `${address}, ${device}`,
    TEXT.since(moment(since)),
    TEXT.sent(bytes(figures.sent_bytes)),
    ...credit,
  ].join(' · ');
  return rowOf(
    { main: user, badges: [role, ...(own ? [TEXT.yourLogin] : [])], detail },
    endButton(need('#connections'), TEXT.disconnect, `${user}, ${place}`, () => api.disconnect(id)),
  );
}

async function showShares() {
  const { shares } = await api.listAllShares();
  showRows(
    need('#shares'),
    shares.map((fields) => ({ key: fields.id, fields })),
    shareRow,
  );
  need('#no-shares').hidden = shares.length > 0;
}

function shareRow({ id, user, role, session, window, expires_at: until, guests }) {
  const target = window ? TEXT.inWindow(session.name, window.name) : session.name;
  const detail = [TEXT.by(user), TEXT.until(moment(until)), TEXT.guestsNow(guests.length)].join(' · ');
  return rowOf(
    { main: target, badges: [role === 'operator' ? TEXT.viewAndType : TEXT.viewOnly], detail },
    endButton(need('#shares'), TEXT.end, TEXT.linkTo(target), () => api.endAnyShare(id)),
  );
}

async function showEvents() {
  const { events } = await api.newestEvents(EVENTS);
  need('#events').replaceChildren(
    ...events.map(({ at, user, event, outcome, address, detail }) => {
      const details = Object.entries(detail)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ');
      return el(
        'tr',
        {},
        ...[moment(at), user, event, outcome, address, details].map((text) => el('td', { text })),
      );
    }),
  );
}

async function showHealth() {
  const { tmux, database, host, ...server } = await api.health();
  const facts = {
    WebMux: TEXT.server(server),
    tmux: tmux.ok
      ? [
          TEXT.tmuxAnswers(tmux.version),
          plural(tmux.sessions, 'session'),
          plural(tmux.windows, 'window'),
          tmux.message,
        ]
          .filter(Boolean)
          .join(', ')
      : TEXT.tmuxFails(tmux.message),
    [TEXT.database]: database.ok
      ? TEXT.databaseAnswers(database.answer_ms, database.kind)
      : TEXT.databaseFails(database.message),
    [TEXT.machine]: TEXT.host(host),
  };
  need('#health').replaceChildren(
    ...Object.entries(facts).flatMap(([name, text]) => [el('dt', { text: name }), el('dd', { text })]),
  );
}

const PARTS = {
  users: () => users.load(),
  connections: showConnections,
  shares: showShares,
  audit: showEvents,
};
const LOADERS = Object.fromEntries(
  Object.entries(PARTS).map(([part, load]) => [part, new Coalescer(() => load().catch(showProblem))]),
);

const reload = (parts = Object.keys(LOADERS)) => Promise.all(parts.map((part) => LOADERS[part]?.ask()));

function follow() {
  const note = need('#untold');
  let ended = false;
  const feed = new SessionFeed(
    () => new WebSocket(socketAddress(location.href, '/ws')),
    {
      // Also after a time without a connection: nothing was reported then.
      onChange: () => reload(),
      onOnline: (online) => {
        note.hidden = online || ended;
      },
      onLoggedOut: toLogin,
      onEnded: (reason) => {
        ended = true;
        setText(note, TEXT.noUpdates(reason));
        note.hidden = false;
      },
      onOther: ({ type, parts }) => type === 'admin-changed' && reload(parts),
    },
    { also: ['watch-admin'] },
  );
  onWake(new Disposables(), () => feed.hurry());
}

followTheme(pageSettings(api));
/** @type {HTMLButtonElement} */
const refresh = need('#refresh');
refresh.addEventListener('click', () => act(refresh, () => Promise.all([showHealth(), reload()])));
installCheck(need('#check-machine'), need('#machine-report'), api);
reload();
showHealth().catch(showProblem);
follow();
