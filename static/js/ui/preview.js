/** How a session looks, small: a canvas that is painted by rows. */
import { paletteOf } from '../terminal/palettes.js';
import { el } from '../util/dom.js';
import { runsOf } from '../wire/sgr.js';

const CELL = { width: 5, height: 10 };
const FONT = '8.3px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';
const BASELINE = 7.6;
const NAMES = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];
const CUBE = [0, 95, 135, 175, 215, 255];
const SCALE_MAX = 2;

export class Preview {
  #canvas = el('canvas', { class: 'card-preview', 'aria-hidden': true });
  #size = { cols: 0, rows: 0 };
  #rows = [];
  #cursor = null;
  #theme = 'dark';

  get element() {
    return this.#canvas;
  }

  /** @param {{size: {cols: number, rows: number}, cursor: object, rows: Record<string, string>}} news all rows, or those that changed. */
  take({ size, cursor, rows }) {
    const resized = size.cols !== this.#size.cols || size.rows !== this.#size.rows;
    if (resized) this.#rows = Array.from({ length: size.rows }, () => '');
    this.#size = size;
    const changed = new Set(Object.keys(rows).map(Number));
    for (const row of [this.#cursor, cursor]) if (row) changed.add(row.y);
    for (const [y, row] of Object.entries(rows)) this.#rows[y] = row;
    this.#cursor = cursor;
    if (resized) this.paint(this.#theme);
    else this.#paintRows(changed);
  }

  /** Everything anew, in the colours of a theme. */
  paint(theme) {
    this.#theme = theme;
    if (this.#size.cols === 0) return;
    const scale = Math.min(SCALE_MAX, Math.max(1, globalThis.devicePixelRatio));
    this.#canvas.width = this.#size.cols * CELL.width * scale;
    this.#canvas.height = this.#size.rows * CELL.height * scale;
    this.#canvas.getContext('2d').scale(scale, scale);
    this.#paintRows(this.#rows.keys());
  }

  #paintRows(numbers) {
    const context = this.#canvas.getContext('2d');
    const palette = paletteOf(this.#theme);
    context.font = FONT;
    for (const y of numbers) if (y < this.#size.rows) this.#paintRow(context, palette, y);
  }

  #paintRow(context, palette, y) {
    const top = y * CELL.height;
    context.fillStyle = palette.background;
    context.fillRect(0, top, this.#size.cols * CELL.width, CELL.height);
    for (const { at, text, cells, look } of runsOf(this.#rows[y])) {
      const [ink, paper] = coloursOf(look, palette);
      const [left, width] = [at * CELL.width, cells * CELL.width];
      if (paper !== palette.background) fill(context, paper, left, top, width);
      if (look.hidden || text.trim() === '') continue;
      context.globalAlpha = look.dim ? 0.6 : 1;
      context.fillStyle = ink;
      context.fillText(text, left, top + BASELINE, width);
      context.globalAlpha = 1;
    }
    const cursor = this.#cursor;
    if (cursor?.visible && cursor.y === y) fill(context, palette.cursor, cursor.x * CELL.width, top, CELL.width);
  }
}

function fill(context, colour, left, top, width) {
  context.fillStyle = colour;
  context.fillRect(left, top, width, CELL.height);
}

function coloursOf(look, palette) {
  const ink = look.fg === null ? palette.foreground : colourOf(look.fg, palette);
  const paper = look.bg === null ? palette.background : colourOf(look.bg, palette);
  return look.inverse ? [paper, ink] : [ink, paper];
}

function colourOf(colour, palette) {
  if (typeof colour === 'string') return colour;
  if (colour < 8) return palette[NAMES[colour]];
  if (colour < 16) return palette[`bright${NAMES[colour - 8][0].toUpperCase()}${NAMES[colour - 8].slice(1)}`];
  if (colour >= 232) return `rgb(${Array(3).fill(8 + 10 * (colour - 232)).join(' ')})`;
  const cube = colour - 16;
  return `rgb(${CUBE[Math.floor(cube / 36)]} ${CUBE[Math.floor(cube / 6) % 6]} ${CUBE[cube % 6]})`;
}
