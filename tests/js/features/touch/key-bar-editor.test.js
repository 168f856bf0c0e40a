import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage } from '../../page.js';

makePage('<div id="editor"></div>');
const { ROW } = await import('../../../../static/js/lib/touch-keys.js');
const { mountKeyBarEditor } = await import('../../../../static/js/features/touch/key-bar-editor.js');

function editorOf(row) {
  const element = document.querySelector('#editor');
  const settings = {
    row,
    get: () => settings.row,
    async set(_name, value) {
      settings.row = value;
      settings.onChange(value);
    },
    watch(_name, listener) {
      settings.onChange = listener;
      listener(settings.row);
      return () => {};
    },
  };
  const unmount = mountKeyBarEditor(element, settings);
  const press = (label) => element.querySelector(`[aria-label="${label}"]`).click();
  const add = (text) => {
    element.querySelector('input').value = text;
    const event = new Event('submit', { bubbles: true, cancelable: true });
    element.querySelector('form').dispatchEvent(event);
  };
  const status = () => element.querySelector('[role="status"]').textContent;
  const error = () => element.querySelector('[role="alert"]').textContent;
  return { element, settings, press, add, status, error, unmount };
}

test('keys are moved and removed, and a screen reader hears it', () => {
  const { settings, press, status } = editorOf(['esc', 'tab', 'up']);
  press('Move later: Esc');
  assert.deepEqual([settings.row, status()], [['tab', 'esc', 'up'], 'Esc is now key 2.']);
  press('Remove: Tab');
  assert.deepEqual([settings.row, status()], [['esc', 'up'], 'Tab is removed.']);
});

test('a key is added by its name in any case, and text as it is', () => {
  const { settings, add, error } = editorOf(['esc']);
  add(' F5 ');
  add('sudo ');
  assert.deepEqual(settings.row, ['esc', 'f5', 'sudo ']);
  add('  ');
  assert.match(error(), /^Enter a key/);
});

test('a row that was not changed is the default, and can be restored', () => {
  const { element, settings } = editorOf(null);
  const reset = element.querySelector('.button-small');
  assert.equal(element.querySelectorAll('li').length, ROW.length);
  assert.equal(reset.disabled, true);
  settings.set('touch.row', ['esc']);
  assert.equal(reset.disabled, false);
  reset.click();
  assert.equal(settings.row, null);
});
