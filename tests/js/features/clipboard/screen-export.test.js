import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { makePage } from '../../page.js';
import { Emitter } from '../../../../static/js/lib/emitter.js';

makePage();
mock.timers.enable({ apis: ['setTimeout'] }); // a toast would keep the process running
const { installProgramCopies } = await import('../../../../static/js/features/clipboard/screen-export.js');

test('text that a program copies reaches the clipboard, unless it is too large', () => {
  const copied = [];
  const page = { events: new Emitter(), screen: { copy: (text) => copied.push(text) } };
  installProgramCopies(page);
  page.events.emit('clipboard', { text: 'copied' });
  page.events.emit('clipboard', { too_big: true });
  page.events.emit('clipboard', {});
  assert.deepEqual(copied, ['copied']);
  assert.match(document.querySelector('.toast').textContent, /more than 100 KB/);
});
