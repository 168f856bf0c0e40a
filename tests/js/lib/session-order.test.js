import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  foldersOf,
  steadyOrder,
  lastFirst,
  matching,
  ordered,
  reopened,
  urgency,
  wanting,
} from '../../../static/js/lib/session-order.js';

const session = (id, name = id, more = {}) => ({ id, name, ...more });
const ids = (sessions) => sessions.map(({ id }) => id);

test('the filter wants every word, in any case, of name, command or folder', () => {
  const all = [
    session('$0', 'Web Server', { command: 'node', path: '~/src/shop' }),
    session('$1', 'web', { command: 'vim', path: '/etc' }),
  ];
  assert.deepEqual(ids(matching(all, 'SERVER web')), ['$0']);
  assert.deepEqual(ids(matching(all, 'web VIM')), ['$1']);
  assert.deepEqual(ids(matching(all, 'shop')), ['$0']);
  assert.equal(matching(all, '  ').length, 2);
});

test('numbers in names are counted, and equal names keep an order', () => {
  assert.deepEqual(ids(ordered([session('$2', 'w10'), session('$3', 'w2'), session('$1', 'w2')])), [
    '$1',
    '$3',
    '$2',
  ]);
});

test('by attention: bell, finished, silence, activity, then opened last, then by name', () => {
  const all = [
    session('$0', 'zz'),
    session('$1', 'aa'),
    session('$2', 'new'),
    session('$3', 'old'),
    session('$4', 'act', { alerts: { bell: 0, activity: 3 } }),
    session('$5', 'sil', { alerts: { silence: 1 } }),
    session('$6', 'done', { alerts: { done: 1, activity: 1 } }),
    session('$7', 'bell', { alerts: { bell: 1 } }),
  ];
  assert.deepEqual(ids(ordered(all, 'attention', ['new', 'gone', 'old'])), [
    '$7',
    '$6',
    '$5',
    '$4',
    '$2',
    '$3',
    '$1',
    '$0',
  ]);
  assert.equal(wanting(all), 4);
  assert.equal(urgency(session('$0')), undefined);
});

test('opened last first; attention plays no part there', () => {
  const all = [session('$0', 'a', { alerts: { bell: 1 } }), session('$1', 'b')];
  assert.deepEqual(ids(ordered(all, 'recent', ['b'])), ['$1', '$0']);
});

test('sessions to switch to: opened last first, the rest by name, the current one last', () => {
  const all = ['a10', 'b', 'a2', 'now', 'c'].map((name) => session(`$${name}`, name));
  assert.deepEqual(ids(lastFirst(all, ['now', 'c', 'b'], '$now')), ['$c', '$b', '$a2', '$a10', '$now']);
  assert.deepEqual(ids(lastFirst(all, ['now'], undefined)), ['$now', '$a2', '$a10', '$b', '$c']);
});

test('a held order keeps what is there and puts what is new last', () => {
  assert.deepEqual(steadyOrder(['a', 'b', 'c'], ['n', 'c', 'a']), { order: ['a', 'c', 'n'], differs: true });
  assert.deepEqual(steadyOrder(['a', 'b', 'c'], ['a', 'c']), { order: ['a', 'c'], differs: false });
  assert.deepEqual(steadyOrder([], ['b', 'a']), { order: ['b', 'a'], differs: false });
});

test('a session that is opened again comes first, once, and the list stays short', () => {
  assert.deepEqual(reopened(['a', 'b'], 'b'), ['b', 'a']);
  assert.equal(
    reopened(
      Array.from({ length: 50 }, (_, number) => `s${number}`),
      'x',
    ).length,
    50,
  );
});

test('folders in use, most used first', () => {
  assert.deepEqual(
    foldersOf([{ path: '/b' }, { path: '/a' }, { path: '/c' }, { path: '/c' }, { path: '' }, {}]),
    ['/c', '/a', '/b'],
  );
});
