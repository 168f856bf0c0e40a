import assert from 'node:assert/strict';
import { test } from 'node:test';

import { KEEP_LEAST, PAGE, Rows } from '../../../../static/js/features/history/history-pages.js';

/** A tmux with a counter in each row, which drops rows from its beginning. */
class Tmux {
  constructor(rows, dropped = 0) {
    this.rows = rows;
    this.dropped = dropped;
  }

  answer({ row, count, mark }) {
    const moved = mark === '' ? 0 : this.dropped - Number(mark);
    const size = this.rows - this.dropped;
    const first = row === undefined ? Math.max(0, size - count) : Math.max(0, row - moved);
    const length = Math.max(0, Math.min(count, size - first));
    const rows = Array.from({ length }, (_, at) => `row ${first + at + this.dropped}`);
    return { row: first, rows, wraps: [], size, mark: String(this.dropped), moved };
  }
}

function load(store, tmux, index) {
  const { base, args } = store.request(index);
  return store.take(tmux.answer(args), base);
}

test('the end comes first, and pages where one looks', () => {
  const [store, tmux] = [new Rows(50_000), new Tmux(1000)];
  load(store, tmux);
  assert.equal(store.end, 1000);
  assert.equal(store.at(999), 'row 999');
  assert.equal(store.at(10), undefined);
  assert.deepEqual(store.missing(0, PAGE + 1), [0, 1]);
  load(store, tmux, 0);
  assert.equal(store.at(10), 'row 10');
  assert.deepEqual(store.missing(0, PAGE), []);
});

test('numbers stay when tmux drops rows', () => {
  const [store, tmux] = [new Rows(50_000), new Tmux(1000)];
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
  assert.equal(store.end, 1000, 'what came meanwhile does not lengthen what is read');
  const { base, args } = store.request();
  assert.equal(store.endOf(tmux.answer(args), base), 1300);
});

test('what is far away is dropped, and can be had again', () => {
  const [store, tmux] = [new Rows(0), new Tmux(50_000)];
  load(store, tmux);
  for (let index = 0; index * PAGE < 50_000; index += 1) {
    if (store.missing(index * PAGE, index * PAGE + 1).length > 0) load(store, tmux, index);
    store.trim(index * PAGE, index * PAGE + PAGE - 1);
    assert.ok(store.count <= KEEP_LEAST + PAGE);
  }
  assert.deepEqual(store.missing(0, 1), [0]);
  load(store, tmux, 0);
  assert.equal(store.at(0), 'row 0');
});

test('rows that are gone for good begin anew', () => {
  const store = new Rows(50_000);
  load(store, new Tmux(1000));
  assert.equal(store.take({ moved: null, rows: [] }, { lost: 0 }), false);
  assert.deepEqual([store.end, store.lost, store.count], [0, 0, 0]);
  load(store, new Tmux(40));
  assert.equal(store.at(39), 'row 39');
});

test('copied text joins what was wrapped and has no blanks at its ends', () => {
  const store = new Rows(50_000);
  store.take(
    { row: 0, rows: ['one  ', 'long ', 'line  ', 'end'], wraps: [1], size: 4, mark: '', moved: 0 },
    { lost: 0 },
  );
  assert.equal(
    store.text({ row: 0, at: 1 }, { row: 3, at: 2 }, (row) => row),
    'ne\nlong line\nen',
  );
});
