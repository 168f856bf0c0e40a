/** Keys of the row for touch screens, and the text that each of them types. Pure. */

/**
 * @typedef {object} Key
 * @property {string} shown on the key.
 * @property {string} name for screen readers, and where `shown` is only a symbol.
 * @property {string} [second] the key that a short swipe up types.
 * @property {boolean} [repeats] while it is down.
 * @property {string} [modifier] `ctrl` or `alt`.
 * @property {string} [action] of the page, which does the same as a key of a keyboard.
 * @property {string} [text] what it types.
 * @property {string} [final] the end of its escape sequence, or
 * @property {number} [number] the number in it.
 * @property {boolean} [cursor] whether it has another sequence in application mode.
 * @property {boolean} [ss3] whether its sequence begins with SS3.
 */

const ESC = '\x1b';
/**
 * @param {string} final
 * @param {string} shown
 * @param {string} name
 * @param {Partial<Key>} [more]
 * @returns {Key}
 */
const csi = (final, shown, name, more = {}) => ({ final, shown, name, ...more });
/**
 * @param {number} number
 * @param {string} shown
 * @param {string} name
 * @param {Partial<Key>} [more]
 * @returns {Key}
 */
const tilde = (number, shown, name, more = {}) => ({ number, shown, name, ...more });
/**
 * @param {string} text
 * @param {string} shown
 * @param {string} name
 * @param {Partial<Key>} [more]
 * @returns {Key}
 */
const plain = (text, shown, name, more = {}) => ({ text, shown, name, ...more });

/** By id. @type {Readonly<Record<string, Key>>} */
export const KEYS = Object.freeze({
  esc: plain(ESC, 'Esc', 'Esc', { second: '`' }),
  tab: plain('\t', 'Tab', 'Tab', { second: 'backtab' }),
  backtab: csi('Z', '⇤', 'Shift+Tab'),
  ctrl: { modifier: 'ctrl', shown: 'Ctrl', name: 'Ctrl' },
  alt: { modifier: 'alt', shown: 'Alt', name: 'Alt' },
  left: csi('D', '←', 'Left', { cursor: true, repeats: true, second: 'home' }),
  up: csi('A', '↑', 'Up', { cursor: true, repeats: true, second: 'pgup' }),
  down: csi('B', '↓', 'Down', { cursor: true, repeats: true, second: 'pgdn' }),
  right: csi('C', '→', 'Right', { cursor: true, repeats: true, second: 'end' }),
  home: csi('H', 'Home', 'Home', { cursor: true }),
  end: csi('F', 'End', 'End', { cursor: true }),
  pgup: tilde(5, 'PgUp', 'PgUp', { repeats: true }),
  pgdn: tilde(6, 'PgDn', 'PgDn', { repeats: true }),
  ins: tilde(2, 'Ins', 'Ins'),
  del: tilde(3, 'Del', 'Del', { repeats: true }),
  bksp: plain('\x7f', '⌫', 'Backspace', { repeats: true }),
  enter: plain('\r', '⏎', 'Enter', { second: 'S-enter' }),
  'S-enter': { action: 'newline', shown: '⇧⏎', name: 'Shift+Enter' },
  prefix: { action: 'tmux.prefix', shown: 'Prefix', name: 'tmux’s prefix' },
  paste: { action: 'paste', shown: 'Paste', name: 'Paste' },
  f1: csi('P', 'F1', 'F1', { ss3: true }),
  f2: csi('Q', 'F2', 'F2', { ss3: true }),
  f3: csi('R', 'F3', 'F3', { ss3: true }),
  f4: csi('S', 'F4', 'F4', { ss3: true }),
  ...Object.fromEntries(
    [15, 17, 18, 19, 20, 21, 23, 24].map((number, index) => [
      `f${index + 5}`,
      tilde(number, `F${index + 5}`, `F${index + 5}`),
    ]),
  ),
});

/** Characters whose key has a second one. @type {Record<string, string>} */
const SECONDS = { '|': '&', '/': '\\', '-': '_', '~': '`', ':': ';' };
/** @type {Record<string, string>} */
const CHARACTERS = { '|': 'Pipe', '/': 'Slash', '-': 'Dash', '~': 'Tilde', ':': 'Colon' };

