import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FILE_MAX_BYTES, exported, imported, undoing } from '../../../static/js/net/settings-file.js';
import { Settings } from '../../../static/js/net/user-settings.js';
import { THEMES } from '../../../static/js/terminal/render/theme-catalog.js';
import { queryFontPx } from '../../../static/js/features/settings/terminal-appearance.js';
import { appearanceFrom } from '../../../static/js/features/themes/theme-derive.js';

const NORD = THEMES.find(({ id }) => id === 'nord');
const file = (settings, about = {}) =>
  JSON.stringify({ format: 'webmux-settings', version: 1, settings, ...about });

test('what is exported comes back the same, without what belongs to a device or follows', async () => {
  const one = new Settings({
    'theme.dark': 'nord',
    'theme.kept': { dark: appearanceFrom(NORD) },
    bell: 'off',
    'themes.own': [{ ...NORD, id: 'own-1' }],
  });
  await one.set('font.size', 20);
  const text = exported(one);
  assert.deepEqual(Object.keys(JSON.parse(text).settings), ['bell', 'theme.dark', 'themes.own']);
  const other = new Settings({});
  const { changes, skipped, same } = imported(text, other);
  await other.change(changes);
  assert.deepEqual([exported(other), skipped, same], [text, [], 0]);
  assert.deepEqual(imported(text, other), { changes: {}, skipped: [], same: 3 });
});

test('what cannot be used is skipped with a reason, the rest is taken', () => {
  const { changes, skipped } = imported(
    file({
      bell: 'gong',
      nothing: 1,
      __proto__x: 1,
      'font.size': 12,
      'theme.kept': {},
      'cursor.blink': false,
    }),
    new Settings({}),
  );
  assert.deepEqual(changes, { 'cursor.blink': false });
  assert.deepEqual(
    skipped.map(({ name }) => name),
    ['bell', 'nothing', '__proto__x', 'font.size', 'theme.kept'],
  );
  assert.match(skipped[0].why, /may not be "gong"/);
});

test('colours of chosen themes are looked up again after an import of themes', () => {
  assert.equal(imported(file({ 'theme.dark': 'nord' }), new Settings({})).changes['theme.kept'], null);
});

test('files of another kind change nothing', () => {
  const settings = new Settings({});
  const bad = [
    ['{', /not valid JSON/],
    ['null', /no WebMux settings/],
    ['{}', /no WebMux settings/],
    [file({}, { version: 2 }), /version 2/],
    [file(null), /no “settings”/],
    [file([]), /no “settings”/],
    ['x'.repeat(FILE_MAX_BYTES + 1), /larger/],
  ];
  for (const [text, words] of bad) assert.throws(() => imported(text, settings), words);
});

test('changes can be taken back', async () => {
  const settings = new Settings({ bell: 'off' });
  const back = undoing({ bell: 'both', scrollback: 9 }, settings);
  await settings.change({ bell: 'both', scrollback: 9 });
  await settings.change(back);
  assert.deepEqual(settings.changed, { bell: 'off' });
});

test('values of the server replace those of a page, and only changes are reported', () => {
  const settings = new Settings({ bell: 'off', 'cursor.style': 'bar' });
  const told = [];
  for (const name of ['bell', 'cursor.style', 'scrollback'])
    settings.watch(name, (value) => told.push(value));
  settings.refresh({ bell: 'off', scrollback: 7 });
  assert.deepEqual(told, ['off', 'bar', 5000, 'block', 7]);
});

test('the query may ask for a font size', () => {
  assert.deepEqual(
    ['?fontSize=20', '?fontSize=9.5', '?fontSize=', '?fontSize=x', '?fontSize=500', '', '?fontSize=5'].map(
      queryFontPx,
    ),
    [20, 9.5, null, null, null, null, null],
  );
});
