/**
 * How many columns the tmux that runs gives each character, and which characters share a cell: the server
 * measured the
 * first (webmux/tmux/character_widths.py); the second follows from tmux's version (screen-write.c,
 * screen_write_combine).
 */

/**
 * As the server sends them (webmux/tmux/character_widths.py).
 * @typedef {object} Fields
 * @property {string} id
 * @property {string} rules a version of tmux.
 * @property {boolean} vsWide whether a variation selector makes an emoji wide.
 * @property {string} zero runs of characters without width.
 * @property {string} wide runs of characters with two columns.
 */

const CODES = 0x110000;
const RUNS = /^[0-9a-z. ]{0,60000}$/;
const JOINER = 0x200d;
const EMOJI_STYLE = 0xfe0f;
// tmux 3.6 leaves it out.
const HANGUL_FILLER = 0x3164;
// Where nobody measured: what is rare may be off by one.
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NONE = /\p{M}|[\u200b-\u200f\u2060-\u2064]/u;
const ASSUMED_CODES = 0x20000;

// The people and hands that tmux 3.6 joins with a skin tone (utf8-combined.c, utf8_should_combine).
const PEOPLE = '2qtn.6 l.4 4 1.9 3 4.3 1.3 y 5m 4 l 4.2 4u.3 3.5 2s.3 hb g.3 3.2 3a.2 1.2 j.3 1.f';

// What is remembered of a cell: how many bytes tmux keeps of it, its first character, its last one, its flag
// letters.
const BYTES = 0x3f;
const FIRST = { shift: 6, regional: 1, tone: 2, person: 3 };
const LAST = { shift: 8, joiner: 1, lead: 2, vowel: 3 };
const REGIONALS_SHIFT = 10;
// What xterm.js keeps beside a character's width, from UnicodeService.createPropertyValue: 24 bits above
// these three.
const STATE_SHIFT = 3;
const ASCII = (1 << STATE_SHIFT) | (1 << 1);

/** A cell's columns, of what `Widths.step` returned. @param {number} properties @testonly */
export const widthOf = (properties) => (properties >> 1) & 3;
/**
 * Whether a character went into the cell before it, of what `Widths.step` returned.
 * @param {number} properties
 * @testonly
 */
export const joins = (properties) => (properties & 1) === 1;

export class Widths {
  #table = new Uint8Array(CODES).fill(1);
  #minor;
  #vsWide;
  #bytesMax;

