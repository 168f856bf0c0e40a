import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  addThemes,
  allThemes,
  chooseTheme,
  deleteTheme,
  renameTheme,
} from '../../../../static/js/features/themes/theme-choice.js';
import { BUILT_IN, OWN_MAX } from '../../../../static/js/lib/theme-model.js';
import { Settings } from '../../../../static/js/net/user-settings.js';
import { THEMES } from '../../../../static/js/terminal/render/theme-catalog.js';

const NORD = THEMES.find(({ id }) => id === 'nord');
const { name, kind, colours } = NORD;

test('a chosen theme is stored with its appearance, the built-in one without', async () => {
  const settings = new Settings({});
  await chooseTheme(settings, 'dark', 'nord');
  assert.equal(settings.get('theme.dark'), 'nord');
  assert.equal(settings.get('theme.kept').dark.id, 'nord');
  await chooseTheme(settings, 'dark', BUILT_IN.dark);
  assert.deepEqual(settings.changed, {});
});

test('an unknown theme, or one of the other kind, becomes the built-in one', async () => {
  const settings = new Settings({ 'theme.light': 'gone' });
  await chooseTheme(settings, 'light', 'gone');
  await chooseTheme(settings, 'light', 'nord');
  assert.deepEqual(settings.changed, {});
});

test("the user's own themes get free ids and names", async () => {
  const settings = new Settings({});
  const added = await addThemes(settings, [NORD, NORD, { name: ' ', kind, colours }]);
  assert.deepEqual(
    added.map((theme) => [theme.id, theme.name]),
    [
      ['own-1', `${name} 2`],
      ['own-2', `${name} 3`],
      ['own-3', 'Theme'],
    ],
  );
  assert.equal(allThemes(settings).length, THEMES.length + 3);
});

test('there are at most so many', async () => {
  const settings = new Settings({});
  await addThemes(settings, Array(OWN_MAX).fill(NORD));
  await assert.rejects(addThemes(settings, [NORD]), /at most/);
});

test('a new name is not empty and not the name of another theme', async () => {
  const settings = new Settings({});
  await addThemes(settings, [{ name: 'Mine', kind, colours }]);
  await assert.rejects(renameTheme(settings, 'own-1', '  '), /1 to/);
  await assert.rejects(renameTheme(settings, 'own-1', name), /already/);
  await renameTheme(settings, 'own-1', ' Other ');
  assert.equal(settings.get('themes.own')[0].name, 'Other');
});

test('the built-in theme replaces a deleted theme that was in use', async () => {
  const settings = new Settings({});
  const [theme] = await addThemes(settings, [{ name: 'Mine', kind, colours }]);
  await chooseTheme(settings, kind, theme.id);
  await deleteTheme(settings, theme);
  assert.deepEqual(settings.changed, {});
});
