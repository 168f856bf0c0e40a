import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExtendedKeys } from '../../../../static/js/terminal/native/extended-keys.js';

/** A terminal whose handlers of CSI sequences can be called, and disposables that do nothing. */
function watched() {
  const handlers = {};
  const parser = {
    registerCsiHandler: ({ final }, handler) => {
      handlers[final] = handler;
    },
    registerEscHandler: ({ final }, handler) => {
      handlers[final] = handler;
    },
  };
  const terminal = { parser };
  const keys = new ExtendedKeys();
  keys.watch(terminal, { own: () => {} });
  return { keys, terminal, csi: (final, ...parameters) => handlers[final](parameters) };
}

test('a program asks for modified keys, and stops that', () => {
  const { keys, terminal, csi } = watched();
  assert.equal(keys.has(terminal), false);
  assert.equal(csi('m', 4, 1), false, 'other handlers get it too');
  assert.equal(keys.has(terminal), true);
  csi('m', 4, 0);
  assert.equal(keys.has(terminal), false);
  csi('m', 4, 2);
  csi('n', 4);
  assert.equal(keys.has(terminal), false);
  csi('m', 4, 2);
  csi('c');
  assert.equal(keys.has(terminal), false);
});

test('other resources of xterm are none', () => {
  const { keys, terminal, csi } = watched();
  csi('m', 1, 2);
  csi('m', 0);
  assert.equal(keys.has(terminal), false);
});
