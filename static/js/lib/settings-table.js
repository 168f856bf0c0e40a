/** Every setting: what it is from the start, and what it may be. Pure. Values are plain JSON. */
import { fontList } from './fonts.js';
import { BUILT_IN, OWN_MAX, isKept, isTheme } from './theme-model.js';

const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);
const isFlag = (value) => typeof value === 'boolean';
const isText = (most) => (value) => typeof value === 'string' && value.length <= most;
const isNumber = (low, high) => (value) => Number.isFinite(value) && value >= low && value <= high;
const isListOf = (check, most) => (value) =>
  Array.isArray(value) && value.length <= most && value.every(check);
const isMapOf = (check, most) => (value) =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.keys(value).length <= most &&
  Object.values(value).every(check);

export const FONT_PX = Object.freeze({ least: 6, most: 40, usual: 14 });

/**
 * By name: `usual`, the value from the start; `check`, whether a value may be; `device`, whether it stays in this
 * browser instead of following its user; `derived`, whether it only repeats what others say.
 * @type {Record<string, {usual: unknown, check: (value: unknown) => boolean, device?: boolean, derived?: boolean}>}
 */
export const SETTINGS = Object.freeze({
  'theme.mode': { usual: 'system', check: oneOf('system', 'dark', 'light') },
  'theme.dark': { usual: BUILT_IN.dark, check: isText(64) },
  'theme.light': { usual: BUILT_IN.light, check: isText(64) },
  'themes.own': { usual: [], check: isListOf(isTheme, OWN_MAX) },
  'theme.kept': { usual: {}, check: isKept, derived: true },
  'font.family': { usual: '', check: (value) => isText(200)(value) && fontList(value) !== null },
  'font.size': { usual: FONT_PX.usual, check: isNumber(FONT_PX.least, FONT_PX.most), device: true },
  'font.lineHeight': { usual: 1, check: isNumber(1, 2) },
  'font.letterSpacing': { usual: 0, check: (value) => Number.isInteger(value) && isNumber(-2, 8)(value) },
  'cursor.style': { usual: 'block', check: oneOf('block', 'bar', 'underline') },
  'cursor.blink': { usual: true, check: isFlag },
  bell: { usual: 'visual', check: oneOf('off', 'visual', 'sound', 'both') },
  scrollback: { usual: 5000, check: isNumber(0, 50_000) },
  contrast: { usual: 4.5, check: isNumber(1, 21) },
  screenReader: { usual: false, check: isFlag, device: true },
  rail: { usual: false, check: isFlag, device: true },
  'paste.guard': { usual: true, check: isFlag },
  'upload.pasted': { usual: 'private', check: oneOf('private', 'pane') },
  'upload.chosen': { usual: 'pane', check: oneOf('private', 'pane') },
  'notify.bell': { usual: true, check: isFlag },
  'notify.message': { usual: true, check: isFlag },
  'notify.done': { usual: true, check: isFlag },
  'notify.names': { usual: true, check: isFlag },
  'notify.lines': { usual: false, check: isFlag },
  'notify.muted': { usual: [], check: isListOf(isText(128), 200) },
  'mac.option': { usual: 'left', check: oneOf('left', 'both', 'none') },
  shiftEnter: { usual: 'auto', check: oneOf('auto', 'csi-u', 'newline', 'enter') },
  keys: { usual: {}, check: isMapOf(isListOf(isText(64), 8), 200) },
  'touch.row': { usual: null, check: (value) => value === null || isListOf(isText(64), 60)(value) },
  'touch.tap': { usual: 'auto', check: oneOf('auto', 'anywhere', 'cursor'), device: true },
  'touch.keyboard': { usual: 'slide', check: oneOf('slide', 'fit'), device: true },
  snippets: {
    usual: [],
    check: isListOf((one) => isText(64)(one?.name) && isText(4096)(one?.text) && isFlag(one?.enter), 100),
  },
  'home.recent': { usual: [], check: isListOf(isText(256), 50) },
  'home.layout': { usual: 'grid', check: oneOf('grid', 'compact', 'list'), device: true },
  'home.sort': { usual: 'attention', check: oneOf('attention', 'recent', 'name') },
});

/** A value that may be: the one given, or what it is from the start. */
export function sound(name, value) {
  const { usual, check } = SETTINGS[name];
  return value !== undefined && check(value) ? value : usual;
}
