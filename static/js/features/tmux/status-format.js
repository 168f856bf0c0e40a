/**
 * Reads a row of tmux's status line, with its styles as `#[fg=red,bold]`. Pure.
 * Source: format_draw (format-draw.c), style_parse (style.c), attributes_fromstring and colour_fromstring.
 */

/**
 * @typedef {object} StatusStyle as that of `cssOf`.
 * @property {number|string|null} fg an index of the palette, `#rrggbb`, or null.
 * @property {number|string|null} bg
 * @property {boolean} bold
 * @property {boolean} dim
 * @property {boolean} italic
 * @property {boolean} underline
 * @property {boolean} strike
 * @property {boolean} inverse
 * @property {boolean} hidden
 *
 * @typedef {{text: string, style: StatusStyle}} Run
 * @typedef {{left: Run[], centre: Run[], right: Run[], fill: number|string|null}} StatusRow
 */

const ATTRIBUTES = Object.freeze({
  bold: 'bold',
  bright: 'bold',
  dim: 'dim',
  italics: 'italic',
  underscore: 'underline',
  'double-underscore': 'underline',
  'curly-underscore': 'underline',
  'dotted-underscore': 'underline',
  'dashed-underscore': 'underline',
  strikethrough: 'strike',
  reverse: 'inverse',
  hidden: 'hidden',
});
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const SIDES = Object.freeze({ left: 'left', centre: 'centre', 'absolute-centre': 'centre', right: 'right' });
const PLAIN = Object.freeze({
  ...{ fg: null, bg: null, bold: false, dim: false, italic: false },
  ...{ underline: false, strike: false, inverse: false, hidden: false },
});

/** The style of a whole status line. @param {string} text as the option has it. @returns {StatusStyle} */
export function styleOf(text) {
  const reader = new RowReader(PLAIN);
  reader.apply(text);
  return reader.style;
}

/**
 * A row, with text that tmux sorts to its sides.
 * @param {string} text
 * @param {StatusStyle} base
 * @returns {StatusRow}
 */
export function parseRow(text, base) {
  const reader = new RowReader(base);
  let at = 0;
  while (at < text.length) {
    const [hashes] = /^#*/.exec(text.slice(at)) ?? [''];
    const count = hashes.length;
    at += count;
    if (text[at] !== '[' || count === 0) {
      const [plain] = /^[^#]*/.exec(text.slice(at)) ?? [''];
      reader.add('#'.repeat(Math.ceil(count / 2)) + plain);
      at += plain.length;
      continue;
    }
    reader.add('#'.repeat(Math.floor(count / 2)));
    const end = count % 2 === 1 ? text.indexOf(']', at) : at;
    if (end < 0) break; // as tmux, which draws nothing behind it
    if (count % 2 === 1) reader.apply(text.slice(at + 1, end));
    else reader.add('[');
    at = end + 1;
  }
  return reader.row;
}

class RowReader {
  /** @type {StatusRow} */
  row = { left: [], centre: [], right: [], fill: null };
  #base;
  #default;
  #style;
  /** @type {'left'|'centre'|'right'} */
  #side = 'left';
  #isMarker = false;

  /** @param {StatusStyle} base */
  constructor(base) {
    this.#base = base;
    this.#default = base;
    this.#style = base;
  }

  get style() {
    return this.#style;
  }

  /** @param {string} text */
  add(text) {
    if (text === '' || this.#isMarker) return;
    const runs = this.row[this.#side];
    const last = runs.at(-1);
    if (last?.style === this.#style) last.text += text;
    else runs.push({ text, style: this.#style });
  }

  /** @param {string} words of a style. As in tmux, a wrong one is left out. */
  apply(words) {
    const [before, names] = [this.#style, words.toLowerCase().split(/[ ,]+/)];
    for (const word of names) {
      const [name, value] = word.split('=', 2);
      if (value === undefined) this.#switch(name);
      else this.#set(name, value);
    }
    if (names.includes('push-default')) this.#default = before;
    else if (names.includes('pop-default')) this.#default = this.#base;
  }

  /** @param {string} name */
  #switch(name) {
    if (name === 'default') this.#style = this.#default;
    else if (name === 'noalign') this.#side = 'left';
    else if (name === 'nolist') this.#isMarker = false;
    else if (name === 'none') this.#change({ ...PLAIN, fg: this.#style.fg, bg: this.#style.bg });
    else if (Object.hasOwn(ATTRIBUTES, name)) this.#change({ [ATTRIBUTES[name]]: true });
    else if (name.startsWith('no') && Object.hasOwn(ATTRIBUTES, name.slice(2)))
      this.#change({ [ATTRIBUTES[name.slice(2)]]: false });
  }

  /** @param {string} name @param {string} value */
  #set(name, value) {
    if (name === 'align' && Object.hasOwn(SIDES, value)) this.#side = SIDES[value];
    else if (name === 'list') this.#isMarker = value.endsWith('-marker');
    else if (name === 'fg' || name === 'bg') {
      const colour = value === 'default' ? this.#default[name] : colourOf(value);
      if (colour !== undefined) this.#change({ [name]: colour });
    } else if (name === 'fill') this.row.fill = colourOf(value) ?? null;
  }

  /** @param {Partial<StatusStyle>} changes */
  #change(changes) {
    this.#style = { ...this.#style, ...changes };
  }
}

/**
 * A colour of tmux; null is that of the terminal, undefined is no colour.
 * @param {string} text
 * @returns {number|string|null|undefined}
 */
function colourOf(text) {
  if (text === 'terminal') return null;
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  const number = /^(?:colou?r)?([0-9]{1,3})$/.exec(text)?.[1];
  if (number !== undefined) return Number(number) < 256 ? Number(number) : undefined;
  const at = NAMES.indexOf(text.replace(/^bright/, ''));
  if (at < 0) return undefined;
  return text.startsWith('bright') ? at + 8 : at;
}
