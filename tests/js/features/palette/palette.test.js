import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fakePage } from '../../fakes/terminal-page.js';
import { makePage, pressKey, settled } from '../../page.js';

makePage('<div id="layer"></div>', { role: 'operator' });
const { PaletteField } = await import('../../../../static/js/features/palette/palette-field.js');
const { Palette } = await import('../../../../static/js/features/palette/palette.js');
const { Entries } = await import('../../../../static/js/features/palette/palette-entries.js');
const { settingEntries } = await import('../../../../static/js/features/palette/palette-settings.js');
const { currentTheme } = await import('../../../../static/js/features/themes/theme.js');

const sessions = [
  { id: '$1', name: 'work', windows: 1 },
  { id: '$2', name: 'docs', windows: 2, alerts: { bell: 1 }, command: 'vim', activity_at: 0 },
];
const windows = [{ id: '@5', session_id: '$2', index: 0, name: 'logs', command: 'tail' }];
const api = { listSessions: async () => ({ epoch: '1-1', sessions }), ask: async () => ({ windows }) };

function open(text, fields = {}) {
  const { page, calls } = fakePage({ api, ...fields });
  page.actions.register('session.new', () => calls.push(['new']));
  page.actions.register('copy', () => calls.push(['copy']));
  const field = new PaletteField(text, page.focus);
  const palette = new Palette(page, field);
  return { page, calls, field, palette };
}
const titles = () => [...document.querySelectorAll('.palette-title')].map(({ textContent }) => textContent);
const chosen = () => document.querySelector('[aria-selected=true] .palette-title').textContent;
const type = ({ field }, text) => {
  field.input.value = text;
  field.input.dispatchEvent(new Event('input'));
};

test('commands are there at once, sessions when they are loaded', async () => {
  const palette = open('');
  assert.deepEqual(titles(), ['Copy', 'New session']);
  await settled();
  assert.deepEqual(titles(), ['docs', 'work', 'Copy', 'New session']);
  type(palette, '>new');
  assert.deepEqual(titles(), ['New session']);
  assert.equal(document.querySelector('.palette-status').textContent, '1 match');
  pressKey(palette.field.input, 'Enter');
  assert.deepEqual(palette.calls, [['focus'], ['new']]);
  assert.equal(document.querySelector('dialog'), null);
});

test('arrow keys move around the end, and Escape closes', () => {
  const { field } = open('>');
  assert.equal(chosen(), 'New session'); // it was used last
  pressKey(field.input, 'ArrowUp');
  assert.equal(chosen(), 'Copy');
  pressKey(field.input, 'ArrowDown');
  assert.equal(chosen(), 'New session');
  pressKey(field.input, 'Escape');
  assert.equal(field.open, false);
});

test('an entry of the help puts its letter into the field', () => {
  const { field } = open('?');
  assert.equal(chosen(), 'Commands');
  pressKey(field.input, 'Enter');
  assert.equal(field.input.value, '>');
  field.close();
});

test('Enter before the server answers runs the best match of the answer', async () => {
  const { calls, field } = open('#');
  pressKey(field.input, 'Enter');
  assert.deepEqual(calls, []);
  await settled();
  assert.deepEqual(calls.at(-1), ['focus']);
  assert.ok(calls.some(([name, session]) => name === 'open' && session === 'docs'));
});

test('a failure of the server leaves the other entries', async () => {
  const failing = { ...api, listSessions: () => Promise.reject(new Error('No answer.')) };
  const { field } = open('', { api: failing });
  await settled();
  assert.ok(titles().includes('Copy'));
  assert.equal(
    document.querySelector('.palette-problem').textContent,
    'Part of this list is missing: No answer.',
  );
  field.close();
});

test('an entry says what needs attention, and where its window is', async () => {
  const { page } = fakePage({ api });
  const entries = new Entries(page);
  await entries.load();
  const [docs, work] = entries.of(['session', 'sessionCommand']);
  assert.match(docs.detail, /^bell · vim · 2 windows · /);
  assert.equal(work.detail, 'shown here');
  assert.deepEqual(
    entries.of(['otherWindow']).map(({ title, detail }) => [title, detail]),
    [['0: logs', 'in docs · tail']],
  );
});

test('a session with an agent that needs you is marked, and comes first if nothing is typed', async () => {
  const agent = (session, kind) => ({ session_id: session, pane_id: '%1', kind, since: 5, agent: 'claude' });
  const listed = (agents, epoch = '1-1') => ({
    listSessions: async () => ({ epoch: '1-1', sessions }),
    ask: async (method, path) => (path === '/api/agents' ? { epoch, agents } : { windows }),
  });
  const shown = async (text, ...states) => {
    const { field } = open(text, { api: listed(...states) });
    await settled();
    const found = titles();
    const marks = [...document.querySelectorAll('.palette-badge.is-waiting')].length;
    field.close();
    return [found.slice(0, 2), marks];
  };
  const { recent } = new Entries(fakePage({ api }).page);
  recent.use('command:copy');
  const waits = [agent('$2', 'waiting')];
  assert.deepEqual(await shown('', waits), [['docs', 'Copy'], 1]);
  assert.deepEqual(await shown('', [agent('$1', 'working'), agent('$2', 'done')]), [['Copy', 'docs'], 0]);
  assert.deepEqual(await shown('', [agent('$1', 'waiting')]), [['Copy', 'docs'], 1], 'it is shown here');
  assert.deepEqual(await shown('#', waits), [['docs', 'work'], 1]);
  assert.equal((await shown('', waits, '2-2'))[1], 0, 'of another tmux server');
});

test('the palette works without the list of agents', async () => {
  const ask = (method, path) => (path === '/api/agents' ? Promise.reject(new Error('x')) : api.ask());
  const { field } = open('', { api: { ...api, ask } });
  await settled();
  assert.ok(titles().includes('work'));
  assert.equal(document.querySelector('.palette-problem'), null);
  field.close();
});

test('a guest gets no sessions, and a viewer no windows', async () => {
  for (const fields of [{ guest: true }, { mayType: () => false }]) {
    const entries = new Entries(fakePage({ api, ...fields }).page);
    await entries.load();
    assert.equal(entries.of(['session']).length, fields.guest ? 0 : 2);
    assert.deepEqual(entries.of(['otherWindow', 'window', 'snippet']), []);
  }
});

test('a value of a setting is an entry, and a theme shows before it is chosen', async () => {
  const { page } = fakePage({}, { 'theme.mode': 'dark' });
  const find = (title) => settingEntries(page.settings).find((entry) => entry.title === title);
  await find('Cursor: Bar').run();
  assert.equal(page.settings.get('cursor.style'), 'bar');
  assert.equal(find('Cursor: Bar').detail, 'current');
  const end = find('Theme: Solarized Light').preview();
  assert.equal(currentTheme(), 'light');
  end();
  assert.equal(currentTheme(), 'dark');
  await find('Theme: Solarized Light').run();
  assert.equal(page.settings.get('theme.mode'), 'light');
});
