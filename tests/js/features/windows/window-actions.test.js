import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  WindowActions,
  registerWindowActions,
  windowRoute,
} from '../../../../static/js/features/windows/window-actions.js';
import { registerPaneActions } from '../../../../static/js/features/windows/pane-actions.js';

const WINDOWS = [
  { id: '@1', index: 0, name: 'one', active: true, panes: 2, command: 'vim' },
  { id: '@2', index: 4, name: 'two', active: false, panes: 1, command: 'bash' },
];

/** A page that writes down requests and switches, and runs its actions by name. */
function fakePage({ windows = WINDOWS, guest = false } = {}) {
  const [log, registered] = [[], new Map()];
  const page = {
    guest,
    windows,
    log,
    session: { id: '$1', name: 'work' },
    api: { ask: async (...request) => void log.push(request) },
    subscription: { switchWindow: (id) => log.push(['switch', id]) },
    actions: { register: (id, run) => registered.set(id, run) },
    focus: () => {},
    say: (text) => log.push(['say', text]),
    run: (id) => registered.get(id)(),
    names: () => [...registered.keys()],
  };
  const actions = new WindowActions(page);
  registerWindowActions(page, actions);
  registerPaneActions(page, actions);
  return page;
}

test('a guest gets only the actions that switch windows', () => {
  const names = fakePage({ guest: true }).names();
  assert.equal(names.length, 11);
  assert.ok(names.every((name) => /^window\.(previous|next|\d)$/.test(name)));
});

test('a number without a window does nothing', () => {
  const page = fakePage({ windows: WINDOWS.map((window) => ({ ...window, id: `@1${window.index}` })) });
  page.run('window.2');
  page.run('window.3');
  assert.deepEqual(page.log, [['switch', '@14']]);
});

test('a window moves to the place of its neighbour, and not beyond the end', async () => {
  const page = fakePage({ windows: [WINDOWS[0], { ...WINDOWS[1], active: false }] });
  await page.run('window.moveLeft');
  await page.run('window.moveRight');
  assert.deepEqual(page.log, [['POST', '/api/windows/%401/move', { index: 4, session: '$1' }]]);
});

test('a window with an idle shell closes without a question', async () => {
  const page = fakePage();
  await new WindowActions(page).close(WINDOWS[1]);
  assert.deepEqual(page.log, [['DELETE', windowRoute('@2'), undefined]]);
});

test('the only pane is not resized, and the user is informed', async () => {
  const page = fakePage({ windows: [{ ...WINDOWS[1], active: true }] });
  await page.run('pane.resizeLeft');
  await page.run('pane.zoom');
  assert.deepEqual(page.log, [
    ['say', 'There is only one pane.'],
    ['POST', '/api/windows/%402/zoom', undefined],
  ]);
});
