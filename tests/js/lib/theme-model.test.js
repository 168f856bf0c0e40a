import assert from 'node:assert/strict';
import { test } from 'node:test';

import { paletteOf, usePalettes } from '../../../static/js/terminal/render/palettes.js';
import { THEMES } from '../../../static/js/terminal/render/theme-catalog.js';
import { contrast, kindOf, legible, mix } from '../../../static/js/lib/colour.js';
import { fontFamily, fontList } from '../../../static/js/lib/fonts.js';
import { chromeFrom, appearanceFrom, paletteFrom } from '../../../static/js/features/themes/theme-derive.js';
import { ANSI, BUILT_IN, isStored, isTheme } from '../../../static/js/lib/theme-model.js';

// The pages of both kinds, components/base.css: what menus of the bar stand on.
const PAGE = { dark: ['#151b23', '#1e262f'], light: ['#ffffff', '#edf1f4'] };

test('there are themes enough, each whole, of its kind and once', () => {
  assert.ok(THEMES.length >= 12);
  assert.ok(THEMES.filter(({ kind }) => kind === 'light').length >= 5);
  assert.ok(THEMES.every(isTheme));
  for (const { id, kind, colours } of THEMES) assert.equal(kindOf(colours.background), kind, id);
  for (const key of ['id', 'name'])
    assert.equal(new Set(THEMES.map((theme) => theme[key])).size, THEMES.length);
});

test('our own two are the ones that every page carries', () => {
  for (const [kind, id] of Object.entries(BUILT_IN)) {
    const { colours } = THEMES.find((theme) => theme.id === id);
    assert.deepEqual({ ...colours, cursorAccent: paletteOf(kind).cursorAccent }, { ...paletteOf(kind) });
  }
});

for (const theme of THEMES) {
  const { kind, colours } = theme;
  const palette = paletteFrom(colours);
  test(`${theme.name}: the cursor and the selection stand out, and text on them can be read`, () => {
    for (const name of ['cursor', 'selectionBackground'])
      assert.ok(contrast(palette[name], colours.background) >= 3, name);
    assert.ok(contrast(palette.cursorAccent, palette.cursor) >= 4.5);
    assert.ok(
      contrast(palette.selectionForeground ?? colours.foreground, palette.selectionBackground) >= 4.5,
    );
  });
  test(`${theme.name}: what stands on the bar can be read, also on menus`, () => {
    const chrome = chromeFrom(theme);
    const grounds = [colours.background, chrome['--term-bar'], chrome['--term-raised'], ...PAGE[kind]];
    for (const name of ['text', 'muted', 'accent', 'danger', 'warning']) {
      for (const ground of grounds)
        assert.ok(contrast(chrome[`--term-${name}`], ground) >= 4.5, `${name} on ${ground}`);
    }
    const onSoft = ['accent', 'danger', 'warning'].map((name) => chrome[`--term-${name}`]);
    for (const colour of onSoft)
      assert.ok(contrast(colour, mix(chrome['--term-bar'], colour, 0.13)) >= 4.5, colour);
  });
  test(`${theme.name}: it can be kept with the settings`, () => {
    const kept = { [kind]: appearanceFrom(theme) };
    assert.ok(isStored(kept));
    assert.ok(JSON.stringify(kept).length < 1200);
  });
}

test('text has the colours of its theme; those below 4.5:1 are changed when they are drawn', () => {
  const short = THEMES.filter(({ colours }) => contrast(colours.foreground, colours.background) < 4.5).map(
    ({ id }) => id,
  );
  assert.deepEqual(short, ['solarized-light']);
  const whole = THEMES.filter(
    ({ colours, kind }) =>
      ANSI.every(
        (name) =>
          /^(black|blue|white|brightWhite)$/.test(name) || contrast(colours[name], colours.background) >= 4.5,
      ) && kind,
  ).map(({ id }) => id);
  assert.deepEqual(whole, ['webmux-dark', 'webmux-light', 'contrast-dark', 'contrast-light']);
});

test('our dark theme has one blue to stand on, and a bright one to write with', () => {
  const { white, blue, brightBlue, brightWhite, background } = paletteOf('dark');
  for (const text of [white, brightWhite]) assert.ok(contrast(text, blue) >= 4.5);
  assert.ok(contrast(brightBlue, background) >= 4.5);
});

test('a colour that falls short is lifted, one that does not stays', () => {
  assert.equal(legible('#777777', ['#ffffff'], 3), '#777777');
  assert.ok(contrast(legible('#888888', ['#ffffff'], 7), '#ffffff') >= 7);
  assert.equal(legible('#808080', ['#000000', '#ffffff'], 20), '#ffffff');
  assert.deepEqual([mix('#000000', '#ffffff', 0.5), mix('#102030', '#ffffff', 0)], ['#808080', '#102030']);
});

test('what is no theme is none', () => {
  const [good] = THEMES;
  const colours = (change) => ({ ...good, colours: { ...good.colours, ...change } });
  const less = Object.fromEntries(Object.entries(good.colours).slice(1));
  const bad = [
    null,
    [],
    'x',
    { ...good, id: 'A b' },
    { ...good, kind: 'grey' },
    { ...good, name: ' ' },
    { ...good, more: 1 },
    { ...good, name: 'x'.repeat(49) },
    colours({ red: 'red' }),
    colours({ red: '#FF0000' }),
    colours({ more: '#000000' }),
    { ...good, colours: less },
  ];
  assert.ok(isTheme(good));
  for (const theme of bad) assert.ok(!isTheme(theme), JSON.stringify(theme));
  const kept = appearanceFrom(good);
  for (const wrong of [
    null,
    [],
    { grey: kept },
    { dark: null },
    { dark: { ...kept, palette: {} } },
    { dark: { ...kept, chrome: { '--bg': '#000000' } } },
  ])
    assert.ok(!isStored(wrong));
});

test('the palettes in use are the chosen ones, or ours', () => {
  const ours = paletteOf('light');
  const { palette } = appearanceFrom(THEMES.find(({ id }) => id === 'nord'));
  usePalettes({ dark: palette });
  assert.deepEqual([paletteOf('dark'), paletteOf('light')], [palette, ours]);
  usePalettes({});
  assert.notDeepEqual(paletteOf('dark'), palette);
});

test('fonts are names with commas; what could be anything else is refused', () => {
  assert.deepEqual(fontList(' Fira Code , "Menlo",monospace'), ['Fira Code', 'Menlo', 'monospace']);
  assert.deepEqual(fontList('  '), []);
  for (const text of ['a;b', 'a, ', 'x}', 'url(x)', 'a"b', '-x', '\\61', '<x>'])
    assert.equal(fontList(text), null, text);
  assert.equal(fontFamily('Fira Code, monospace', 'serif'), '"Fira Code", monospace, serif');
  assert.equal(fontFamily('', 'serif'), 'serif');
});
