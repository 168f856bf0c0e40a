import assert from 'node:assert/strict';
import { beforeEach, mock, test } from 'node:test';
import { setImmediate as settled } from 'node:timers/promises';

import { FakeLocks } from '../../fakes/locks.js';
import { makePage } from '../../page.js';

makePage();
mock.timers.enable({ apis: ['setTimeout'] });
const { AgentNotices, REPEAT_MS, SETTLE_MS } = await import(
  '../../../../static/js/features/notifications/agent-notices.js'
);
const { countOf } = await import('../../../../static/js/features/notifications/agent-attention.js');
const { TabElection } = await import('../../../../static/js/net/tab-election.js');

let shown = [];
let closed = [];
let pushes = null;
let open = [];
const settings = { values: {}, get: (name) => settings.values[name] };
const locks = new FakeLocks();
globalThis.isSecureContext = true;
globalThis.Notification = { permission: 'granted' };
const registration = {
  active: {},
  pushManager: { getSubscription: async () => pushes },
  showNotification: async (title, options) => shown.push({ title, ...options }),
  getNotifications: async ({ tag }) =>
    open.filter((one) => one.tag === tag).map((one) => ({ ...one, close: () => closed.push(tag) })),
};
Object.defineProperty(navigator, 'serviceWorker', { value: { getRegistration: async () => registration } });
const hide = (hidden) => Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });

const agent = (kind = 'waiting', fields = {}) => ({
  session_id: '$0',
  window_id: '@1',
  pane_id: '%4',
  kind,
  since: 990,
  agent: 'claude',
  ...fields,
});
const states = (...agents) => ({ epoch: '1-1', agents, names: { $0: 'work' } });
const notices = () => new AgentNotices(settings, new TabElection(locks));

async function pass(ms) {
  mock.timers.tick(ms);
  for (let turn = 0; turn < 10; turn += 1) await settled();
}

beforeEach(() => {
  [shown, closed, open, pushes] = [[], [], [], null];
  settings.values = { 'notify.waiting': true, 'notify.done': true, 'notify.names': true, 'notify.muted': [] };
  localStorage.clear();
  hide(true);
});

test('an episode is notified once, repeated once, and closed at its end', async () => {
  const page = notices();
  for (let times = 0; times < 3; times += 1) page.follow(states(agent()));
  await pass(SETTLE_MS);
  const [{ title, body, tag, data }] = shown;
  assert.deepEqual([title, body, tag], ['work', 'claude needs you', 'webmux:%4']);
  assert.deepEqual(data, { path: '/s/work?answer=4', window: '@1', episode: '990' });
  await pass(REPEAT_MS - 1);
  assert.equal(shown.length, 1);
  await pass(1);
  await pass(10 * REPEAT_MS);
  assert.equal(shown.length, 2);
  open = [{ tag: 'webmux:%4' }];
  page.follow(states(agent('working')));
  await pass(0);
  assert.deepEqual(closed, ['webmux:%4']);
});

test('an agent that is done after a long task is notified once, as a command is', async () => {
  const pages = [notices(), notices()];
  const all = (...agents) => pages.forEach((page) => page.follow(states(...agents)));
  all(agent('working', { since: 970 }));
  for (let times = 0; times < 3; times += 1) all(agent('done'));
  await pass(SETTLE_MS);
  await pass(REPEAT_MS);
  assert.equal(shown.length, 1);
  const [{ title, body, tag, data }] = shown;
  assert.deepEqual([title, body, tag], ['work', 'claude is done', 'webmux:$0']);
  assert.deepEqual(data, { path: '/s/work', window: '@1', episode: '%4 990' });
  notices().follow(states(agent('done')));
  settings.values['notify.done'] = false;
  all(agent('working', { since: 2000 }));
  all(agent('done', { since: 2060 }));
  await pass(SETTLE_MS);
  assert.equal(shown.length, 1);
});

test('an agent that works again at once is not done', async () => {
  const page = notices();
  page.follow(states(agent('working', { since: 970 })));
  page.follow(states(agent('done')));
  page.follow(states(agent('working', { since: 991 })));
  await pass(SETTLE_MS);
  assert.deepEqual(shown, []);
  page.follow(states(agent('done', { since: 995 })));
  await pass(SETTLE_MS);
  assert.equal(shown.length, 1);
});

test('a second tab, or the same page after a reload, does not notify again', async () => {
  for (const page of [notices(), notices()]) page.follow(states(agent()));
  await pass(SETTLE_MS);
  notices().follow(states(agent()));
  await pass(SETTLE_MS);
  assert.equal(shown.length, 1);
  notices().follow(states(agent('waiting', { since: 991 })));
  await pass(SETTLE_MS);
  assert.equal(shown.length, 2);
});

test('what a push showed is not shown again, and the server repeats it', async () => {
  open = [{ tag: 'webmux:%4', data: { episode: '990' } }];
  pushes = {};
  notices().follow(states(agent()));
  await pass(SETTLE_MS);
  await pass(REPEAT_MS);
  assert.deepEqual(shown, []);
});

test('a state that ends at once, a visible page and muted sessions are not notified', async () => {
  const page = notices();
  page.follow(states(agent()));
  page.follow(states());
  await pass(SETTLE_MS);
  hide(false);
  page.follow(states(agent()));
  await pass(SETTLE_MS);
  hide(true);
  settings.values['notify.muted'] = ['work'];
  page.follow(states(agent('waiting', { since: 5 })));
  await pass(SETTLE_MS);
  settings.values['notify.muted'] = [];
  settings.values['notify.waiting'] = false;
  page.follow(states(agent('waiting', { since: 6 })));
  await pass(SETTLE_MS);
  assert.deepEqual(shown, []);
});

test('no tab notifies while one shows the session', async () => {
  const other = new TabElection(locks);
  other.show('$0', { visible: true });
  await settled();
  notices().follow(states(agent()));
  await pass(SETTLE_MS);
  assert.deepEqual(shown, []);
  other.leave();
});

test('no tab notifies while a page shows the question', async () => {
  const other = new TabElection(locks);
  other.show('%4', { visible: true });
  await settled();
  notices().follow(states(agent()));
  await pass(SETTLE_MS);
  assert.deepEqual(shown, []);
  other.leave();
  await settled();
  notices().follow(states(agent()));
  await pass(SETTLE_MS);
  assert.equal(shown.length, 1);
  await pass(REPEAT_MS);
});

test('without names it says only that an agent waits', async () => {
  settings.values['notify.names'] = false;
  notices().follow(states(agent()));
  await pass(SETTLE_MS);
  const [{ title, body, data }] = shown;
  assert.deepEqual([title, body, data.path], ['WebMux', 'An agent needs you.', '/']);
});

test('the title counts each waiting pane once, but not in muted sessions', () => {
  const linked = agent('waiting', { session_id: '$1' });
  const other = agent('waiting', { session_id: '$2', pane_id: '%5' });
  const found = { agents: [agent(), linked, other, agent('done')], names: { $0: 'work', $2: 'docs' } };
  assert.equal(countOf(found, settings.get), 2);
  settings.values['notify.muted'] = ['docs'];
  assert.equal(countOf(found, settings.get), 1);
});
