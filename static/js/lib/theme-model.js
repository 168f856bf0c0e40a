/** What a theme is: its name, its kind and the colours of a terminal. Pure. */

/** The sixteen colours of a terminal by number. */
export const ANSI = Object.freeze([
  'black',
  'red',
  'green',
  'yellow',
  'blue',
  'magenta',
  'cyan',
  'white',
  'brightBlack',
  'brightRed',
  'brightGreen',
  'brightYellow',
  'brightBlue',
  'brightMagenta',
  'brightCyan',
  'brightWhite',
]);
/** The colours that every theme has, and no other. */
export const COLOURS = Object.freeze(['background', 'foreground', 'cursor', 'selectionBackground', ...ANSI]);
export const OWN_MAX = 20;
export const NAME_MAX = 48;
/** The themes that every page carries. */
export const BUILT_IN = Object.freeze({ dark: 'webmux-dark', light: 'webmux-light' });

const ID = /^[a-z0-9][a-z0-9-]{0,63}$/;
const COLOUR = /^#[0-9a-f]{6}$/;
const isColour = (value) => typeof value === 'string' && COLOUR.test(value);
const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isMap = (value, names) =>
  isObject(value) && Object.entries(value).every(([name, colour]) => names(name) && isColour(colour));
const hasAll = (colours) => COLOURS.every((name) => Object.hasOwn(colours, name));

/**
 * @typedef {object} Theme
 * @property {string} id
 * @property {string} name
 * @property {'dark'|'light'} kind
 * @property {Record<string, string>} colours by the names of `COLOURS`, as its makers chose them.
 */

/** Whether a value is a whole theme. */
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

/** Whether a value is the chosen themes as pages carry them: by kind, what is drawn and what stands around it. */
export function isKept(value) {
  return (
    isObject(value) &&
    Object.entries(value).every(([kind, kept]) => (kind === 'dark' || kind === 'light') && isLook(kept))
  );
}

function isLook(kept) {
  if (!isObject(kept) || !ID.test(kept.id)) return false;
  return (
    isMap(kept.palette, (name) => /^[a-zA-Z]+$/.test(name)) &&
    hasAll(kept.palette) &&
    isMap(kept.chrome, (name) => /^--term[a-z-]*$/.test(name))
  );
}
