/* eslint-disable max-len -- the line of a theme file is one text */
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { THEMES } from '../../../../static/js/terminal/render/theme-catalog.js';
import { parsePlist } from '../../../../static/js/features/themes/plist.js';
import {
  FILE_MAX_BYTES,
  ThemeFileError,
  themesOfFile,
} from '../../../../static/js/features/themes/theme-import.js';
import { ANSI, isTheme } from '../../../../static/js/lib/theme-model.js';

const NORD = THEMES.find(({ id }) => id === 'nord');
const KEYS = {
  background: 'Background Color',
  foreground: 'Foreground Color',
  cursor: 'Cursor Color',
  selectionBackground: 'Selection Color',
  ...Object.fromEntries(ANSI.map((name, at) => [name, `Ansi ${at} Color`])),
};

const part = (colour, at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255;
const dict = (colour) =>
  `<dict><key>Alpha Component</key><real>1</real><key>Blue Component</key><real>${part(colour, 5)}</real><key>Color Space</key><string>sRGB</string><key>Green Component</key><real>${part(colour, 3)}</real><key>Red Component</key><real>${part(colour, 1)}</real></dict>`;
const iterm = (colours) => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><!-- a theme -->
${`<dict>${Object.entries(colours)
  .map(([name, colour]) => `\t<key>${KEYS[name]}</key>\n\t${dict(colour)}`)
  .join('\n')}</dict>`}
</plist>
`;
const base16 = {
  '00': '282c34',
  '01': '353b45',
  '02': '3e4451',
  '03': '545862',
  '04': '565c64',
  '05': 'abb2bf',
  '06': 'b6bdca',
  '07': 'c8ccd4',
  '08': 'e06c75',
  '09': 'd19a66',
  '0A': 'e5c07b',
  '0B': '98c379',
  '0C': '56b6c2',
  '0D': '61afef',
  '0E': 'c678dd',
  '0F': 'be5046',
};
const windows = {
  name: 'Campbell?',
  background: '#0C0C0C',
  foreground: '#CCCCCC',
  cursorColor: '#FFFFFF',
  selectionBackground: '#FFFFFF',
  black: '#0C0C0C',
  red: '#C50F1F',
  green: '#13A10E',
  yellow: '#C19C00',
  blue: '#0037DA',
  purple: '#881798',
  cyan: '#3A96DD',
  white: '#CCCCCC',
  brightBlack: '#767676',
  brightRed: '#E74856',
  brightGreen: '#16C60C',
  brightYellow: '#F9F1A5',
  brightBlue: '#3B78FF',
  brightPurple: '#B4009E',
  brightCyan: '#61D6D6',
  brightWhite: '#F2F2F2',
};

const without = (...names) =>
  Object.fromEntries(Object.entries(NORD.colours).filter(([name]) => !names.includes(name)));
const whole = ({ name, kind, colours }) => isTheme({ id: 'x', name, kind, colours });
const refused = (text, words) =>
  assert.throws(
    () => themesOfFile(text, 'f.json'),
    (error) => error instanceof ThemeFileError && words.test(error.message),
    text.slice(0, 80),
  );

test('a theme of iTerm2 comes in exactly', () => {
  const [theme] = themesOfFile(iterm(NORD.colours), 'My Nord.itermcolors');
  assert.deepEqual(theme, { name: 'My Nord', kind: 'dark', colours: { ...NORD.colours } });
});

test('cursor and selection may be missing, any other colour is named', () => {
  assert.equal(
    themesOfFile(iterm(without('cursor', 'selectionBackground')), 'x')[0].colours.cursor,
    NORD.colours.foreground,
  );
  refused(iterm(without('red')), /lacks the colour “Ansi 1 Color”/);
  refused(iterm(NORD.colours).replace('<real>1</real>', '<real>x</real>'), /x is not a number/);
  refused(iterm(NORD.colours).replaceAll('Red Component', 'Rot'), /no red, green and blue/);
});

test('a scheme of base16 comes in as YAML and as JSON, old and new', () => {
  const lines = Object.entries(base16)
    .map(([key, colour]) => `base${key}: "${colour}" # ${key}`)
    .join('\n');
  const nested = `system: "base16"\nname: "One"\npalette:\n${Object.entries(base16)
    .map(([key, colour]) => `  base${key}: "#${colour}"`)
    .join('\n')}`;
  const json = Object.fromEntries(Object.entries(base16).map(([key, colour]) => [`base${key}`, colour]));
  const all = [
    `scheme: 'One'\nauthor: 'x'\n${lines}`,
    nested,
    JSON.stringify({ scheme: 'One', ...json }),
    JSON.stringify({ name: 'One', palette: json }),
  ].map((text) => themesOfFile(text, 'f.yaml')[0]);
  for (const theme of all) assert.deepEqual(theme, all[0]);
  assert.deepEqual(
    [
      all[0].name,
      all[0].kind,
      all[0].colours.red,
      all[0].colours.brightWhite,
      all[0].colours.selectionBackground,
    ],
    ['One', 'dark', '#e06c75', '#c8ccd4', '#3e4451'],
  );
  assert.ok(whole(all[0]));
});

