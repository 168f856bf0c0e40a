import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<button></button>');
const { Settings } = await import('../../../../static/js/net/user-settings.js');
const { currentTheme, installTheme, showChosen, showPreview } = await import(
  '../../../../static/js/features/themes/theme.js'
);

const button = document.querySelector('button');
const settings = new Settings({ 'theme.mode': 'dark' });
const background = () => document.documentElement.style.getPropertyValue('--term');
installTheme(button, settings);

test('the button shows the other theme, which is stored for the login page too', () => {
  assert.deepEqual([currentTheme(), button.title], ['dark', 'Use the light theme']);
  button.click();
  assert.deepEqual([currentTheme(), button.title], ['light', 'Use the dark theme']);
  assert.deepEqual([settings.get('theme.mode'), localStorage.getItem('webmux.theme')], ['light', 'light']);
});

test('the system decides if the user chooses nothing', async () => {
  await settings.set('theme.mode', 'system');
  assert.equal(currentTheme(), matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  assert.equal(localStorage.getItem('webmux.theme'), null);
});

test('a theme that is known by name only is loaded', async () => {
  await settings.change({ 'theme.mode': 'dark', 'theme.dark': 'nord' });
  while (background() === '') await settled();
  assert.equal(background(), '#2e3440');
});

test('a preview shows until the chosen theme shows again, and an event reports both', () => {
  const seen = [];
  document.addEventListener('webmux:theme', () => seen.push(currentTheme()));
  showPreview(settings, 'light', null);
  assert.equal(background(), '');
  showChosen(settings);
  assert.deepEqual([seen, background()], [['light', 'dark'], '#2e3440']);
});
