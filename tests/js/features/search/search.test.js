import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, pressKey, settled } from '../../page.js';

makePage('<div id="panel"></div>', { styles: '/static/js/' });
const { SearchPanel } = await import('../../../../static/js/features/search/search-panel.js');
const { openSearch } = await import('../../../../static/js/features/search/search-dialog.js');

const pane = { type: 'pane', pane: '%3', index: 1 };
const EVENTS = [
  { type: 'begin', epoch: 'e' },
  { ...pane, session: { id: '$2', name: 'docs' }, window: { index: 0, name: 'logs', panes: 2 } },
  { type: 'match', pane: '%3', row: 7, mark: 'm', text: 'an <b>error</b>', ranges: [[3, 6]] },
  { type: 'match', pane: '%3', row: 9, mark: 'n', text: 'error', ranges: [[0, 5]] },
  { type: 'more', pane: '%3' },
  { type: 'end', panes: 1, of: 2, rows: 1200, matches: 2, reason: 'time' },
];
const requests = [];
globalThis.fetch = async (address) => {
  requests.push(String(address));
  return new Response(EVENTS.map((event) => `${JSON.stringify(event)}\n`).join(''));
};

async function search(element, text) {
  const input = element.querySelector('input');
  input.value = text;
  element.querySelector('[aria-label="Match case"]').click();
  while (element.querySelector('.search-status').textContent.startsWith('Searching')) await settled();
  return input;
}

test('matches are grouped by pane and marked, and the status says how the search ended', async () => {
  const chosen = [];
  const panel = new SearchPanel(
    { session: { id: '$1', name: 'work' }, onGo: (line) => chosen.push(line) },
    's',
  );
  document.querySelector('#panel').append(panel.element);
  const input = await search(panel.element, 'err');
  assert.match(requests.at(-1), /q=err&case=(1|true)/);
  assert.equal(panel.element.querySelector('[role=group] p').textContent, 'docs › 0: logs › pane 1');
  const [first] = panel.element.querySelectorAll('.search-hit');
  assert.deepEqual([first.textContent, first.querySelector('mark').textContent], ['an <b>error</b>', '<b>']);
  assert.match(panel.element.querySelector('.search-status').textContent, /^2 matches · Stopped early/);
  pressKey(input, 'ArrowDown');
  pressKey(input, 'Enter');
  assert.deepEqual(chosen, [
    {
      here: false,
      place: { pane: '%3', row: 9, mark: 'n' },
      address: '/s/docs?history=%253%3A9&mark=n&epoch=e',
    },
  ]);
});

test('the dialog closes before it shows a line of this session', async () => {
  const shown = [];
  let isClosed = false;
  openSearch({
    session: { id: '$2', name: 'docs' },
    onHere: (place) => shown.push(place.row),
    onClosed: () => (isClosed = true),
  });
  const dialog = document.querySelector('dialog');
  const input = await search(dialog, 'err');
  pressKey(input, 'Enter');
  assert.deepEqual([shown, isClosed, document.querySelector('dialog')], [[7], false, null]);
});
