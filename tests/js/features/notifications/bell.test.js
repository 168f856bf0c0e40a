import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { makePage } from '../../page.js';
import { Emitter } from '../../../../static/js/lib/emitter.js';

makePage('<main></main>');
const { installBell } = await import('../../../../static/js/features/notifications/bell.js');

const settings = { bell: 'both' };
const events = new Emitter();
const layer = document.querySelector('main');
installBell({ events, layer, settings: { get: (name) => settings[name] } });
const flash = layer.querySelector('.bell-flash');

/** Rings, and returns the tones that began and whether the flash is visible. */
function ring(bell) {
  let tones = 0;
  settings.bell = bell;
  const part = () => ({
    frequency: {},
    gain: { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} },
    connect: (to) => to,
    start: () => (tones += 1),
    stop: () => {},
  });
  globalThis.AudioContext = class {
    currentTime = 0;
    resume = async () => {};
    createOscillator = part;
    createGain = part;
  };
  events.emit('bell', {});
  return [tones, !flash.hidden];
}

test('a bell flashes, sounds, or both, as the user chose', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  let now = 0;
  mock.method(performance, 'now', () => (now += 10_000));
  assert.deepEqual(ring('none'), [0, false]);
  assert.deepEqual(ring('visual'), [0, true]);
  mock.timers.tick(1000);
  assert.equal(flash.hidden, true);
  assert.deepEqual(ring('sound'), [1, false]);
});
