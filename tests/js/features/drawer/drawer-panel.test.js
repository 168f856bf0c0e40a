import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fakePage } from '../../fakes/terminal-page.js';
import { makePage, pressKey, settled } from '../../page.js';

makePage('<div id="layer"></div>', { role: 'viewer', styles: '/static/js/' });
const { Drawer } = await import('../../../../static/js/features/drawer/drawer-panel.js');
const { makePart } = await import('../../../../static/js/features/drawer/drawer-search.js');

const tabs = () => [...document.querySelectorAll('[role=tab]')].map(({ textContent }) => textContent);
const stored = () => JSON.parse(localStorage.getItem('webmux.drawer'));

function open() {
  const closed = [];
  const { page } = fakePage();
  const drawer = new Drawer(page, (how) => closed.push(how));
  return { page, drawer, closed, element: document.querySelector('.drawer') };
}

test('a viewer has only the search, which is shown instead of an unknown tab', async () => {
  const { drawer, element } = open();
  assert.deepEqual(tabs(), ['Search']);
  drawer.show('files').catch(() => {});
  assert.equal(element.querySelector('[aria-selected=true]').textContent, 'Search');
  assert.deepEqual(stored(), { tab: 'search' });
  drawer.close();
});

test('an operator moves between all tabs by arrow keys, around the end', () => {
  document.documentElement.dataset.role = 'operator';
  const { drawer, element } = open();
  assert.deepEqual(tabs(), ['Files', 'Changes', 'Search', 'Recordings']);
  drawer.show('files').catch(() => {});
  pressKey(element.querySelector('[role=tablist]'), 'ArrowLeft');
  assert.equal(document.activeElement.textContent, 'Recordings');
  drawer.close();
});

test('Escape closes the panel, and so does the end of the terminal', async () => {
  const first = open();
  pressKey(first.element, 'Escape');
  assert.deepEqual([first.closed, document.querySelector('.drawer')], [[{ ended: false }], null]);
  const second = open();
  second.page.events.emit('state', 'ended');
  await settled();
  assert.deepEqual(second.closed, [{ ended: true }]);
});

test('a panel that opens after the terminal ended stays open', () => {
  const { page } = fakePage();
  page.events.emit('state', 'ended');
  const closed = [];
  const drawer = new Drawer(page, (how) => closed.push(how));
  assert.deepEqual(closed, []);
  drawer.close();
});

test('the search of the panel is a part with a field', async () => {
  const { page, drawer } = open();
  const made = makePart(page, drawer);
  for (const link of document.querySelectorAll('link')) link.dispatchEvent(new Event('load'));
  const part = await made;
  document.body.append(...part.elements);
  part.focus();
  assert.equal(document.activeElement.getAttribute('aria-label'), 'Search all sessions');
  part.dispose();
});
