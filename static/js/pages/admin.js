/**
 * The admin page: people, connections, share links, what was done, how the server does. The server tells what
 * changed.
 */
import { socketAddress } from '../net/address.js';
import { AdminApi } from '../net/admin-api.js';
import { Coalescer, SessionFeed } from '../net/lists.js';
import { onWake } from '../net/wake.js';
import { pageSettings } from '../net/user-settings.js';
import { AdminUsers } from '../features/admin/admin-users.js';
import { act, tell } from '../components/form-status.js';
import { followTheme } from '../features/themes/theme.js';
import { keepingFocus, rowOf, showRows } from '../components/keyed-list.js';
import { rooted } from '../lib/base-path.js';
import { Disposables } from '../lib/disposables.js';
import { el, need, setText } from '../lib/dom.js';
import { bytes } from '../lib/figures.js';
import { duration, moment, plural } from '../lib/format.js';
import { loginPath } from '../lib/redirect.js';

const EVENTS = 12;
const VIEWS = { terminal: 'terminal', mirror: 'mirror', json: 'terminal by /ws', '': 'session list' };

const toLogin = () => location.replace(loginPath(rooted('/admin')));
const api = new AdminApi({ onLoggedOut: toLogin });
const users = new AdminUsers(api);

function button(list, text, of, run) {
  const made = el('button', {
    class: 'button button-small',
    type: 'button',
    text,
    'data-act': 'end',
    'aria-label': `${text}: ${of}`,
  });
  made.addEventListener('click', () => keepingFocus(list, made, () => act(made, run)));
  return made;
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
  const where = session ? `${session.name} (${VIEWS[view]})` : VIEWS[''];
  const credit =
    figures.window_bytes === null
      ? []
      : [`${bytes(figures.in_flight_bytes)} of ${bytes(figures.window_bytes)} in flight`];
  const detail = [
    where,
    `${address}, ${device}`,
    `since ${moment(since)}`,
    `${bytes(figures.sent_bytes)} sent`,
    ...credit,
  ].join(' · ');
  return rowOf(
    { main: user, badges: [role, ...(own ? ['your login'] : [])], detail },
    button(need('#connections'), 'Disconnect', `${user}, ${where}`, () => api.disconnect(id)),
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
  const where = window ? `${session.name}, window ${window.name}` : session.name;
  const detail = [`by ${user}`, `until ${moment(until)}`, plural(guests.length, 'guest') + ' now'].join(
    ' · ',
  );
  return rowOf(
    { main: where, badges: [role === 'operator' ? 'view and type' : 'view only'], detail },
    button(need('#shares'), 'End', `link to ${where}`, () => api.endAnyShare(id)),
  );
}

async function showEvents() {
  const { events } = await api.newestEvents(EVENTS);
  need('#events').replaceChildren(
    ...events.map(({ at, user, event, outcome, address, detail }) => {
      const told = Object.entries(detail)
        .map(([name, value]) => `${name}: ${value}`)
        .join(', ');
      return el(
        'tr',
        {},
        ...[moment(at), user, event, outcome, address, told].map((text) => el('td', { text })),
      );
    }),
  );
}

async function showHealth() {
  const { tmux, database, host, ...server } = await api.health();
  const facts = {
    WebMux: `version ${server.version}, up for ${duration(server.uptime_s)}, ${bytes(server.memory_bytes)} of memory, ${plural(server.terminals, 'terminal')} open, Python ${server.python}`,
    tmux: tmux.ok
      ? [
          `✓ answers, version ${tmux.version}`,
          plural(tmux.sessions, 'session'),
          plural(tmux.windows, 'window'),
          tmux.message,
        ]
          .filter(Boolean)
          .join(', ')
      : `✗ does not answer: ${tmux.message}`,
    Database: database.ok
      ? `✓ answers in ${database.answer_ms} ms, ${database.kind}`
      : `✗ ${database.message}`,
    Machine: `processor ${Math.round(host.cpu)} %, memory ${Math.round(host.memory)} %, load ${host.load.toFixed(2)}, up for ${duration(host.uptime)}`,
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
  Object.entries(PARTS).map(([part, load]) => [part, new Coalescer(() => load().catch(tell))]),
);

const reload = (parts = Object.keys(LOADERS)) => Promise.all(parts.map((part) => LOADERS[part]?.ask()));

function follow() {
  const note = need('#untold');
  let ended = false;
  const feed = new SessionFeed(
    () => new WebSocket(socketAddress(location.href, '/ws')),
    {
      // Also after a time without a connection, in which nothing was told.
      onChange: () => reload(),
      onOnline: (online) => {
        note.hidden = online || ended;
      },
      onLoggedOut: toLogin,
      onEnded: (reason) => {
        ended = true;
        setText(note, `This page is no longer updated: ${reason}. Reload it to continue.`);
        note.hidden = false;
      },
      onTold: ({ type, parts }) => type === 'admin-changed' && reload(parts),
    },
    { also: ['watch-admin'] },
  );
  onWake(new Disposables(), () => feed.hurry());
}

followTheme(pageSettings(api));
need('#refresh').addEventListener('click', ({ currentTarget }) =>
  act(currentTarget, () => Promise.all([showHealth(), reload()])),
);
reload();
showHealth().catch(tell);
follow();
