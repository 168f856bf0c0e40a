/** Every setting with its default and its check. Pure. Values are plain JSON. */
import { fontList } from './fonts.js';
import { BUILT_IN, OWN_MAX, isStored, isTheme } from './theme-model.js';

/** @typedef {(value: any) => boolean} Check whether a value is valid. */

/** @param {...unknown} values @returns {Check} */
const oneOf =
  (...values) =>
  (value) =>
    values.includes(value);
/** @type {Check} */
const isFlag = (value) => typeof value === 'boolean';
/** @param {number} most @returns {Check} */
const isText = (most) => (value) => typeof value === 'string' && value.length <= most;
/** @param {number} low @param {number} high @returns {Check} */
const isNumber = (low, high) => (value) => Number.isFinite(value) && value >= low && value <= high;
/** @param {number} low @param {number} high @returns {Check} */
const isWhole = (low, high) => (value) => Number.isInteger(value) && isNumber(low, high)(value);
/** @param {Check} check @param {number} most @returns {Check} */
const isListOf = (check, most) => (value) =>
  Array.isArray(value) && value.length <= most && value.every(check);
/** @param {Check} check @param {number} most @returns {Check} */
const isMapOf = (check, most) => (value) =>
  value !== null &&
  typeof value === 'object' &&
  !Array.isArray(value) &&
  Object.keys(value).length <= most &&
  Object.values(value).every(check);

export const FONT_PX = Object.freeze({ least: 6, most: 40, initial: 14 });

/**
 * By name. A setting with `device` stays in this browser instead of following its user; one that is `derived`
 * only
 * repeats what others say.
 * @type {Record<string, {initial: any, check: Check, device?: boolean, derived?: boolean}>}
 */
export const SETTINGS = Object.freeze({
  'theme.mode': { initial: 'system', check: oneOf('system', 'dark', 'light') },
  'theme.dark': { initial: BUILT_IN.dark, check: isText(64) },
  'theme.light': { initial: BUILT_IN.light, check: isText(64) },
  'themes.own': { initial: [], check: isListOf(isTheme, OWN_MAX) },
  'theme.kept': { initial: {}, check: isStored, derived: true },
  'font.family': { initial: '', check: (value) => isText(200)(value) && fontList(value) !== null },
  'font.size': { initial: FONT_PX.initial, check: isNumber(FONT_PX.least, FONT_PX.most), device: true },
  'font.lineHeight': { initial: 1, check: isNumber(1, 2) },
  'font.letterSpacing': { initial: 0, check: isWhole(-2, 8) },
  'cursor.style': { initial: 'block', check: oneOf('block', 'bar', 'underline') },
  'cursor.blink': { initial: true, check: isFlag },
  bell: { initial: 'visual', check: oneOf('off', 'visual', 'sound', 'both') },
  scrollback: { initial: 5000, check: isNumber(0, 50_000) },
  // The server reads this one; see VIEW of store/preferences.py.
  'session.view': { initial: 'terminal', check: oneOf('terminal', 'panes') },
  // The server refuses more; see SCROLLBACK_MAX_ROWS of web/panes/pane_commands.py.
  'panes.scrollback': { initial: 1000, check: isWhole(0, 10_000) },
  // The server reads it too: store/preferences.py.
  'panes.images': { initial: false, check: isFlag },
  'panes.status': { initial: false, check: isFlag },
  contrast: { initial: 4.5, check: isNumber(1, 21) },
  screenReader: { initial: false, check: isFlag, device: true },
  rail: { initial: false, check: isFlag, device: true },
  'paste.guard': { initial: true, check: isFlag },
  'upload.pasted': { initial: 'private', check: oneOf('private', 'pane') },
  'upload.chosen': { initial: 'pane', check: oneOf('private', 'pane') },
  'notify.bell': { initial: true, check: isFlag },
  'notify.message': { initial: true, check: isFlag },
  'notify.done': { initial: true, check: isFlag },
  'notify.waiting': { initial: true, check: isFlag },
  'notify.names': { initial: true, check: isFlag },
  'notify.lines': { initial: false, check: isFlag },
  'notify.muted': { initial: [], check: isListOf(isText(128), 200) },
  'mac.option': { initial: 'left', check: oneOf('left', 'both', 'none') },
  shiftEnter: { initial: 'auto', check: oneOf('auto', 'csi-u', 'newline', 'enter') },
  keys: { initial: {}, check: isMapOf(isListOf(isText(64), 8), 200) },
  'touch.row': { initial: null, check: (value) => value === null || isListOf(isText(64), 60)(value) },
  'touch.tap': { initial: 'auto', check: oneOf('auto', 'anywhere', 'cursor'), device: true },
  'touch.keyboard': { initial: 'slide', check: oneOf('slide', 'fit'), device: true },
  snippets: {
    initial: [],
    check: isListOf((one) => isText(64)(one?.name) && isText(4096)(one?.text) && isFlag(one?.enter), 100),
  },
  'home.recent': { initial: [], check: isListOf(isText(256), 50) },
  'home.layout': { initial: 'grid', check: oneOf('grid', 'compact', 'list'), device: true },
  'home.sort': { initial: 'attention', check: oneOf('attention', 'recent', 'name') },
});

/** The value if it is valid, otherwise the default. @param {string} name @param {unknown} value */
export function validValue(name, value) {
  const { initial, check } = SETTINGS[name];
  return value !== undefined && check(value) ? value : initial;
}
