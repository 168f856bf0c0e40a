import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { makePage } from '../page.js';

makePage('<p id="live"></p>');
const { toast } = await import('../../../static/js/components/toast.js');
const { qrPicture } = await import('../../../static/js/components/qr.js');
const shown = () => [...document.querySelectorAll('.toast span')].map(({ textContent }) => textContent);

test('a message is announced and goes; an error stays until it is closed', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  toast('Copied.');
  assert.equal(document.querySelector('#live').textContent, 'Copied.');
  toast('Failed.', { kind: 'error' });
  mock.timers.tick(5000);
  assert.deepEqual(shown(), ['Failed.']);
  for (const text of ['1', '2', '3']) toast(text);
  assert.deepEqual(shown(), ['1', '2', '3']);
  document.querySelector('.toast button').click();
  assert.deepEqual(shown(), ['2', '3']);
  mock.timers.reset();
});

test('a QR code has a margin of four modules', () => {
  const picture = qrPicture('http://localhost/login#x');
  const [x, y, width] = picture.getAttribute('viewBox').split(' ').map(Number);
  assert.deepEqual([x, y, (width - 8 - 17) % 4], [-4, -4, 0]);
  assert.match(picture.querySelector('path').getAttribute('d'), /^M0 0h1v1h-1z/);
});
