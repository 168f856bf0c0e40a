import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, pressKey } from '../page.js';

makePage('<button id="anchor" aria-expanded="false">Menu</button>');
const { itemsOf, openMenu } = await import('../../../static/js/components/menu.js');
const anchor = document.querySelector('#anchor');
const labels = () => [...document.querySelectorAll('.menu-item')].map((item) => item.textContent);
const focused = () => document.activeElement.textContent;

function open(items, log = []) {
  const groups = [items.map((label) => ({ label, run: () => log.push(label) })), []];
  openMenu(anchor, groups, { label: 'Actions', onClose: () => log.push('closed') });
  return log;
}

test('arrows, Home, End and letters move in a menu', () => {
  open(['Split', 'Rename', 'Resize']);
  const menu = document.querySelector('.menu');
  assert.deepEqual([labels(), focused()], [['Split', 'Rename', 'Resize'], 'Split']);
  for (const [key, label] of [
    ['ArrowUp', 'Resize'],
    ['Home', 'Split'],
    ['r', 'Rename'],
    ['r', 'Resize'],
  ]) {
    pressKey(menu, key);
    assert.equal(focused(), label);
  }
  pressKey(menu, 'Tab');
  assert.equal(document.querySelector('.menu'), null);
});

test('a menu closes before its item runs, and on Escape', () => {
  const log = open(['Split']);
  assert.equal(anchor.getAttribute('aria-expanded'), 'true');
  document.querySelector('.menu-item').click();
  assert.deepEqual(log, ['closed', 'Split']);
  assert.equal(anchor.getAttribute('aria-expanded'), 'false');
  const second = open(['Split']);
  assert.equal(pressKey(document.body, 'Escape').defaultPrevented, true);
  assert.deepEqual([second, document.querySelector('.menu')], [['closed'], null]);
});

test('items are the actions that can run now', () => {
  const actions = { list: () => [{ id: 'a', title: 'A', chords: ['Ctrl+A'] }], run: () => {} };
  assert.deepEqual(
    itemsOf(actions, ['b', 'a']).map(({ label, hint }) => [label, hint]),
    [['A', 'Ctrl+A']],
  );
});
