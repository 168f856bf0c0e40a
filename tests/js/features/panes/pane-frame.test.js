import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { makePage, pressKey } from '../../page.js';

makePage();
Object.assign(globalThis, { HTMLButtonElement: window.HTMLButtonElement });
const { PaneFrame } = await import('../../../../static/js/features/panes/pane-frame.js');

const PANE = { pane: 3, left: 0, top: 0, cols: 40, rows: 12, command: 'make', title: 'build' };

let log;
let mayType;
let frame;

beforeEach(() => {
  [log, mayType] = [[], true];
  frame = new PaneFrame(3, {
    onPress: (number) => log.push(['press', number]),
    onMenu: (number) => log.push(['menu', number]),
    onRespawn: (number) => log.push(['respawn', number]),
    mayType: () => mayType,
  });
  document.body.replaceChildren(frame.element);
});

const show = (more) => frame.update({ ...PANE, ...more }, 'off');
const badges = () => frame.element.querySelector('.pane-badges').textContent;

test('a dead pane says how it ended; Enter and the button start it again', () => {
  show({ dead: true, exit: 1 });
  const note = frame.element.querySelector('.pane-ended');
  assert.equal(note.hidden, false);
  assert.match(note.textContent, /ended with 1/);
  note.querySelector('button').click();
  assert.ok(pressKey(frame.host, 'Enter').defaultPrevented);
  mayType = false;
  assert.ok(!pressKey(frame.host, 'Enter').defaultPrevented);
  assert.deepEqual(log, [
    ['respawn', 3],
    ['respawn', 3],
  ]);
  show({});
  assert.ok(note.hidden);
  mayType = true;
  assert.ok(!pressKey(frame.host, 'Enter').defaultPrevented, 'a living pane gets its Enter');
});

test('synchronized panes have a frame and a badge, and a pane in a mode says which', () => {
  show({ sync: true });
  assert.ok(frame.element.classList.contains('is-synchronized'));
  assert.equal(badges(), 'synchronized');
  show({ mode: 'copy-mode' });
  assert.equal(badges(), 'copy mode');
  show({ mode: 'clock-mode' });
  assert.equal(badges(), 'clock-mode');
  show({});
  assert.equal(badges(), '');
});

test('names of tmux are text, also with markup in them', () => {
  show({ title: '<img src=x onerror=alert(1)>' });
  assert.equal(frame.title.querySelector('img'), null);
  assert.equal(frame.element.getAttribute('aria-label'), 'Pane 3: make · <img src=x onerror=alert(1)>');
});

test('the menu of a pane opens from its title', () => {
  show({});
  frame.title.querySelector('button').click();
  assert.deepEqual(log, [['menu', 3]]);
});
