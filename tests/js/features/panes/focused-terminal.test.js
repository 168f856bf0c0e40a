import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage();
const { FocusedTerminal } = await import('../../../../static/js/features/panes/focused-terminal.js');

/** Panes without a network: what they load late fails. */
class Panes extends FocusedTerminal {
  constructor(terminals) {
    super();
    this.terminals = terminals;
  }

  get now() {
    return this.terminals[0];
  }

  get all() {
    return this.terminals;
  }
}

const offline = (name) => ({
  folder: '/',
  showLinks: () => Promise.reject(new Error(`no module for ${name}`)),
});

test('a part that does not load fails for the caller once, and for no pane behind its back', async (t) => {
  const warned = t.mock.method(console, 'warn', () => {});
  const panes = new Panes([offline('focused'), offline('other')]);
  await assert.rejects(panes.showLinks({ paths: null }), /no module for focused/);
  panes.installOn(offline('later'));
  await settled(); // a rejection that nobody handles fails the test
  assert.deepEqual(
    warned.mock.calls.map(({ arguments: [text] }) => text.replace(/.*: /, '')),
    ['no module for other', 'no module for later'],
  );
});
