/** Themes from files of other programs: iTerm2, base16, Windows Terminal, and our own. Pure. */
import { kindOf } from '../../lib/colour.js';
import { parsePlist } from './plist.js';
import { ANSI, COLOURS, NAME_MAX } from '../../lib/theme-model.js';

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
const NAME_LINE = /^\s*["']?(?:scheme|name)["']?\s*:\s*["']?([^"'#\r\n]+?)["']?\s*,?\s*$/im;

/** What is wrong with a file of a theme, in a sentence. */
export class ThemeFileError extends Error {}

/**
 * The themes in a file, each whole: what it leaves out of cursor and selection is the foreground's.
 * @param {string} text
 * @param {string} fileName names a theme that has no name of its own.
 * @returns {{name: string, kind: 'dark'|'light', colours: Record<string, string>}[]} at least one.
 * @throws {ThemeFileError}
 */
export function themesOfFile(text, fileName) {
  if (text.length > FILE_MAX_BYTES)
    throw new ThemeFileError(`The file is larger than ${FILE_MAX_BYTES / 1024} KB, too large for a theme.`);
  const name = fileName.replace(/\.[^.]*$/, '');
  const trimmed = text.trimStart();
  if (trimmed === '') throw new ThemeFileError('The file is empty.');
  if (trimmed.startsWith('<')) return [itermTheme(trimmed, name)];
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return jsonThemes(trimmed, name);
  return [base16Theme(base16Lines(text), text.match(NAME_LINE)?.[1] ?? name)];
}

function itermTheme(text, name) {
  let list;
  try {
    list = parsePlist(text.trimEnd());
  } catch (error) {
    throw new ThemeFileError(`The file is not an iTerm2 theme: ${error.message}.`);
  }
  const keys = { ...ITERM, ...Object.fromEntries(ANSI.map((colour, at) => [colour, `Ansi ${at} Color`])) };
  return whole(
    name,
    (colour) => (Object.hasOwn(list, keys[colour]) ? hexOf(list[keys[colour]], keys[colour]) : undefined),
    (colour) => keys[colour],
  );
}

function hexOf(dict, key) {
  const parts = ['Red', 'Green', 'Blue'].map((part) => dict?.[`${part} Component`]);
  if (!parts.every((part) => typeof part === 'number' && part >= 0 && part <= 1)) {
    throw new ThemeFileError(`“${key}” has no red, green and blue from 0 to 1.`);
  }
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
    throw new ThemeFileError(`The file is not valid JSON: ${error.message}.`);
  }
  const many = Array.isArray(value) ? value : (value.schemes ?? value.themes ?? [value]);
  if (!Array.isArray(many) || many.length === 0) throw new ThemeFileError('The file contains no theme.');
  return many.map((one) => jsonTheme(one, many.length > 1 ? `${name} theme` : name));
}

function jsonTheme(value, fileName) {
  if (value === null || typeof value !== 'object')
    throw new ThemeFileError('The file contains something that is not a theme.');
  const named =
    [value.name, value.scheme].find((one) => typeof one === 'string' && one.trim() !== '') ?? fileName;
  const palette = value.palette ?? value;
  if (
    palette &&
    typeof palette === 'object' &&
    Object.keys(palette).some((key) => /^base0[0-9a-f]$/i.test(key))
  ) {
    return base16Theme(
      Object.fromEntries(
        Object.entries(palette).map(([key, colour]) => [key.toUpperCase().slice(4), colour]),
      ),
      named,
    );
  }
  const colours = value.colours ?? value;
  return whole(
    named,
    (colour) => terminalColour(colours, colour),
    (colour) => colour,
  );
}

/** Windows Terminal's names, and our own. */
function terminalColour(colours, name) {
  const other =
    name === 'cursor'
      ? 'cursorColor'
      : name.replace('agenta', 'urple').replace('Murple', 'Purple').replace('murple', 'purple');
  return colours[name] ?? colours[other];
}

function base16Lines(text) {
  const found = text
    .split('\n')
    .map((line) => BASE16_LINE.exec(line))
    .filter(Boolean);
  if (found.length === 0)
    throw new ThemeFileError('The file is not a theme of iTerm2, base16, Windows Terminal or WebMux (JSON).');
  return Object.fromEntries(found.map(([, key, colour]) => [key.toUpperCase().slice(4), colour]));
}

function base16Theme(colours, name) {
  return whole(
    name,
    (colour) => colours[BASE16[colour]],
    (colour) => `base${BASE16[colour]}`,
  );
}

/** A theme from what `pick` finds by our names; `called` is what the file calls one. */
function whole(name, pick, called) {
  const colours = {};
  for (const colour of COLOURS) {
    const value =
      pick(colour) ??
      (colour === 'cursor' || colour === 'selectionBackground' ? pick('foreground') : undefined);
    if (value === undefined)
      throw new ThemeFileError(`The theme “${clean(name)}” lacks the colour “${called(colour)}”.`);
    colours[colour] = normal(value, called(colour));
  }
  return { name: clean(name), kind: kindOf(colours.background), colours };
}

function normal(value, called) {
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})(?:[0-9a-f]{2})?$/i.exec(String(value).trim())?.[1];
  if (!hex)
    throw new ThemeFileError(
      `The colour “${called}” is “${String(value).slice(0, 40)}”, which is not a colour like #1e2a3b.`,
    );
  return `#${(hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex).toLowerCase()}`;
}

const clean = (name) =>
  [...String(name)]
    .filter((character) => character.codePointAt(0) >= 0x20)
    .join('')
    .trim()
    .slice(0, NAME_MAX) || 'Theme';
