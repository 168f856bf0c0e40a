import assert from 'node:assert/strict';
import { test } from 'node:test';

import { HistoryLoader } from '../../../../static/js/features/history/history-loader.js';
import { HistoryPages, PAGE } from '../../../../static/js/features/history/history-pages.js';
import { FakeHistory } from '../../fakes/history.js';

function loaderOf(tmux) {
  const pages = new HistoryPages(50_000);
  const calls = { stale: 0 };
  const handlers = { onStale: () => (calls.stale += 1), inUse: () => ({ from: 0, to: 0 }) };
  const loaded = new Promise((resolve) => (handlers.onLoaded = resolve));
  const loader = new HistoryLoader((name, args) => tmux.command(name, args), pages, handlers);
  return { pages, loader, calls, loaded };
}

test('opening loads the end, and says where the screen begins', async () => {
  const { pages, loader } = loaderOf(new FakeHistory(1000));
  assert.deepEqual(await loader.open('%1'), { cursor: { x: 0, y: 5 }, screenRow: 976 });
  assert.equal(pages.at(999), 'row 999');
  assert.equal(loader.cols, 80);
});

test('a reply for another pane than the newest is dropped', async () => {
  const { pages, loader } = loaderOf(new FakeHistory(1000));
  const [first, second] = await Promise.all([loader.open('%1'), loader.open('%2')]);
  assert.equal(first, null);
  assert.ok(second);
  assert.equal(pages.end, 1000);
});

test('pages around the window are loaded, the nearest first', async () => {
  const tmux = new FakeHistory(3000);
  const { pages, loader, loaded } = loaderOf(tmux);
  await loader.open('%1');
  loader.loadAround({ from: 2 * PAGE + 10, to: 2 * PAGE + 40 });
  assert.deepEqual(
    tmux.requests.slice(1).map(({ row }) => row),
    [2 * PAGE, PAGE],
  );
  await loaded;
  assert.equal(pages.at(2 * PAGE), `row ${2 * PAGE}`);
});

test('new output is noticed, and loaded on request', async () => {
  const tmux = new FakeHistory(1000);
  const { pages, loader } = loaderOf(tmux);
  await loader.open('%1');
  assert.equal(await loader.hasNewOutput(), false);
  tmux.rows = 1100;
  assert.equal(await loader.hasNewOutput(), true);
  assert.equal(pages.end, 1000);
  assert.equal((await loader.loadEnd()).screenRow, 1076);
  assert.equal(pages.at(1099), 'row 1099');
});

test('rows that tmux wrapped again are stale', async () => {
  const tmux = new FakeHistory(1000);
  const { loader, calls } = loaderOf(tmux);
  await loader.open('%1');
  tmux.cols = 100;
  assert.equal(await loader.hasNewOutput(), null);
  assert.equal(await loader.loadEnd(), null);
  assert.equal(calls.stale, 2);
});

test('after closing no reply is used', async () => {
  const { loader } = loaderOf(new FakeHistory(1000));
  await loader.open('%1');
  const text = loader.textBefore(100);
  loader.close();
  assert.equal(await text, null);
});

test('text before a row has whole lines', async () => {
  const { loader } = loaderOf(new FakeHistory(1000));
  await loader.open('%1');
  const lines = (await loader.textBefore(1000)).split('\n');
  assert.deepEqual([lines.length, lines.at(-1)], [3 * PAGE, 'row 999']);
});
