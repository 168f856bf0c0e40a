import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<span id="guests"></span><main></main>', { base: '/' });
const { GuestList } = await import('../../../../static/js/features/sharing/guests.js');

const main = document.querySelector('main');
const chip = document.querySelector('#guests');
const guest = (more = {}) => ({ id: 'g1', address: '10.0.0.7', types: false, asks: false, ...more });

test('a request to type can be allowed or denied, and control taken back', () => {
  const decisions = [];
  const list = new GuestList(main, (...decision) => decisions.push(decision));
  const buttons = () => [...main.querySelectorAll('button')];
  list.show([guest({ asks: true }), guest({ id: 'g2' })]);
  assert.equal(main.querySelector('[role=alert] span').textContent, 'A guest from 10.0.0.7 asks to type.');
  for (const button of buttons()) button.click();
  list.show([guest({ types: true })]);
  assert.equal(main.querySelector('li span').textContent, 'A guest from 10.0.0.7 can type.');
  buttons()[0].click();
  assert.deepEqual(decisions, [
    ['g1', true],
    ['g1', false],
    ['g1', false],
  ]);
});

test('the number of guests is shown while there are any', () => {
  const list = new GuestList(main, () => {});
  list.show([guest(), guest({ id: 'g2' })]);
  assert.deepEqual(
    [chip.hidden, chip.textContent, chip.title],
    [false, '2 guests', '2 guests with a share link'],
  );
  list.show([]);
  assert.equal(chip.hidden, true);
});
