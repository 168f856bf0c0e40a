import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Settings } from '../../../../static/js/net/user-settings.js';
import { installRecent } from '../../../../static/js/features/sessions/session-actions.js';
import { Emitter } from '../../../../static/js/lib/emitter.js';

/** A page that shows `a`; `b` and `old` were opened before. */
function pageOf({ guest = false } = {}) {
  const events = new Emitter(['attached', 'session']);
  const settings = new Settings({ 'home.recent': ['b', 'old'] });
  installRecent({ events, settings, guest });
  const attach = (id, name) => events.emit('attached', { session: { id, name } });
  attach('$0', 'a');
  return { events, attach, recent: () => settings.get('home.recent') };
}

test('the opened session comes first, and a reconnection opens nothing', () => {
  const { attach, recent } = pageOf();
  assert.deepEqual(recent(), ['a', 'b', 'old']);
  attach('$1', 'b');
  assert.deepEqual(recent(), ['b', 'a', 'old']);
  attach('$1', 'b');
  assert.deepEqual(recent(), ['b', 'a', 'old']);
});

test('a new name replaces the old one', () => {
  const { events, recent } = pageOf();
  events.emit('session', { id: '$9', name: 'other' });
  assert.deepEqual(recent(), ['a', 'b', 'old']);
  events.emit('session', { id: '$0', name: 'new' });
  assert.deepEqual(recent(), ['new', 'b', 'old']);
});

test('what a guest opens is not stored', () => {
  assert.deepEqual(pageOf({ guest: true }).recent(), ['b', 'old']);
});
