import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, pressKey } from '../../page.js';

makePage('<ul id="cards" aria-busy="true"><li>placeholder</li></ul><ul id="rail"></ul>', {
  role: 'operator',
});
const { Badges } = await import('../../../../static/js/features/sessions/badges.js');
const { Cards } = await import('../../../../static/js/features/sessions/cards.js');
const { HomeCard } = await import('../../../../static/js/features/sessions/home-card.js');
const { RailCard } = await import('../../../../static/js/features/sessions/rail-card.js');

const list = document.querySelector('#cards');
const done = [];
const act = (name) => (session) => done.push([name, session.id]);
const cards = new Cards(list, {
  make: () => new HomeCard(null, { rename: act('rename'), kill: act('kill') }),
  onVisible: () => {},
});
const size = { cols: 80, rows: 24 };
const session = (id, name, more = {}) => ({
  id,
  name,
  windows: 1,
  attached: 0,
  created_at: 0,
  size,
  ...more,
});
const show = (sessions, epoch = 'e') => cards.show({ epoch, sessions }, 1000);
const links = () => [...list.querySelectorAll('.card-link')];
const [a, b, c] = [session('$1', 'a'), session('$2', 'b'), session('$3', 'c')];

test('a session keeps its element in every order, and another server shares none', () => {
  show([a, b, c]);
  assert.equal(list.hasAttribute('aria-busy'), false);
  const [first] = list.children;
  show([b, a]);
  assert.deepEqual(cards.order, ['$2', '$1']);
  assert.equal(list.children[1], first);
  show([a], 'other');
  assert.notEqual(list.firstElementChild, first);
});

test('the focus moves by arrow keys, and to a neighbour of a card that is removed', () => {
  show([a, b, c]);
  cards.focusFirst();
  pressKey(links()[0], 'ArrowRight');
  assert.equal(document.activeElement.textContent, 'b');
  pressKey(links()[1], 'End', { ctrlKey: true });
  assert.equal(document.activeElement.textContent, 'b');
  show([a, c]);
  assert.equal(document.activeElement.textContent, 'c');
});

test('a card shows what its session runs, and its alerts in words', () => {
  show([
    session('$1', '<b>a</b>', {
      command: 'vim',
      title: 'notes',
      path: '/tmp',
      viewers: 2,
      alerts: { bell: 2 },
      activity_at: 940,
    }),
  ]);
  const card = list.firstElementChild;
  assert.equal(links()[0].textContent, '<b>a</b>');
  assert.equal(card.querySelector('.card-where').textContent, 'vim · notes/tmp');
  assert.match(card.querySelector('.card-facts').textContent, /1 window80 × 24.*2 viewers/);
  assert.match(card.querySelector('.alerts').textContent, /Bell in 2 windows/);
  assert.ok(card.classList.contains('wants'));
});

test('an alert without windows has no badge', () => {
  const badges = new Badges();
  const shown = () => [...badges.element.children].filter(({ hidden }) => !hidden);
  badges.show({ bell: 1, done: 2 });
  assert.deepEqual(
    shown().map(({ title }) => title),
    ['Bell in 1 window', 'Command finished in 2 windows'],
  );
  badges.show();
  assert.deepEqual(shown(), []);
});

test('the age of the last output follows the time', () => {
  const age = () => list.querySelector('.card-activity').textContent;
  show([session('$1', 'a', { activity_at: 940 })]);
  cards.setActivity({ epoch: 'e', sessions: { $1: 999 } }, 1000);
  assert.equal(age(), 'active now');
  cards.tick(1000 + 3600);
  assert.equal(age(), 'active 1 h ago');
  cards.setActivity({ epoch: 'other', sessions: { $1: 4600 } }, 4600);
  assert.equal(age(), 'active 1 h ago');
});

test('F2 and Delete rename and end a session, but not with a modifier', () => {
  pressKey(links()[0], 'F2');
  pressKey(links()[0], 'Delete');
  pressKey(links()[0], 'Delete', { shiftKey: true });
  assert.deepEqual(done, [
    ['rename', '$1'],
    ['kill', '$1'],
  ]);
});

test('a card of the rail opens its session here, unless a modifier is pressed', () => {
  const opened = [];
  const card = new RailCard({ current: () => '$1', open: ({ name }) => opened.push(name) });
  card.update(a);
  document.querySelector('#rail').append(card.element);
  const link = card.element.querySelector('a');
  link.dispatchEvent(new MouseEvent('click', { cancelable: true }));
  link.addEventListener('click', (event) => event.preventDefault());
  link.dispatchEvent(new MouseEvent('click', { cancelable: true, ctrlKey: true }));
  assert.deepEqual([opened, link.getAttribute('aria-current')], [['a'], 'true']);
});
