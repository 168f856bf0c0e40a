import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  NAME_MAX_CHARS,
  TEXT_MAX_CHARS,
  isMuted,
  withMuted,
  notificationOf,
  displayText,
  span,
  isRequested,
} from '../../../../static/js/features/notifications/notification-rules.js';
import { SETTINGS } from '../../../../static/js/lib/settings-table.js';

const session = { id: '$3', name: 'a/b' };
const build = { id: '@7', name: 'build' };
const names = { names: true };

test('a notification says what happened and leads there', () => {
  const notification = notificationOf({ kind: 'bell', session, window: build }, names);
  assert.deepEqual(notification, {
    title: 'a/b',
    body: 'Bell in build',
    tag: 'webmux:$3',
    path: '/s/a%2Fb',
    window: '@7',
  });
  assert.equal(notificationOf({ kind: 'bell', session }, names).body, 'Bell');
  assert.equal(
    notificationOf({ kind: 'done', session, window: build, command: 'make', seconds: 754 }, names).body,
    'make ended after 12 min in build',
  );
  assert.equal(
    notificationOf({ kind: 'done', session, command: '', seconds: 9 }, names).body,
    'A command ended after 9 s',
  );
  const message = notificationOf({ kind: 'message', session, title: 'CI', text: 'All\ngreen' }, names);
  assert.deepEqual([message.title, message.body], ['a/b · CI', 'All green']);
});

test('an agent that is done is notified as a command is, and one that waits leads to its question', () => {
  const agent = {
    session_id: '$3',
    window_id: '@7',
    pane_id: '%5',
    kind: 'done',
    since: 990,
    agent: 'claude',
  };
  const done = notificationOf({ kind: 'done', session, window: build, agent }, names);
  assert.deepEqual([done.body, done.tag, done.path], ['claude is done in build', 'webmux:$3', '/s/a%2Fb']);
  assert.deepEqual([done.episode, done.window], ['%5 990', '@7']);
  assert.equal(notificationOf({ kind: 'done', session, agent }, { names: false }).body, 'An agent is done.');
  const waiting = notificationOf({ kind: 'waiting', session, agent }, names);
  assert.deepEqual([waiting.tag, waiting.path], ['webmux:%5', '/s/a%2Fb?answer=5']);
});

test('all notifications of a session have one tag', () => {
  const tags = ['bell', 'done', 'message'].map(
    (kind) => notificationOf({ kind, session, seconds: 1, command: 'x', text: 'x' }, names).tag,
  );
  assert.deepEqual(new Set(tags), new Set(['webmux:$3']));
});

test('without names, a notification says nothing about the session', () => {
  for (const kind of ['bell', 'done', 'message']) {
    const event = {
      kind,
      session: { id: '$3', name: 'SECRET' },
      window: { id: '@7', name: 'SECRET' },
      command: 'SECRET',
      seconds: 1,
      title: 'SECRET',
      text: 'SECRET',
    };
    assert.doesNotMatch(JSON.stringify(notificationOf(event, { names: false })), /SECRET|@7/);
  }
});

test('text is one line, limited, without hidden characters', () => {
  assert.equal(displayText(' a\u202e\u0000b\r\nc\u200b '), 'ab c');
  assert.equal([...displayText('😀'.repeat(500))].length, NAME_MAX_CHARS);
  assert.ok(!displayText('\ud83d'.repeat(3)));
  assert.equal(
    [...notificationOf({ kind: 'message', session, text: 'x'.repeat(9999) }, names).body].length,
    TEXT_MAX_CHARS,
  );
});

test('a span is in its largest unit', () => {
  assert.deepEqual([0.5, 59, 60, 3599, 3600, 90_000].map(span), [
    '0 s',
    '59 s',
    '1 min',
    '59 min',
    '1 h',
    '25 h',
  ]);
});

test('a muted session and a kind that is off get no notification', () => {
  const of = (changed) => (name) => changed[name] ?? SETTINGS[name].initial;
  assert.equal(isRequested('bell', 'work', of({})), true);
  assert.equal(isRequested('bell', 'work', of({ 'notify.bell': false })), false);
  assert.equal(isRequested('done', 'work', of({ 'notify.bell': false })), true);
  assert.equal(isRequested('message', 'work', of({ 'notify.muted': ['work'] })), false);
  assert.equal(isMuted('work', of({ 'notify.muted': ['works'] })), false);
});

test('muting stores each name once, and no more names than the setting accepts', () => {
  assert.deepEqual(withMuted(['a', 'b'], 'a', true), ['b', 'a']);
  assert.deepEqual(withMuted(['a', 'b'], 'a', false), ['b']);
  const many = Array.from({ length: 200 }, (_, index) => `s${index}`);
  assert.ok(SETTINGS['notify.muted'].check(withMuted(many, 'new', true)));
});
