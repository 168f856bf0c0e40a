import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<div id="transfer"></div><div id="reset"></div><div id="font"></div>');
const { Settings } = await import('../../../../static/js/net/user-settings.js');
const { mountFontPicker } = await import('../../../../static/js/features/settings/font-picker.js');
const { mountReset, mountTransfer } = await import(
  '../../../../static/js/features/settings/settings-transfer.js'
);

const element = (id) => document.querySelector(`#${id}`);
const settings = new Settings({ bell: 'off' });
mountTransfer(element('transfer'), settings);
mountReset(element('reset'), settings);

async function submit() {
  document.querySelector('dialog form').dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
}
async function choose(text) {
  const input = element('settings-file');
  Object.defineProperty(input, 'files', { value: [{ text: async () => text }], configurable: true });
  input.dispatchEvent(new Event('change'));
  await settled();
}
const fileOf = (values) => JSON.stringify({ format: 'webmux-settings', version: 1, settings: values });
const dialogText = () => document.querySelector('dialog').textContent;

test('an import lists what it changes, and can be undone', async () => {
  await choose(fileOf({ bell: 'sound', contrast: 4.5, 'font.size': 20 }));
  assert.match(dialogText(), /1 setting will change, 1 already the same, 1 skipped\..*bell off → sound/);
  await submit();
  assert.equal(settings.get('bell'), 'sound');
  const notice = element('transfer').querySelector('.notice');
  assert.match(notice.textContent, /1 setting imported, 1 skipped/);
  notice.querySelector('button').click();
  await settled();
  assert.equal(settings.get('bell'), 'off');
});

test('a file without changes says so, and a wrong file says why', async () => {
  await choose(fileOf({ bell: 'off' }));
  assert.match(dialogText(), /Nothing to import/);
  await submit();
  await choose('{');
  assert.match(element('transfer').querySelector('.form-error').textContent, /not valid JSON/);
});

test('a reset restores all defaults, those of this device too, and can be undone', async () => {
  await settings.set('font.size', 20);
  element('reset').querySelector('button').click();
  await submit();
  assert.deepEqual([settings.get('bell'), settings.get('font.size')], ['visual', 14]);
  element('reset').querySelector('.notice button').click();
  await settled();
  assert.deepEqual([settings.get('bell'), settings.get('font.size')], ['off', 20]);
});

test('the font list offers installed fonts, and names the font in use', async () => {
  const width = (font) => (font.includes('"Hack"') ? 7 : 5);
  const context = { font: '', measureText: () => ({ width: width(context.font) }) };
  globalThis.HTMLElement.prototype.getContext = () => context;
  document.createElement('canvas').constructor.prototype.getContext = () => context;
  mountFontPicker(element('font'), settings);
  const select = element('font-known');
  assert.deepEqual(
    [...select.options].map(({ text }) => text),
    ['System default', 'Hack', 'Custom (below)'],
  );
  await settings.set('font.family', 'Nothing, Hack');
  assert.equal(select.selectedIndex, 2);
  assert.match(element('font').textContent, /Hack is used on this device\./);
  await settings.set('font.family', 'Nothing');
  assert.match(element('font').textContent, /None of these fonts is installed/);
});
