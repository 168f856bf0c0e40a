import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../page.js';

makePage();
const { choice, flag, number } = await import('../../../static/js/components/settings-form.js');

function makeSettings(values, refused = false) {
  const watchers = new Map();
  return {
    values,
    set: async (name, value) => {
      values[name] = value;
      watchers.get(name)(value);
      if (refused) throw new Error('Offline.');
    },
    watch: (name, watcher) => {
      watchers.set(name, watcher);
      watcher(values[name]);
    },
  };
}

test('a switch and a choice show their setting and change it', () => {
  const settings = makeSettings({ 'cursor.blink': true, 'cursor.style': 'bar' });
  const box = flag(settings, 'cursor.blink', { label: 'Blink' }).querySelector('input');
  assert.equal(box.checked, true);
  box.checked = false;
  box.dispatchEvent(new Event('change'));
  const options = [
    ['block', 'Block'],
    ['bar', 'Bar'],
  ];
  const radios = choice(settings, 'cursor.style', { label: 'Style', options }).querySelectorAll('input');
  assert.deepEqual(
    [...radios].map((radio) => radio.checked),
    [false, true],
  );
  radios[0].dispatchEvent(new Event('change'));
  assert.deepEqual(settings.values, { 'cursor.blink': false, 'cursor.style': 'block' });
});

test('a number out of bounds shows why and is not saved', () => {
  const settings = makeSettings({ 'font.size': 13 });
  const bounds = { label: 'Size', min: 6, max: 40, step: 1, hint: 'Pixels.' };
  const field = number(settings, 'font.size', bounds);
  const input = field.querySelector('input');
  input.value = '400';
  input.dispatchEvent(new Event('change'));
  assert.equal(field.querySelector('.form-error').textContent, 'Enter a number from 6 to 40.');
  assert.deepEqual([input.getAttribute('aria-invalid'), settings.values['font.size']], ['true', 13]);
  input.value = '20';
  input.dispatchEvent(new Event('change'));
  assert.deepEqual([input.getAttribute('aria-invalid'), settings.values['font.size']], ['false', 20]);
});

test('a change that was not saved says so', async () => {
  const settings = makeSettings({ 'cursor.blink': true }, true);
  flag(settings, 'cursor.blink', { label: 'Blink' })
    .querySelector('input')
    .dispatchEvent(new Event('change'));
  await settled();
  assert.match(document.querySelector('.toast-error').textContent, /could not be saved: Offline/);
});
