/** tmux's names of keys: of a key press in the browser, of typed bytes, and in one form to compare. Pure. */

/** @type {Record<string, string>} */
const NAMED = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  PageUp: 'PPage',
  PageDown: 'NPage',
  Insert: 'IC',
  Delete: 'DC',
  Backspace: 'BSpace',
  Home: 'Home',
  End: 'End',
  Enter: 'Enter',
  Tab: 'Tab',
  Escape: 'Escape',
  ' ': 'Space',
};
/** Other names that tmux accepts or prints. @type {Record<string, string>} */
const ALIASES = {
  PageUp: 'PPage',
  PgUp: 'PPage',
  PageDown: 'NPage',
  PgDn: 'NPage',
  Insert: 'IC',
  Delete: 'DC',
  KPEnter: 'Enter',
};
/** Keys that a terminal cannot distinguish from these, so that a binding of either means both. */
/** @type {Record<string, string>} */
const SAME_BYTE = { 'C-[': 'Escape', 'C-i': 'Tab', 'C-m': 'Enter', 'C-/': 'C-_', 'C-BSpace': 'C-h' };

/** Characters of an English keyboard by place, without and with Shift. @type {Record<string, string>} */
const SIGNS = {
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Backquote: '`~',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  ...Object.fromEntries([...')!@#$%^&*('].map((sign, digit) => [`Digit${digit}`, `${digit}${sign}`])),
};

const LETTER = /^\p{L}$/u;

/** The character that an English keyboard has at that place; empty if it has none. */
function characterAt(code, shift) {
  if (/^Key[A-Z]$/.test(code)) return shift ? code.at(-1) : code.at(-1).toLowerCase();
  return SIGNS[code]?.[shift ? 1 : 0] ?? '';
}

/**
 * The names of a key press, the exact one first; then others by which a binding of tmux can mean it. Empty
 * for a modifier alone, for keys that compose text, and with Command or Windows, which tmux does not have.
 * @param {KeyboardEvent} event
 * @param {boolean} [optionWrites] whether Alt writes characters, as Option on a Mac.
 * @returns {string[]} in the form of `canonical`.
 */
export function namesOf(event, optionWrites = false) {
  if (event.isComposing || event.metaKey) return [];
  const named = NAMED[event.key] ?? (/^F([1-9]|1[0-2])$/.test(event.key) ? event.key : null);
  const found = named === null ? charactersOf(event, optionWrites) : [withModifiers(event, named)];
  const names = found.map(canonical);
  return [...new Set(names.flatMap((name) => [name, SAME_BYTE[name] ?? []].flat()))];
}

/** @param {{ctrlKey: boolean, altKey: boolean, shiftKey?: boolean}} modifiers @param {string} base */
function withModifiers({ ctrlKey, altKey, shiftKey = false }, base) {
  return [ctrlKey && 'C-', altKey && 'M-', shiftKey && 'S-', base].filter(Boolean).join('');
}

/** @param {KeyboardEvent} event @param {boolean} optionWrites */
function charactersOf(event, optionWrites) {
  const { key, ctrlKey, altKey, shiftKey } = event;
  // Ctrl and Alt together are AltGr on Windows.
  if (event.getModifierState?.('AltGraph') || (altKey && optionWrites)) return lone(key) ? [key] : [];
  return basesOf(event).map((base) =>
    withModifiers({ ctrlKey, altKey, shiftKey: ctrlKey && shiftKey && LETTER.test(base) }, base),
  );
}

/** The characters that a key can mean. @param {KeyboardEvent} event */
function basesOf({ key, code, ctrlKey, altKey, shiftKey }) {
  const place = characterAt(code, shiftKey);
  const others = place === '' ? [] : [place];
  if (key === 'Dead') return ctrlKey || altKey ? others : [];
  if (!lone(key)) return [];
  if (/^[!-~]$/.test(key)) return [key];
  // With Option a Mac reports other characters. Of another alphabet the key at that place counts too.
  return altKey && !ctrlKey ? [...others, key] : [key, ...others];
}

/** @param {string} text */
const lone = (text) => [...text].length === 1;

/**
 * A name in the form in which two names of the same key are equal.
 * @param {string} name as tmux prints or accepts it.
 */
export function canonical(name) {
  const { modifiers, base: written } = parted(name);
  let base = ALIASES[written] ?? written;
  if (base === ' ' || (base === '@' && modifiers.has('C'))) base = 'Space';
  if (base === 'Tab' && modifiers.delete('S')) base = 'BTab';
  if (LETTER.test(base)) base = letterWith(modifiers, base);
  return [...['C', 'M', 'S'].filter((one) => modifiers.has(one)), base].join('-');
}

/** With Ctrl, Shift is a modifier; otherwise it is part of the letter. */
function letterWith(modifiers, letter) {
  if (!modifiers.has('C')) return modifiers.delete('S') ? letter.toUpperCase() : letter;
  if (letter !== letter.toLowerCase()) modifiers.add('S');
  return letter.toLowerCase();
}

/** @param {string} name */
function parted(name) {
  const modifiers = new Set();
  let base = name;
  while (/^[CMS]-./su.test(base)) {
    modifiers.add(base[0]);
    base = base.slice(2);
  }
  return { modifiers, base };
}

