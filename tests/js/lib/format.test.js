import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  activity,
  clock,
  created,
  duration,
  plural,
  size,
  until,
  windowsAndPanes,
} from '../../../static/js/lib/format.js';
import { mirrorPath, sessionAddress, sessionOf, sessionPath } from '../../../static/js/lib/paths.js';

const READER = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const NOON = Date.UTC(2026, 10, 26, 11) / 1000;

test('a span is written in its largest whole unit', () => {
  const told = [-5, 0, 59.9, 60, 3599, 3600, 86399, 86400, 31_536_000].map(duration);
  assert.deepEqual(told, ['0 s', '0 s', '59 s', '1 min', '59 min', '1 h', '23 h', '1 d', '1 y']);
});

test('activity in the future, from a clock that is ahead, counts as now', () => {
  assert.equal(activity(1000, 990), 'active now');
  assert.equal(activity(1000, 1009), 'active now');
  assert.equal(activity(1000, 1180), 'active 3 min ago');
});

test('creation is written like activity', () => {
  assert.equal(created(1000, 1001), 'created just now');
  assert.equal(created(0, 2 * 86400), 'created 2 d ago');
});

test('one is singular, all others are plural', () => {
  assert.deepEqual(
    [0, 1, 2].map((count) => plural(count, 'window')),
    ['0 windows', '1 window', '2 windows'],
  );
});

test('panes are named only if a window is split', () => {
  assert.equal(windowsAndPanes(1, 1), '1 window');
  assert.equal(windowsAndPanes(2, 3), '2 windows, 3 panes');
});

test('a position has hours only if it has some', () => {
  assert.deepEqual([-1, 0, 5.9, 65, 3599, 3600, 36_061].map(clock), [
    '0:00',
    '0:00',
    '0:05',
    '1:05',
    '59:59',
    '1:00:00',
    '10:01:01',
  ]);
});

test('columns come first', () => {
  assert.equal(size({ cols: 80, rows: 24 }), '80 × 24');
});

test('a name stays one path segment and comes back the same', () => {
  for (const name of ['work', 'a/b', '/a', '%2F', 'a?b#c', 'ü😀', '<img onerror=1>', '$0', 'a b']) {
    const path = sessionPath(name);
    assert.match(path, /^\/s\/[^/?#<> ]+$/);
    assert.equal(decodeURIComponent(path.slice(3)), name);
  }
});

test('a mirror is the same session, viewed otherwise', () => {
  assert.equal(mirrorPath('a?b'), '/s/a%3Fb?view=mirror');
});

test('a path of a session gives its name back, whatever is in it', () => {
  for (const name of ['work', 'a/b', 'ü %', '../x', '?#']) assert.equal(sessionOf(sessionPath(name)), name);
  for (const path of ['/', '/s/', '/x/work', '/s/%zz']) assert.equal(sessionOf(path), null, path);
});

test('the way a session is shown goes along to another, a window does not', () => {
  assert.equal(sessionAddress('a/b', '?view=mirror&window=@3'), '/s/a%2Fb?view=mirror');
  assert.equal(sessionAddress('b', '?window=1'), '/s/b');
});

test('today has a time, another day its name as well', () => {
  assert.equal(until(NOON + 6.5 * 3600, NOON, READER), '18:30');
  assert.equal(until(NOON + 24 * 3600, NOON, READER), 'Fri 27 Nov, 12:00');
});

test('it is the day of the reader that counts', () => {
  assert.equal(until(NOON + 12 * 3600, NOON, READER), 'Fri 27 Nov, 00:00');
  assert.equal(until(NOON + 12 * 3600, NOON, { ...READER, timeZone: 'UTC' }), '23:00');
});
