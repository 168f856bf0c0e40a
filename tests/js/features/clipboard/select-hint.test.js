import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<div id="stage"><div class="xterm"></div><p class="pane-title"></p></div><div id="toasts"></div>');
const { installSelectHint } = await import('../../../../static/js/features/clipboard/select-hint.js');

const parser = { registerOscHandler: () => ({ dispose: () => {} }) };
const page = { screen: { usesMouse: true, extend: (install) => install({ parser }) } };

function drag(from) {
  const at = (type, clientX) => {
    const event = new window.MouseEvent(type, { bubbles: true, clientX, clientY: 9 });
    return Object.assign(event, { pointerType: 'mouse' });
  };
  document.querySelector(from).dispatchEvent(at('pointerdown', 0));
  document.querySelector('#stage').dispatchEvent(at('pointerup', 200));
  mock.timers.tick(1_000);
}

test('the hint comes for a drag over text, not for one of the title of a pane', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const hint = () => /Hold/.test(document.body.textContent);
  installSelectHint(page);
  drag('.pane-title');
  assert.equal(hint(), false);
  drag('.xterm');
  assert.equal(hint(), true);
  mock.timers.reset();
});
