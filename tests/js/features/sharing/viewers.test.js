import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<button id="viewers"></button><span id="sized"></span>', { styles: '/static/js/' });
const { Emitter } = await import('../../../../static/js/lib/emitter.js');
const { installViewers } = await import('../../../../static/js/features/sharing/viewers.js');
const { TEXT } = await import('../../../../static/js/features/sharing/sharing-text.js');

const ME = { id: 'a', name: 'ada', me: true, owner: true };
const terminals = (count, fits = true) => ({
  count,
  terminals: Array(count).fill({ cols: 60, rows: 20 }),
  window: { cols: 60, rows: 19 },
  fits,
});
const SAID = TEXT.alsoInTerminal('60 × 20');

/** The messages of a page of session `$0` that gets these events, in this order. */
async function messages(...events) {
  for (const toast of document.querySelectorAll('.toast')) toast.remove();
  const page = { session: { id: '$0' }, events: new Emitter(['presence', 'terminals']), focus: () => {} };
  installViewers(page);
  await new Promise((resolve) => setTimeout(resolve));
  for (const [name, value] of events) page.events.emit(name, value);
  return [...document.querySelectorAll('.toast span')].map((span) => span.textContent);
}

const presence = (owner = true) => ['presence', { viewers: 1, people: [{ ...ME, owner }] }];

test('a terminal beside the page is announced once, when the window has the size of the page', async () => {
  const beside = ['terminals', terminals(1)];
  assert.deepEqual(await messages(presence(), beside, beside), [SAID]);
  assert.deepEqual(await messages(beside, presence()), [SAID], 'the list of viewers may come later');
  assert.deepEqual(await messages(presence(), ['terminals', terminals(1, false)]), []);
  assert.deepEqual(
    await messages(presence(), ['terminals', terminals(1, false)], beside),
    [SAID],
    'tmux resizes the window later',
  );
  assert.deepEqual(await messages(presence(false), beside), []);
  assert.deepEqual(await messages(presence(false), beside, presence()), [SAID]);
});

test('a terminal that comes later is not announced, nor one that has left', async () => {
  const late = [presence(), ['terminals', terminals(0)], ['terminals', terminals(1)], presence()];
  assert.deepEqual(await messages(...late), []);
  const left = [['terminals', terminals(1)], ['terminals', terminals(0)], presence()];
  assert.deepEqual(await messages(...left), []);
});
