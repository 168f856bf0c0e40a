import assert from 'node:assert/strict';
import { test } from 'node:test';

import { folderCompletion } from '../../../../static/js/features/files/folder-completion.js';

const ENTRIES = ['src', 'static', '.git', 'st\nrange'].map((name) => ({ name, kind: 'folder' }));

/** A server that lists `/work`, and refuses any other folder; `requests` has what was asked. */
function completionOf() {
  const requests = [];
  const ask = async (_method, path) => {
    requests.push(path);
    if (!path.endsWith('%2Fwork%2F')) throw new Error('folder not found');
    return { entries: [...ENTRIES, { name: 'setup.py', kind: 'file' }, { name: 'sys', kind: 'link' }] };
  };
  return { complete: folderCompletion({ ask }), requests };
}

test('folders and links that begin with the text are offered', async () => {
  const { complete } = completionOf();
  assert.deepEqual(await complete('/work/s'), ['/work/src', '/work/static', '/work/sys']);
  assert.deepEqual(await complete('/work/.'), ['/work/.git']);
});

test('a folder is requested once, and what cannot be listed offers nothing', async () => {
  const { complete, requests } = completionOf();
  await complete('/work/s');
  await complete('/work/st');
  assert.deepEqual(await complete('/other/s'), []);
  assert.deepEqual(await complete('not a path'), []);
  assert.equal(requests.length, 2);
});
