import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { makePage, settled } from '../../page.js';

makePage();
const { otherView, swapView } = await import('../../../../static/js/features/page/view-swap.js');

beforeEach(() => {
  document.body.replaceChildren();
});

test('the other view has the rest of the address', () => {
  assert.equal(otherView('my work', '?window=@3', true), '/s/my%20work?window=%403&view=panes');
  assert.equal(otherView('work', '?view=panes&window=@3', false), '/s/work?window=%403');
  assert.equal(otherView('work', '?view=panes', false), '/s/work');
});

test('the page waits until tmux has what was typed', async () => {
  const went = [];
  let take;
  const page = {
    session: { name: 'work' },
    panes: null,
    taken: () => new Promise((resolve) => (take = resolve)),
  };
  const swapping = swapView(page, (address) => went.push(address));
  await settled();
  assert.deepEqual(went, []);
  take(true);
  await swapping;
  assert.deepEqual(went, ['/s/work?view=panes']);
});

test('it stays if input was not taken, and says why', async () => {
  const went = [];
  const page = { session: { name: 'work' }, panes: {}, taken: async () => false };
  await swapView(page, (address) => went.push(address));
  assert.deepEqual(went, []);
  assert.match(document.body.textContent, /not confirmed/);
});
