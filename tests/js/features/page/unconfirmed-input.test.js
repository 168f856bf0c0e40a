import assert from 'node:assert/strict';
import { afterEach, beforeEach, mock, test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<main></main>');
const { askAboutInput } = await import('../../../../static/js/features/page/unconfirmed-input.js');

const encoder = new TextEncoder();
const decoder = new TextDecoder();

let page;
let decisions;

// Its buttons cannot be pressed in the first half second.
beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

beforeEach(() => {
  document.body.replaceChildren(document.createElement('main'));
  decisions = [];
  page = {
    layer: document.querySelector('main'),
    sent: [],
    focus() {},
    say() {},
    mayType: () => true,
    subscription: { state: 'live' },
    type: (bytes) => page.sent.push(decoder.decode(bytes)),
    taken: () => Promise.resolve(true),
    screen: { use: () => '$ ' },
    panes: {
      screen: { focused: 7 },
      pasteTo: (pane, bytes) => page.sent.push([pane, decoder.decode(bytes)]),
    },
  };
});

const cards = () => [...document.querySelectorAll('.unconfirmed-card pre')].map((one) => one.textContent);

function press(label) {
  mock.timers.tick(1000);
  [...document.querySelectorAll('.unconfirmed-card button')].find((one) => one.textContent === label).click();
}

/** Input whose pane had ended. */
function refuse(text, more = {}) {
  const settle = (accepted) => decisions.push([text, accepted]);
  askAboutInput(page, { bytes: encoder.encode(text), refused: true, settle, forget() {}, ...more });
}

test('what several records typed for a pane that had ended is one question', async () => {
  refuse('ls');
  refuse(' -l\r');
  assert.deepEqual(cards(), ['ls -l⏎']);
  press('Send');
  assert.deepEqual(page.sent, ['ls', ' -l\r']);
  assert.deepEqual(cards(), []);
  refuse('pwd');
  assert.deepEqual(cards(), ['pwd'], 'what was decided about does not come back');
  press('Discard');
  assert.deepEqual(decisions.at(-1), ['pwd', false]);
});

test('what was sent is not sent again if the page had no room for the rest', () => {
  const { type } = page;
  page.type = (bytes) => decoder.decode(bytes) !== 'b' && type(bytes);
  refuse('a');
  refuse('b');
  press('Send');
  page.type = type;
  press('Send');
  assert.deepEqual([page.sent, cards()], [['a', 'b'], []]);
});

test('a paste is sent as a paste', () => {
  refuse('a\rb', { pasted: true });
  press('Send');
  assert.deepEqual(page.sent, [[7, 'a\rb']]);
});

test('a key that types no text is not asked about', () => {
  refuse('\x04');
  assert.deepEqual([cards(), decisions], [[], [['\x04', false]]]);
  assert.match(document.querySelector('.toasts').textContent, /last key was not typed/);
});