/** @type {Record<string, string>} */
const FINALS = { A: 'Up', B: 'Down', C: 'Right', D: 'Left', H: 'Home', F: 'End', Z: 'BTab' };
/** @type {Record<string, string>} */
const SS3 = { ...FINALS, P: 'F1', Q: 'F2', R: 'F3', S: 'F4' };
/** @type {Record<number, string>} */
const TILDES = {
  1: 'Home',
  2: 'IC',
  3: 'DC',
  4: 'End',
  5: 'PPage',
  6: 'NPage',
  ...Object.fromEntries([15, 17, 18, 19, 20, 21, 23, 24].map((number, at) => [number, `F${at + 5}`])),
};
/** @type {Record<string, string>} */
const CONTROLS = { '\x1b': 'Escape', '\r': 'Enter', '\t': 'Tab', '\x7f': 'BSpace', '\0': 'C-Space' };
// eslint-disable-next-line no-control-regex
const SEQUENCE = /^\x1b(?:\[(?:(\d+)(?:;(\d+))?)?([A-Zu~])|O([A-Z]))$/;

/**
 * The name of the one key that typed this text, as soft keyboards and the key bar do.
 * @param {string} text
 * @returns {string|null} null if it is more than one key.
 */
export function nameOfText(text) {
  const sequence = SEQUENCE.exec(text);
  if (sequence) return nameOfSequence(sequence);
  if (text.length > 1 && text.startsWith('\x1b')) {
    const rest = nameOfText(text.slice(1));
    return rest === null || rest.startsWith('M-') ? null : canonical(`M-${rest}`);
  }
  if (Object.hasOwn(CONTROLS, text)) return CONTROLS[text];
  if (!lone(text)) return null;
  const code = text.charCodeAt(0);
  if (code < 0x20) return canonical(`C-${String.fromCharCode(code + 0x40).toLowerCase()}`);
  return canonical(text);
}

/** @param {RegExpExecArray} sequence */
function nameOfSequence([, first, second, final, ss3]) {
  if (ss3) return SS3[ss3] ?? null;
  const base = baseOf(Number(first), final, second !== undefined);
  if (!base) return null;
  const bits = Number(second ?? 1) - 1;
  const shiftKey = Boolean(bits & 1);
  return canonical(withModifiers({ shiftKey, altKey: Boolean(bits & 2), ctrlKey: Boolean(bits & 4) }, base));
}

/** @param {number} number @param {string} final @param {boolean} modified */
function baseOf(number, final, modified) {
  if (final === '~') return TILDES[number];
  if (final !== 'u') return FINALS[final] ?? (modified && SS3[final]);
  const named = Object.entries(CODES).find(([, code]) => code === number);
  return named ? named[0] : number > 0x20 && number < 0x110000 && String.fromCodePoint(number);
}

/** Names that have no byte of their own: only tmux knows what the program wants for them. */
const NO_BYTE = /^(C-S-[a-z]|(C-)?(M-)?(S-)?Enter|(C-)?S-Space|C-(BTab|Tab)|S-BSpace|C-[0-9;,.'=`-])$/;

/**
 * The name to send instead of bytes; null if the key has bytes that every program knows.
 * @param {string[]} names as `namesOf` gives them.
 */
export function nameToSend([name]) {
  return name !== undefined && NO_BYTE.test(name) && !/^(M-)?Enter$/.test(name) ? name : null;
}

const LETTERS_OF = new Map(Object.entries({ ...SS3, ...FINALS }).map(([letter, name]) => [name, letter]));
const NUMBERS_OF = new Map(Object.entries(TILDES).map(([number, name]) => [name, number]));
const BYTES_OF = new Map(Object.entries(CONTROLS).map(([byte, name]) => [name, byte]));
/** @type {Record<string, number>} */
const CODES = { Enter: 13, Tab: 9, Escape: 27, BSpace: 127, Space: 32 };

/**
 * What a terminal sends for a key, so that a client of tmux gets it: the opposite of `nameOfText`.
 * @param {string} name
 */
export function textOfName(name) {
  const { modifiers, base } = parted(canonical(name));
  const bits = ['S', 'M', 'C'].reduce((sum, one, bit) => sum + (modifiers.has(one) ? 1 << bit : 0), 0);
  return sequenceOf(base, bits) ?? characterOf(base, modifiers) ?? `\x1b[${codeOf(base)};${bits + 1}u`;
}

/** @param {string} base @param {number} bits of its modifiers. */
function sequenceOf(base, bits) {
  const letter = base === 'BTab' ? undefined : LETTERS_OF.get(base);
  const number = NUMBERS_OF.get(base);
  if (letter) return bits ? `\x1b[1;${bits + 1}${letter}` : `\x1b[${letter}`;
  if (number) return bits ? `\x1b[${number};${bits + 1}~` : `\x1b[${number}~`;
  return null;
}

/** @param {string} base @param {Set<string>} modifiers @returns {string|null} null if only CSI u has it. */
function characterOf(base, modifiers) {
  const escape = modifiers.has('M') ? '\x1b' : '';
  if (modifiers.has('S')) return null;
  if (!modifiers.has('C')) return escape + (OTHERS[base] ?? BYTES_OF.get(base) ?? base);
  if (base === 'Space') return `${escape}\0`;
  return /^[a-z[\\\]^_]$/.test(base) ? escape + controlOf(base) : null;
}

/** @type {Record<string, string>} */
const OTHERS = { BTab: '\x1b[Z', Space: ' ' };
const codeOf = (base) => CODES[base] ?? base.codePointAt(0);
/** @param {string} letter */
const controlOf = (letter) => String.fromCharCode(letter.toUpperCase().charCodeAt(0) & 0x1f);
