/** Reads themes from files of iTerm2, base16, Windows Terminal and WebMux. Pure. */
import { kindOf } from '../../lib/colour.js';
import { parsePlist } from './plist.js';
import { ANSI, COLOURS, NAME_MAX } from '../../lib/theme-model.js';
import { TEXT } from './themes-text.js';

/** @testonly */
export const FILE_MAX_BYTES = 256 * 1024;

const BASE16 = {
  background: '00',
  foreground: '05',
  cursor: '05',
  selectionBackground: '02',
  black: '00',
  red: '08',
  green: '0B',
  yellow: '0A',
  blue: '0D',
  magenta: '0E',
  cyan: '0C',
  white: '05',
  brightBlack: '03',
  brightRed: '08',
  brightGreen: '0B',
  brightYellow: '0A',
  brightBlue: '0D',
  brightMagenta: '0E',
  brightCyan: '0C',
  brightWhite: '07',
};
const ITERM = {
  background: 'Background Color',
  foreground: 'Foreground Color',
  cursor: 'Cursor Color',
  selectionBackground: 'Selection Color',
};
const BASE16_LINE = /^\s*["']?(base0[0-9a-f])["']?\s*[:=]\s*["']?#?([0-9a-f]{6})["']?\s*,?\s*(?:#.*)?$/i;
const BASE16_KEY = /^base0[0-9a-f]$/i;
const NAME_LINE = /^\s*["']?(?:scheme|name)["']?\s*:\s*["']?([^"'#\r\n]+?)["']?\s*,?\s*$/im;

/** Its message says in one sentence what is wrong with a theme file. */
export class ThemeFileError extends Error {}

/** @typedef {Omit<import('../../lib/theme-model.js').Theme, 'id'>} NewTheme */

/**
 * The themes in a file. A missing colour of cursor or selection becomes the foreground colour.
 * @param {string} text
 * @param {string} fileName names a theme that has no name in the file.
 * @returns {NewTheme[]} at least one.
 * @throws {ThemeFileError}
 */
export function themesOfFile(text, fileName) {
  if (text.length > FILE_MAX_BYTES) throw new ThemeFileError(TEXT.fileTooLarge(FILE_MAX_BYTES / 1024));
  const name = fileName.replace(/\.[^.]*$/, '');
  const trimmed = text.trimStart();
  if (trimmed === '') throw new ThemeFileError(TEXT.fileEmpty);
  if (trimmed.startsWith('<')) return [itermTheme(trimmed, name)];
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return jsonThemes(trimmed, name);
  return [base16Theme(base16Lines(text), text.match(NAME_LINE)?.[1] ?? name)];
}

function itermTheme(text, name) {
  let list;
  try {
    list = parsePlist(text.trimEnd());
  } catch (error) {
    throw new ThemeFileError(TEXT.notIterm(error.message));
  }
  const keys = { ...ITERM, ...Object.fromEntries(ANSI.map((colour, at) => [colour, `Ansi ${at} Color`])) };
  const find = (key) => (Object.hasOwn(list, key) ? hexOf(list[key], key) : undefined);
  return themeFrom(name, find, (colour) => keys[colour]);
}

function hexOf(dict, key) {
  const parts = ['Red', 'Green', 'Blue'].map((part) => dict?.[`${part} Component`]);
  if (!parts.every((part) => typeof part === 'number' && part >= 0 && part <= 1))
    throw new ThemeFileError(TEXT.notRgb(key));
  return `#${parts
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

function jsonThemes(text, name) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ThemeFileError(TEXT.notJson(error.message));
  }
  const many = Array.isArray(value) ? value : (value.schemes ?? value.themes ?? [value]);
  if (!Array.isArray(many) || many.length === 0) throw new ThemeFileError(TEXT.noTheme);
  return many.map((one) => jsonTheme(one, many.length > 1 ? TEXT.oneOfFile(name) : name));
}

function jsonTheme(value, fileName) {
  if (value === null || typeof value !== 'object') throw new ThemeFileError(TEXT.notTheme);
  const named =
    [value.name, value.scheme].find((one) => typeof one === 'string' && one.trim() !== '') ?? fileName;
  const palette = value.palette ?? value;
  const base16 = Object.entries(palette ?? {}).filter(([key]) => BASE16_KEY.test(key));
  if (base16.length > 0) return base16Theme(base16, named);
  const colours = value.colours ?? value;
  return themeFrom(named, (colour) => colours[colour] ?? colours[windowsName(colour)]);
}

/** Windows Terminal's name of a colour, if it differs from ours. */
function windowsName(colour) {
  if (colour === 'cursor') return 'cursorColor';
  return colour.replace('magenta', 'purple').replace('Magenta', 'Purple');
}

function base16Lines(text) {
  const found = text
    .split('\n')
    .map((line) => BASE16_LINE.exec(line))
    .filter(Boolean);
  if (found.length === 0) throw new ThemeFileError(TEXT.unknownFormat);
  return found.map(([, key, colour]) => [key, colour]);
}

function base16Theme(entries, name) {
  const keyOf = (colour) => `base${BASE16[colour]}`;
  const colours = new Map(entries.map(([key, colour]) => [`base${key.slice(4).toUpperCase()}`, colour]));
  return themeFrom(name, (key) => colours.get(key), keyOf);
}

/**
 * @param {string} name
 * @param {(key: string) => unknown} find gives the colour that the file has under a key; undefined if none.
 * @param {(colour: string) => string} [keyOf] the key in the file of one of our colours.
 * @returns {NewTheme}
 */
function themeFrom(name, find, keyOf = (colour) => colour) {
  /** @type {Record<string, string>} */
  const colours = {};
  for (const colour of COLOURS) {
    const key = keyOf(colour);
    const value =
      find(key) ??
      (colour === 'cursor' || colour === 'selectionBackground' ? find(keyOf('foreground')) : undefined);
    if (value === undefined) throw new ThemeFileError(TEXT.lacksColour(shortName(name), key));
    colours[colour] = normal(value, key);
  }
  return { name: shortName(name), kind: kindOf(colours.background), colours };
}

/** Any way to write a colour, as `#rrggbb`. */
function normal(value, key) {
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2})?$/i.exec(String(value).trim())?.[1];
  if (!hex) throw new ThemeFileError(TEXT.notColour(key, String(value).slice(0, 40)));
  return `#${(hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex).toLowerCase()}`;
}

const shortName = (name) =>
  [...String(name)]
    .filter((character) => character.codePointAt(0) >= 0x20)
    .join('')
    .trim()
    .slice(0, NAME_MAX) || TEXT.unnamed;