/** The first row by default: enough to use a menu. */
export const ROW = Object.freeze(['esc', 'tab', 'ctrl', 'left', 'up', 'down', 'right', 'enter']);
/** The other keys; those that answer questions come first. */
export const MORE = Object.freeze([
  ...'C-c bksp y n 1 2 3 backtab alt S-enter | / - ~ : C-d C-r C-z C-w home end pgup pgdn del'.split(' '),
  ...Array.from({ length: 12 }, (_, index) => `f${index + 1}`),
]);

/**
 * Fills the first row with other keys if there is room for more than its own.
 * @param {readonly string[]} row @param {readonly string[]} more @param {number} room keys that fit.
 * @returns {{first: string[], more: string[]}} none of them twice.
 */
export function rowsFor(row, more, room) {
  const others = more.filter((id) => !row.includes(id));
  const added = Math.max(0, room - row.length);
  return { first: [...row, ...others.slice(0, added)], more: others.slice(added) };
}

const CHORD = /^(?:(C)-)?(?:(M)-)?([^\s])$/u;

/**
 * A key by its id: one of `KEYS`, a chord such as `C-b` or `C-M-x`, or any text, which types itself.
 * @param {string} id
 * @returns {Key}
 */
export function keyOf(id) {
  if (Object.hasOwn(KEYS, id)) return KEYS[id];
  const [, ctrl, alt, letter] = id.length > 2 ? (CHORD.exec(id) ?? []) : [];
  if (letter) {
    const shown = [ctrl && 'Ctrl', alt && 'Alt', letter.toUpperCase()].filter(Boolean);
    return plain(
      shaped(letter, { ctrl: Boolean(ctrl), alt: Boolean(alt) }),
      shown.join(' ').replace('Ctrl ', '^').replace('Alt ', '⌥'),
      shown.join('+'),
    );
  }
  return plain(id, id, CHARACTERS[id] ?? id, { second: SECONDS[id] });
}

/**
 * The text of a key with Ctrl and Alt; `application` is the mode in which cursor keys differ.
 * @param {string} id
 * @param {{ctrl?: boolean, alt?: boolean}} [options]
 * @param {boolean} [application]
 * @returns {string} empty for a modifier and for an action of the page.
 */
export function textOf(id, { ctrl = false, alt = false } = {}, application = false) {
  const key = keyOf(id);
  if (key.modifier || key.action) return '';
  if (key.text !== undefined) return shaped(key.text, { ctrl, alt });
  return sequenceOf(key, 1 + (alt ? 2 : 0) + (ctrl ? 4 : 0), application);
}

/**
 * As xterm writes it; `modifier` is 1 for none, plus a number for each.
 * @param {Key} key
 * @param {number} modifier
 * @param {boolean} application
 */
function sequenceOf(key, modifier, application) {
  const modifiers = modifier > 1 ? `;${modifier}` : '';
  if (key.number) return `${ESC}[${key.number}${modifiers}~`;
  if (modifier > 1) return `${ESC}[1;${modifier}${key.final}`;
  return ESC + (key.ss3 || (key.cursor && application) ? 'O' : '[') + key.final;
}

/**
 * Text typed with Ctrl and Alt. Ctrl is ignored if it means nothing for the text, such as for several
 * characters.
 * @param {string} text
 * @param {{ctrl: boolean, alt: boolean}} options
 */
export function shaped(text, { ctrl, alt }) {
  const typed = ctrl ? controlOf(text) : text;
  return alt ? ESC + typed : typed;
}

/** @type {Record<string, number>} */
const CONTROLS = {
  ' ': 0,
  '@': 0,
  2: 0,
  3: 0x1b,
  4: 0x1c,
  5: 0x1d,
  6: 0x1e,
  7: 0x1f,
  8: 0x7f,
  '/': 0x1f,
  '-': 0x1f,
  '?': 0x7f,
  '\x7f': 8,
};

/** @param {string} text */
function controlOf(text) {
  if (Object.hasOwn(CONTROLS, text)) return String.fromCharCode(CONTROLS[text]);
  return /^[a-z[\\\]^_]$/i.test(text) ? String.fromCharCode(text.charCodeAt(0) & 0x1f) : text;
}