  /** @param {Fields|null} [given] null for the widths of most terminals. */
  constructor(given) {
    const fields = isFields(given) ? given : null;
    this.id = fields?.id ?? '';
    this.fields = fields;
    this.#minor = fields ? Number(fields.rules.slice(2)) : 3;
    this.#vsWide = fields !== null && fields.vsWide;
    this.#bytesMax = this.#minor >= 6 ? 32 : 21;
    if (fields) {
      fill(this.#table, fields.zero, 0);
      fill(this.#table, fields.wide, 2);
    } else {
      assume(this.#table);
    }
    this.#table.fill(0, 0, 0x20).fill(0, 0x7f, 0xa0);
  }

  /** The columns of one character on its own. @param {number} code */
  of(code) {
    return this.#table[code] ?? 1;
  }

  /** The columns of a text in one row. @param {string} text */
  columns(text) {
    let columns = 0;
    for (const cell of this.cells(text)) columns += cell.columns;
    return columns;
  }

  /**
   * The cells of a text in one row, in order.
   * @param {string} text
   * @returns {{text: string, columns: number}[]}
   */
  cells(text) {
    /** @type {{text: string, columns: number}[]} */
    const cells = [];
    let before = 0;
    for (const character of text) {
      before = this.step(character.codePointAt(0) ?? 0, before);
      const cell = cells.at(-1);
      if (joins(before) && cell) {
        cell.text += character;
        cell.columns = Math.max(cell.columns, widthOf(before));
      } else {
        cells.push({ text: character, columns: widthOf(before) });
      }
    }
    return cells;
  }

  /**
   * The next character of a row, in the integers of xterm.js's IUnicodeVersionProvider.charProperties.
   * @param {number} code
   * @param {number} before what this returned for the character before it, 0 for none.
   */
  step(code, before) {
    if (code < 0x7f) return ASCII;
    if (code === HANGUL_FILLER && this.#minor >= 6) return before | 1;
    if (this.#isMark(code)) {
      // It belongs to a cell that was there before the cursor moved.
      if (before === 0) return 1;
      return this.#joined(code, before, { wide: code === EMOJI_STYLE && this.#vsWide });
    }
    const join = before === 0 ? null : this.#join(code, before >> STATE_SHIFT);
    if (join !== null) return this.#joined(code, before, join);
    return pack(
      { bytes: bytesOf(code), first: firstOf(code), last: lastOf(code), regionals: Number(isRegional(code)) },
      this.of(code),
      0,
    );
  }

  /** Whether a character makes no sense without one before it. @param {number} code */
  #isMark(code) {
    return this.of(code) === 0 || code === JOINER || (code === EMOJI_STYLE && this.#minor >= 4);
  }

  /**
   * Whether a character that takes columns goes into the cell before it all the same, and makes that wide;
   * null if not.
   * @param {number} code
   * @param {number} state
   */
  #join(code, state) {
    if (this.#minor < 3 || (state & BYTES) + bytesOf(code) > this.#bytesMax) return null;
    if (this.#minor >= 6) return this.#joinKinds(code, state);
    if (this.#minor >= 4 && (isRegional(code) || isTone(code)))
      return (state & BYTES) < 2 ? null : { wide: true };
    return lastIn(state) === LAST.joiner ? { wide: false } : null;
  }

  /** @param {number} code @param {number} state */
  #joinKinds(code, state) {
    const jamo = jamoOf(code);
    if (jamo !== null)
      return jamo !== 'lead' && lastIn(state) === (jamo === 'vowel' ? LAST.lead : LAST.vowel)
        ? { wide: false }
        : null;
    const first = (state >> FIRST.shift) & 3;
    const paired = this.#minor < 7 || ((state >> REGIONALS_SHIFT) & 3) === 1;
    if (first === FIRST.regional && isRegional(code) && paired) return { wide: true };
    if (isToned(first, firstOf(code))) return { wide: true };
    return lastIn(state) === LAST.joiner ? { wide: false } : null;
  }

  /** @param {number} code @param {number} before @param {{wide: boolean}} options */
  #joined(code, before, { wide }) {
    const state = before >> STATE_SHIFT;
    const widens = widthOf(before) === 1 && wide;
    // tmux 3.4 keeps a blank of its own behind what it made wide, and sends that too (fixed in 3.5).
    if (widens && this.#minor === 4) return ASCII | 1;
    const width = widens ? 2 : widthOf(before);
    const [bytes, more] = [state & BYTES, bytesOf(code)];
    if (bytes + more > this.#bytesMax) return (before & ~7) | (width << 1) | 1;
    const regionals = Math.min(3, ((state >> REGIONALS_SHIFT) & 3) + Number(isRegional(code)));
    return pack(
      { bytes: bytes + more, first: (state >> FIRST.shift) & 3, last: lastOf(code), regionals },
      width,
      1,
    );
  }
}

/**
 * @param {{bytes: number, first: number, last: number, regionals: number}} options
 * @param {number} width
 * @param {0|1} join
 */
function pack({ bytes, first, last, regionals }, width, join) {
  const state = bytes | (first << FIRST.shift) | (last << LAST.shift) | (regionals << REGIONALS_SHIFT);
  return (state << STATE_SHIFT) | (width << 1) | join;
}

/** @param {number} code */
const isRegional = (code) => code >= 0x1f1e6 && code <= 0x1f1ff;
/** @param {number} code */
const isTone = (code) => code >= 0x1f3fb && code <= 0x1f3ff;
/** @param {number} state */
const lastIn = (state) => (state >> LAST.shift) & 3;
/** A person and a skin tone, in either order. @param {number} one @param {number} other */
const isToned = (one, other) =>
  (one === FIRST.person && other === FIRST.tone) || (one === FIRST.tone && other === FIRST.person);

/** @param {number} code */
function bytesOf(code) {
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}

/** @type {Uint8Array|null} */
let people = null;

/** @param {number} code */
function firstOf(code) {
  if (code < 0x1f000) return 0;
  if (isRegional(code)) return FIRST.regional;
  if (isTone(code)) return FIRST.tone;
  people ??= fill(new Uint8Array(CODES), PEOPLE, 1);
  return people[code] === 1 ? FIRST.person : 0;
}

/** @param {number} code */
function lastOf(code) {
  if (code === JOINER) return LAST.joiner;
  const jamo = jamoOf(code);
  return jamo === 'lead' || jamo === 'vowel' ? LAST[jamo] : 0;
}

/** Which part of a Korean syllable. @param {number} code */
function jamoOf(code) {
  if (code < 0x1100 || code > 0xd7fb) return null;
  if (code <= 0x115f || (code >= 0xa960 && code <= 0xa97c)) return 'lead';
  if (code <= 0x11a7 || (code >= 0xd7b0 && code <= 0xd7c6)) return 'vowel';
  return code <= 0x11ff || code >= 0xd7cb ? 'tail' : null;
}

/** @param {Uint8Array} table @param {string} runs @param {number} value */
function fill(table, runs, value) {
  let at = 0;
  for (const run of runs === '' ? [] : runs.split(' ')) {
    const [gap, length = '1'] = run.split('.');
    const begin = at + parseInt(gap, 36);
    at = begin + parseInt(length, 36);
    table.fill(value, begin, at);
  }
  return table;
}

/** @param {Uint8Array} table */
function assume(table) {
  for (let code = 0xa0; code < ASSUMED_CODES; code += 1) {
    const character = String.fromCodePoint(code);
    if (NONE.test(character)) table[code] = 0;
    else if (WIDE.test(character)) table[code] = 2;
  }
  table.fill(2, 0x20000, 0x3fffe);
}

/** @param {Fields|null|undefined} fields @returns {fields is Fields} */
function isFields(fields) {
  return (
    typeof fields?.id === 'string' &&
    typeof fields.vsWide === 'boolean' &&
    /^3\.\d$/.test(fields.rules) &&
    RUNS.test(fields.zero) &&
    RUNS.test(fields.wide)
  );
}

/** @type {Widths|null} */
let current = null;

/** The widths of this page: those of the running tmux, or of the one that a recording was made with. */
export function currentWidths() {
  return current ?? useWidths(fieldsOf(globalThis.document?.documentElement.dataset.widths));
}

/** Has this page use other widths from now on. @param {Fields|null|undefined} fields */
export function useWidths(fields) {
  current = new Widths(fields);
  return current;
}

/** @param {string} [text] JSON @returns {Fields|null} */
function fieldsOf(text = 'null') {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
