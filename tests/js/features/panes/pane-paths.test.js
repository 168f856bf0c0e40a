import assert from 'node:assert/strict';
import { test } from 'node:test';

import { pathsInFolder } from '../../../../static/js/features/panes/pane-paths.js';

test('relative paths of a pane are looked up and opened in its folder', async () => {
  const asked = [];
  let opened = null;
  let folder = '/srv/app';
  const file = { kind: 'file', bytes: 1 };
  const paths = pathsInFolder(
    {
      find: async (texts) => {
        asked.push(...texts);
        return new Map([['/srv/app/main.rs', file]]);
      },
      open: (_event, place) => {
        opened = place;
      },
    },
    () => folder,
  );
  const found = await paths.find(['main.rs', '/etc/hosts', '~/x']);
  assert.deepEqual(asked, ['/srv/app/main.rs', '/etc/hosts', '~/x']);
  assert.deepEqual([...found], [['main.rs', file]]);
  paths.open(null, { path: 'main.rs', line: 3 }, file);
  assert.deepEqual(opened, { path: '/srv/app/main.rs', line: 3 });
  folder = '';
  paths.open(null, { path: 'main.rs' }, file);
  assert.deepEqual(opened, { path: 'main.rs' });
  assert.equal(
    pathsInFolder(null, () => ''),
    null,
  );
});
