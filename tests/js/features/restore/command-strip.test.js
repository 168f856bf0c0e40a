import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<div id="layer"></div>', { styles: '/' });
const { installCommandStrip } = await import('../../../../static/js/features/restore/command-strip.js');
const { offerOf } = await import('../../../../static/js/features/restore/command-strip-view.js');

const offer = (pane, more = {}) => ({
  pane,
  window_id: '@1',
  command: `vim ${pane}`,
  active: false,
  ready: true,
  ...more,
});

test('the active pane of the window comes first; one that is busy is not offered', () => {
  const [first, active] = [offer('%1'), offer('%2', { active: true })];
  assert.equal(offerOf([first, active], '@1'), active);
  assert.equal(offerOf([first, { ...active, ready: false }], '@1'), first);
  assert.equal(offerOf([first], '@2'), undefined);
});

/** A page with one window, and what it asked for. */
function makeTerminal({ offers, mayType = true, guest = false }) {
  const listeners = new Map();
  const sent = [];
  const page = {
    guest,
    mayType: () => mayType,
    session: { id: '$1', name: 'work' },
    windows: [{ id: '@1', active: true, offers: true }],
    layer: document.querySelector('#layer'),
    actions: { register: () => {} },
    events: { on: (name, listener) => listeners.set(name, listener) },
    screen: {
      extend: (install) => install({ onCursorMove: () => ({}), onResize: () => ({}) }, { own: () => {} }),
      use: () => ({ top: 0, rowPx: 16, cursor: { x: 0, y: 0 } }),
    },
    focused: 0,
    focus: () => {
      page.focused += 1;
    },
    say: () => {},
    api: {
      ask: async (method, path) => {
        if (method === 'GET') return { offers: [...offers] };
        sent.push([method, path]);
        offers.shift();
        return null;
      },
    },
  };
  installCommandStrip(page);
  return { page, sent, fire: () => listeners.get('windows')?.() };
}

const strip = () => document.querySelector('.command-strip');

async function shown(fire) {
  fire();
  for (let turn = 0; turn < 30 && strip() === null; turn += 1)
    await new Promise((resolve) => setTimeout(resolve, 5));
  await settled();
}

test('a command is typed, the next one is offered, and the terminal has the focus', async () => {
  const { page, sent, fire } = makeTerminal({ offers: [offer('%1'), offer('%2', { active: true })] });
  await shown(fire);
  assert.match(strip().textContent, /vim %2 ran here/);
  assert.equal(page.focused, 0);
  const [type] = strip().querySelectorAll('button');
  type.click();
  assert.deepEqual(sent, [], 'what appears under a finger cannot be pressed at once');
  type.removeAttribute('aria-disabled');
  type.click();
  await settled();
  assert.deepEqual(sent, [['POST', '/api/panes/%252/offer']]);
  assert.equal(page.focused, 1);
});

test('guests and viewers get no strip', async () => {
  strip()?.remove();
  for (const who of [{ guest: true }, { mayType: false }]) {
    const { fire } = makeTerminal({ offers: [offer('%1')], ...who });
    fire();
    await settled();
  }
  assert.equal(strip(), null);
});