test('schemes of Windows Terminal come in, one or many, and so do our own', () => {
  const [theme] = themesOfFile(JSON.stringify(windows), 'x.json');
  assert.deepEqual(
    [theme.name, theme.colours.magenta, theme.colours.brightMagenta, theme.colours.cursor],
    ['Campbell?', '#881798', '#b4009e', '#ffffff'],
  );
  assert.equal(
    themesOfFile(JSON.stringify({ schemes: [windows, { ...windows, name: 'Two' }] }), 'x.json').length,
    2,
  );
  assert.deepEqual(themesOfFile(JSON.stringify(NORD), 'x.json')[0], {
    name: 'Nord',
    kind: 'dark',
    colours: { ...NORD.colours },
  });
});

test('colours are written in one way, names are kept short and plain', () => {
  const [theme] = themesOfFile(
    JSON.stringify({ ...windows, name: `a\u0000\n${'x'.repeat(99)}`, red: '#F00', green: '00FF00ff' }),
    'x.json',
  );
  assert.deepEqual([theme.colours.red, theme.colours.green, theme.name.length], ['#ff0000', '#00ff00', 48]);
  assert.ok(whole(theme));
});

test('what is no theme is refused with a reason', () => {
  refused('', /empty/);
  refused('hello', /not a theme of/);
  refused('{', /not valid JSON/);
  refused('[]', /no theme/);
  refused('[1]', /not a theme/);
  refused('{"schemes": 3}', /no theme/);
  refused('{"palette": null}', /lacks/);
  refused('{"name": {}, "background": []}', /not a colour like/);
  refused(JSON.stringify({ ...windows, red: 'rgb(1,2,3)' }), /“red” is “rgb\(1,2,3\)”/);
  refused('<html><body></body></html>', /not an iTerm2 theme/);
  refused('x'.repeat(FILE_MAX_BYTES + 1), /larger than/);
});

test('a property list says only what it says', () => {
  assert.deepEqual(
    parsePlist(
      '<plist><dict><key>a&amp;b</key><string>&lt;x&gt; &other;</string><key>t</key><true/><key>e</key><dict/></dict></plist>',
    ),
    { 'a&b': '<x> &other;', t: true, e: {} },
  );
  assert.equal(
    Object.getPrototypeOf(parsePlist('<dict><key>__proto__</key><dict/></dict>')),
    Object.prototype,
  );
  const bombs = [
    '<!DOCTYPE x [<!ENTITY a "aaaa">]><dict/>',
    '<dict>',
    '<dict></key></dict>',
    '<dict><key>a</key></dict>',
    '<dict/><dict/>',
    '<array/>',
    '<dict><key>a</key><data>x</data></dict>',
    '<',
    '<dict><key>a<key></dict>',
    '<dict><key>a</key>'.repeat(50) + '<true/>' + '</dict>'.repeat(50),
  ];
  for (const text of bombs) assert.throws(() => parsePlist(text), SyntaxError, text);
});
