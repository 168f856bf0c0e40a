import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Control } from '../../../../static/js/features/sharing/control.js';

globalThis.matchMedia = () => ({ matches: false });

/** What `Control` uses of the page and of the bar; `log` has what it did with them. */
function controlOf({ guest = false, viewsOnly = false } = {}) {
  const log = [];
  const page = {
    guest,
    screen: { setOwner: (owner) => log.push(`owner ${owner}`), ownSize: { cols: 80, rows: 24 } },
    subscription: { command: async (name) => log.push(name), resize: () => {} },
    events: { emit: (name, value) => log.push(`${name} ${value}`) },
    focus: () => {},
  };
  const bar = { role: ({ asks }) => log.push(`button ${asks}`), asked: () => log.push('asked') };
  return { control: new Control(page, bar, { viewsOnly }), log };
}

const attached = (more = {}) => ({ hub: 1, role: 'operator', owner: false, ...more });

test('an operator can type, a viewer cannot', () => {
  const { control } = controlOf();
  control.attached(attached());
  assert.equal(control.readOnly, false);
  control.attached(attached({ role: 'viewer' }));
  assert.equal(control.readOnly, true);
});

test('a page that views only types after its user asked', async () => {
  const { control, log } = controlOf({ viewsOnly: true });
  control.attached(attached());
  assert.equal(control.readOnly, true);
  await control.askControl();
  assert.equal(control.readOnly, false);
  assert.ok(!log.includes('ask-control'));
});

test('a guest asks the user who shares', async () => {
  const { control, log } = controlOf({ guest: true });
  control.attached(attached({ role: 'viewer' }));
  await control.askControl();
  assert.ok(log.includes('button Ask to type'));
  assert.deepEqual(log.slice(-2), ['ask-control', 'asked']);
});

test('the owner of the size takes it back after a restart of the server', () => {
  const { control, log } = controlOf();
  control.attached(attached({ owner: true }));
  control.disconnected();
  control.attached(attached({ hub: 2 }));
  assert.equal(log.at(-1), 'take-size');
});

test('the owner of another session does not take the size', () => {
  const { control, log } = controlOf();
  control.attached(attached({ owner: true }));
  control.sessionLeft();
  control.attached(attached({ hub: 2 }));
  assert.ok(!log.includes('take-size'));
});
