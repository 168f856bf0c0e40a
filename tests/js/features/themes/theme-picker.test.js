import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<div id="picker"></div><div id="own"></div>');
const { Settings } = await import('../../../../static/js/net/user-settings.js');
const { THEMES } = await import('../../../../static/js/terminal/render/theme-catalog.js');
const { addThemes } = await import('../../../../static/js/features/themes/theme-choice.js');
const { mountOwnThemes, mountThemePicker } = await import(
  '../../../../static/js/features/themes/theme-picker.js'
);

const settings = new Settings({});
const chosenKinds = [];
mountThemePicker(document.querySelector('#picker'), settings, { onChosen: (kind) => chosenKinds.push(kind) });
mountOwnThemes(document.querySelector('#own'), settings);
const radio = (id) => document.querySelector(`#picker input[value="${id}"]`);
const { kind, colours } = THEMES.find(({ id }) => id === 'nord');

test('a picture chooses its theme, and the choice follows the settings', async () => {
  radio('nord').dispatchEvent(new Event('change'));
  await settled();
  assert.deepEqual([settings.get('theme.dark'), chosenKinds], ['nord', ['dark']]);
  assert.ok(radio('nord').checked);
  await settings.set('theme.dark', 'dracula');
  assert.ok(radio('dracula').checked && !radio('nord').checked);
});

test("the user's own themes are listed, renamed and deleted", async () => {
  assert.equal(document.querySelector('#own .muted').hidden, false);
  await addThemes(settings, [{ name: '<b>Mine</b>', kind, colours }]);
  assert.equal(document.querySelector('#own strong').textContent, '<b>Mine</b>');
  assert.ok(radio('own-1'));
  document.querySelector('[aria-label^="Rename"]').click();
  const dialog = document.querySelector('dialog');
  dialog.querySelector('input').value = 'Other';
  dialog.querySelector('form').dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
  assert.equal(document.querySelector('#own strong').textContent, 'Other');
  document.querySelector('#theme-file').nextElementSibling.scrollIntoView = () => {};
  document.querySelector('[aria-label="Delete Other"]').click();
  await settled();
  assert.deepEqual([settings.get('themes.own'), document.querySelector('#own strong')], [[], null]);
});
