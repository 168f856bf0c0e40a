import assert from 'node:assert/strict';
import { test } from 'node:test';

import { LOADED_LEAST, PAGE, HistoryPages } from '../../../../static/js/features/history/history-pages.js';
import { FakeHistory } from '../../fakes/history.js';

function load(store, tmux, index) {
  const { base, args } = store.request(index);
  return store.take(tmux.reply(args), base, { isEnd: index === undefined });
}

test('the end is loaded first, then the pages that are shown', () => {
  const [store, tmux] = [new HistoryPages(50_000), new FakeHistory(1000)];
  load(store, tmux);
  assert.equal(store.end, 1000);
  assert.equal(store.at(999), 'row 999');
  assert.equal(store.at(10), undefined);
  assert.deepEqual(store.missing(0, PAGE + 1), [0, 1]);
  load(store, tmux, 0);
  assert.equal(store.at(10), 'row 10');
  assert.deepEqual(store.missing(0, PAGE), []);
});

test('row numbers stay the same when tmux drops rows', () => {
  const [store, tmux] = [new HistoryPages(50_000), new FakeHistory(1000)];
  load(store, tmux);
  tmux.dropped = 130;
  tmux.rows = 1300;
  load(store, tmux, 2);
  assert.equal(store.at(2 * PAGE), `row ${2 * PAGE}`);
  assert.equal(store.lost, 130);
  load(store, tmux, 0);
  assert.equal(store.at(129), undefined);
  assert.equal(store.at(130), 'row 130');
  assert.deepEqual(store.missing(0, PAGE), []);
  assert.equal(store.end, 1000, 'rows that were printed since are not loaded yet');
  const { base, args } = store.request();
  assert.equal(store.endOf(tmux.reply(args), base), 1300);
});

test('rows that tmux still has stay loaded when it drops older rows that were loaded later', () => {
  const [store, tmux] = [new HistoryPages(50_000), new FakeHistory(1000)];
  load(store, tmux);
  load(store, tmux, 0);
  tmux.dropped = 300;
  tmux.rows = 1400;
  assert.equal(load(store, tmux, 2), true);
  assert.equal(store.at(999), 'row 999');
  assert.equal(store.lost, 300);
});

test('the last page, whose rows a taller screen takes back, does not replace the mark of the end', () => {
  const [store, tmux] = [new HistoryPages(50_000), new FakeHistory(1000)];
  load(store, tmux);
  const { mark } = store.request().args;
  store.forgetFrom(4 * PAGE);
  load(store, tmux, 4);
  assert.equal(store.request().args.mark, mark);
});

test('pages far away are dropped, and can be loaded again', () => {
  const [store, tmux] = [new HistoryPages(0), new FakeHistory(50_000)];
  load(store, tmux);
  for (let index = 0; index * PAGE < 50_000; index += 1) {
    if (store.missing(index * PAGE, index * PAGE + 1).length > 0) load(store, tmux, index);
    store.trim(index * PAGE, index * PAGE + PAGE - 1);
    assert.ok(store.count <= LOADED_LEAST + PAGE);
  }
  assert.deepEqual(store.missing(0, 1), [0]);
  load(store, tmux, 0);
  assert.equal(store.at(0), 'row 0');
});

test('if tmux no longer has the rows, all are loaded again', () => {
  const store = new HistoryPages(50_000);
  load(store, new FakeHistory(1000));
  assert.equal(store.take({ moved: null, rows: [] }, { lost: 0 }), false);
  assert.deepEqual([store.end, store.lost, store.count], [0, 0, 0]);
  load(store, new FakeHistory(40));
  assert.equal(store.at(39), 'row 39');
});

test('copied text has whole lines without blanks at their ends', () => {
  const store = new HistoryPages(50_000);
  store.take(
    { row: 0, rows: ['one  ', 'long ', 'line  ', 'end'], wraps: [1], size: 4, mark: '', moved: 0 },
    { lost: 0 },
  );
  assert.equal(
    store.text({ row: 0, at: 1 }, { row: 3, at: 2 }, (row) => row),
    'ne\nlong line\nen',
  );
});

test('a row at which lines may be missing is known on each page', () => {
  const store = new HistoryPages(50_000);
  const rows = Array.from({ length: PAGE + 50 }, (_, number) => `row ${number}`);
  store.take({ row: 0, rows, wraps: [], gaps: [7, PAGE + 2], mark: '', moved: 0 }, { lost: 0 });
  const found = rows.map((_, number) => number).filter((number) => store.isGap(number));
  assert.deepEqual(found, [7, PAGE + 2]);
  assert.equal(store.isGap(5_000), false);
});
