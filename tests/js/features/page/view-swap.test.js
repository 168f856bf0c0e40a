import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { makePage, settled } from '../../page.js';

makePage();
const { installViewSwap, otherView, swapView } = await import(
  '../../../../static/js/features/page/view-swap.js'
);

beforeEach(() => {
  for (const note of document.querySelectorAll('.toast')) note.remove();
});

test('the other view has the rest of the address', () => {
  const address = '/s/my%20work?window=%403&view=panes';
  assert.equal(otherView('my work', '?window=@3', 'panes', 'terminal'), address);
  assert.equal(otherView('work', '?view=panes&window=@3', 'terminal', 'terminal'), '/s/work?window=%403');
  assert.equal(otherView('work', '?view=panes', 'terminal', 'terminal'), '/s/work');
});

test('an address names the view where the setting opens the other', () => {
  assert.equal(otherView('work', '', 'terminal', 'panes'), '/s/work?view=terminal');
  assert.equal(otherView('work', '?view=terminal', 'panes', 'panes'), '/s/work?view=panes');
});

test('the page says why it is not native panes', () => {
  const main = document.body.appendChild(document.createElement('main'));
  main.id = 'terminal';
  main.dataset.noPanes = 'tmux 3.1 is too old for native panes.';
  installViewSwap({ guest: true });
  assert.match(document.body.textContent, /attached view.*tmux 3\.1 is too old/);
});

test('the page waits until tmux has what was typed', async () => {
  const went = [];
  let take;
  const page = {
    session: { name: 'work' },
    panes: null,
    settings: { get: () => 'terminal' },
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
  const page = {
    session: { name: 'work' },
    panes: {},
    settings: { get: () => 'terminal' },
    taken: async () => false,
  };
  await swapView(page, (address) => went.push(address));
  assert.deepEqual(went, []);
  assert.match(document.body.textContent, /not confirmed/);
});
