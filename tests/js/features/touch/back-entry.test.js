import assert from 'node:assert/strict';
import { test } from 'node:test';

import { BackEntry } from '../../../../static/js/features/touch/back-entry.js';

/** A window whose `history.back` runs later, as in browsers. */
function fakeView() {
  const listeners = [];
  const view = { entries: [{ state: null, href: '/s/a' }], at: 0, others: 0 };
  const now = () => view.entries[view.at];
  view.location = {
    get href() {
      return now().href;
    },
  };
  view.addEventListener = (_type, listener) => listeners.push(listener);
  view.pop = () => {
    view.at -= 1;
    let stopped = false;
    for (const listener of listeners)
      listener({
        stopImmediatePropagation: () => {
          stopped = true;
        },
      });
    if (!stopped) view.others += 1;
  };
  view.history = {
    get state() {
      return now().state;
    },
    pushState: (state, _title, href) => {
      view.entries.splice((view.at += 1), Infinity, { state, href });
    },
    replaceState: (state, _title, href) => Object.assign(now(), { state, href }),
    back: () => {
      view.pending = view.pop;
    },
  };
  return view;
}

function layersOf(...names) {
  const open = new Set();
  const entry = { current: null };
  const layers = names.map((name) => ({
    isOpen: () => open.has(name),
    close: () => {
      open.delete(name);
      entry.current.update();
    },
  }));
  return { open, layers, entry };
}

test('Back closes one thing at a time, and leaves when nothing is open', () => {
  const view = fakeView();
  const { open, layers, entry } = layersOf('history', 'dialog');
  entry.current = new BackEntry(layers, view);
  open.add('history');
  entry.current.update();
  open.add('dialog');
  entry.current.update();
  assert.equal(view.at, 1, 'one entry, however much is open');
  view.pop();
  assert.deepEqual([[...open], view.at, view.others], [['history'], 1, 0]);
  view.pop();
  assert.deepEqual([[...open], view.at, view.others], [[], 0, 0]);
});

test('closing without Back removes the entry, and the address stays right', () => {
  const view = fakeView();
  const { open, layers, entry } = layersOf('history');
  entry.current = new BackEntry(layers, view);
  open.add('history');
  entry.current.update();
  view.history.replaceState(view.history.state, '', '/s/a?window=@2');
  entry.current.update();
  open.delete('history');
  entry.current.update();
  open.add('history'); // before the browser went back
  entry.current.update();
  view.pending();
  assert.deepEqual(
    [view.at, view.others, view.entries[0].href, view.entries[1].href],
    [1, 0, '/s/a?window=@2', '/s/a?window=@2'],
  );
});

test('an entry that the page added later stays', () => {
  const view = fakeView();
  const { open, layers, entry } = layersOf('history');
  entry.current = new BackEntry(layers, view);
  open.add('history');
  entry.current.update();
  view.history.pushState(null, '', '/s/b');
  open.delete('history');
  entry.current.update();
  assert.equal(view.pending, undefined);
  view.pop();
  assert.equal(view.others, 1, 'the page shows another session');
});
