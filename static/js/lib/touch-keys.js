/** Keys of the row for touch screens, and the text that each types. Pure. */

const ESC = '\x1b';
const csi = (final, shown, name, more = {}) => ({ final, shown, name, ...more });
const tilde = (number, shown, name, more = {}) => ({ number, shown, name, ...more });
const plain = (text, shown, name, more = {}) => ({ text, shown, name, ...more });

/** By id; `name` says it where `shown` is only a sign, and else is the same; `second` is what a short swipe up on the key means, `repeats` that holding it types on. */
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
  // What these do is for the page: the same as the key of a keyboard.
  'S-enter': { action: 'newline', shown: '⇧⏎', name: 'Shift+Enter' },
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

/** Characters whose key has a second one. */
const SECONDS = { '|': '&', '/': '\\', '-': '_', '~': '`', ':': ';' };
const CHARACTERS = { '|': 'Pipe', '/': 'Slash', '-': 'Dash', '~': 'Tilde', ':': 'Colon' };

/** The first row from the start: with it a menu is walked and answered. */
export const ROW = Object.freeze(['esc', 'tab', 'ctrl', 'left', 'up', 'down', 'right', 'enter']);
/** The further keys, those that answer questions first. */
export const MORE = Object.freeze([
  'C-c',
  'bksp',
  'y',
  'n',
  '1',
  '2',
  '3',
  'backtab',
  'alt',
  'S-enter',
  '|',
  '/',
  '-',
  '~',
  ':',
  'C-d',
  'C-r',
  'C-z',
  'C-w',
  'home',
  'end',
  'pgup',
  'pgdn',
  'del',
  ...Array.from({ length: 12 }, (_, index) => `f${index + 1}`),
]);

/**
 * Which keys stand where: the first row is filled with further ones as far as there is room for more than its own.
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
 * What is known of a key: one of `KEYS`, a chord such as `C-b` or `C-M-x`, or any text, which types itself.
 * @returns {{shown: string, name: string, second?: string, repeats?: boolean, modifier?: string, action?: string}}
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
 * What a key types, with Ctrl and Alt held; `application` is the mode in which cursor keys differ.
 * @returns {string} empty for a modifier and for what the page does.
 */
export function textOf(id, { ctrl = false, alt = false } = {}, application = false) {
  const key = keyOf(id);
  if (key.modifier || key.action) return '';
  if (key.text !== undefined) return shaped(key.text, { ctrl, alt });
  return sequenceOf(key, 1 + (alt ? 2 : 0) + (ctrl ? 4 : 0), application);
}

/** As xterm writes it; `held` is 1 for nothing, and more for each modifier. */
function sequenceOf(key, held, application) {
  const modifiers = held > 1 ? `;${held}` : '';
  if (key.number) return `${ESC}[${key.number}${modifiers}~`;
  if (held > 1) return `${ESC}[1;${held}${key.final}`;
  return ESC + (key.ss3 || (key.cursor && application) ? 'O' : '[') + key.final;
}

/** Text with Ctrl and Alt held; a Ctrl that means nothing for it is left out, more than one character only gets Alt. */
export function shaped(text, { ctrl, alt }) {
  const typed = ctrl ? controlOf(text) : text;
  return alt ? ESC + typed : typed;
}

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

function controlOf(text) {
  if (Object.hasOwn(CONTROLS, text)) return String.fromCharCode(CONTROLS[text]);
  return /^[a-z[\\\]^_]$/i.test(text) ? String.fromCharCode(text.charCodeAt(0) & 0x1f) : text;
}
