/** What a theme is: its name, its kind and the colours of a terminal. Pure. */

/** The sixteen colours of a terminal by number. */
export const ANSI = Object.freeze(
  (
    'black red green yellow blue magenta cyan white brightBlack brightRed brightGreen brightYellow ' +
    'brightBlue brightMagenta brightCyan brightWhite'
  ).split(' '),
);
/** The colours that every theme has, and no other. */
export const COLOURS = Object.freeze(['background', 'foreground', 'cursor', 'selectionBackground', ...ANSI]);

/** Colours by name, from hexadecimal numbers in the order of `COLOURS`. @param {string} text */
export function coloursFrom(text) {
  const values = text.split(' ').map((value) => `#${value}`);
  return Object.freeze(Object.fromEntries(COLOURS.map((name, at) => [name, values[at]])));
}

export const OWN_MAX = 20;
export const NAME_MAX = 48;
/** The themes that every page has. */
export const BUILT_IN = Object.freeze({ dark: 'webmux-dark', light: 'webmux-light' });

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const COLOUR = /^#[0-9a-f]{6}$/;
/** @param {any} value */
const isColour = (value) => typeof value === 'string' && COLOUR.test(value);
/** @param {any} value */
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
/** @param {any} value @param {(name: string) => boolean} names */
const isMap = (value, names) =>
  isObject(value) && Object.entries(value).every(([name, colour]) => names(name) && isColour(colour));
/** @param {Record<string, unknown>} colours */
const hasAll = (colours) => COLOURS.every((name) => Object.hasOwn(colours, name));

/**
 * @typedef {object} Theme
 * @property {string} id
 * @property {string} name
 * @property {'dark'|'light'} kind
 * @property {Record<string, string>} colours by the names of `COLOURS`, as its authors chose them.
 */

/** Whether a value is a whole theme. @param {any} value */
export function isTheme(value) {
  if (!isObject(value) || Object.keys(value).length !== 4) return false;
  const { id, name, kind, colours } = value;
  const named = typeof name === 'string' && name.trim() !== '' && name.length <= NAME_MAX;
  return (
    named &&
    ID.test(id) &&
    (kind === 'dark' || kind === 'light') &&
    isMap(colours, (one) => COLOURS.includes(one)) &&
    hasAll(colours)
  );
}

/**
 * Whether a value is the chosen themes as settings store them: by kind, the colours of terminal and page.
 * @param {any} value
 */
export function isStored(value) {
  return (
    isObject(value) &&
    Object.entries(value).every(
      ([kind, stored]) => (kind === 'dark' || kind === 'light') && isStoredTheme(stored),
    )
  );
}

/** @param {any} stored */
function isStoredTheme(stored) {
  if (!isObject(stored) || !ID.test(stored.id)) return false;
  return (
    isMap(stored.palette, (name) => /^[a-zA-Z]+$/.test(name)) &&
    hasAll(stored.palette) &&
    isMap(stored.chrome, (name) => /^--term[a-z-]*$/.test(name))
  );
}
