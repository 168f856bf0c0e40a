/** Draws what a session shows, small but readable, on a canvas. */
import { cssOf } from '../../terminal/render/run-style.js';
import { paletteOf } from '../../terminal/render/palettes.js';
import { lastUsed, topRow } from '../../lib/crop.js';
import { el } from '../../lib/dom.js';
import { currentWidths } from '../../lib/widths.js';
import { runsOf } from '../../wire/sgr.js';

const FAMILY = '"WebMux Symbols", ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace';
/** In parts of the font size. */
const CELL = { width: 0.6, height: 1.2, baseline: 0.92 };
const SCALE_MAX = 2;
/** The default of terminals. */
const CONTRAST = 4.5;
// Characters that monospace fonts draw as wide as a cell.
const PLAIN = /^[\x20-\x7e\u00a0-\u024f\u2500-\u259f]*$/;

/**
 * @typedef {object} Update all rows of a screen, or those that changed.
 * @property {{cols: number, rows: number}} size
 * @property {{x: number, y: number, visible: boolean}|null} cursor
 * @property {Record<string, string>} rows by number, with SGR sequences.
 */

/** Shows as many rows as fit, up to the last one in use. The style sheet sets its size. */
export class Preview {
  #canvas = el('canvas', { class: 'card-preview', 'aria-hidden': true });
  #fontPx;
  #size = { cols: 0, rows: 0 };
  #rows = [];
  #runs = new Map();
  #cursor = null;
  /** @type {'dark'|'light'} */
  #theme = 'dark';
  #room = { width: 0, height: 0 };
  #view = null;
  #observer = new ResizeObserver(([{ contentRect }]) => this.#resized(contentRect));

  constructor({ fontPx = 10 } = {}) {
    this.#fontPx = fontPx;
    this.#observer.observe(this.#canvas);
  }

  get element() {
    return this.#canvas;
  }

  /** @param {Update} update */
  update({ size, cursor, rows }) {
    const resized = size.cols !== this.#size.cols || size.rows !== this.#size.rows;
    if (resized) this.#rows = Array.from({ length: size.rows }, () => '');
    if (resized) this.#runs.clear();
    this.#size = size;
    const changed = new Set(Object.keys(rows).map(Number));
    for (const row of [this.#cursor, cursor]) if (row) changed.add(row.y);
    for (const [y, row] of Object.entries(rows)) {
      this.#rows[y] = row;
      this.#runs.delete(Number(y));
    }
    this.#cursor = cursor;
    if (resized || this.#viewNow().top !== this.#view?.top) this.#paint();
    else this.#paintRows(changed);
  }

  /** Paints everything in the colours of a theme. @param {'dark'|'light'} theme */
  paint(theme) {
    this.#theme = theme;
    this.#paint();
  }

  dispose() {
    this.#observer.disconnect();
  }

  #resized({ width, height }) {
    if (width === this.#room.width && height === this.#room.height) return;
    this.#room = { width, height };
    this.#paint();
  }

  /** What fits, in whole device pixels, so that nothing is blurred. `offset` is the top of the first row. */
  #viewNow() {
    const scale = Math.min(SCALE_MAX, Math.max(1, globalThis.devicePixelRatio));
    const [width, height] = [this.#room.width, this.#room.height].map((side) => Math.floor(side * scale));
    const fontPx = this.#fontPx * scale;
    const cell = {
      width: Math.max(1, Math.round(fontPx * CELL.width)),
      height: Math.max(1, Math.round(fontPx * CELL.height)),
    };
    const room = Math.max(1, Math.floor(height / cell.height));
    const last = lastUsed(this.#size.rows, (y) => isBlank(this.#runsAt(y)), this.#cursor);
    const top = topRow(this.#size.rows, room, { last, cursor: this.#cursor });
    // The space above the whole rows shows the lower part of one more row.
    const more = top > 0 ? 1 : 0;
    return {
      width,
      height,
      cell,
      fontPx,
      top: top - more,
      rows: room + more,
      offset: more * (height - (room + 1) * cell.height),
    };
  }

  #runsAt(y) {
    if (!this.#runs.has(y)) this.#runs.set(y, runsOf(this.#rows[y] ?? ''));
    return this.#runs.get(y);
  }

  #paint() {
    if (this.#size.cols === 0 || this.#room.width < 1 || this.#room.height < 1) return;
    const view = this.#viewNow();
    this.#view = view;
    this.#canvas.width = view.width;
    this.#canvas.height = view.height;
    this.#canvas.classList.toggle('is-cut', view.top > 0 || view.offset < 0);
    this.#canvas.style.background = paletteOf(this.#theme).background;
    const context = this.#canvas.getContext('2d');
    context.translate(0, view.offset);
    context.font = `${view.fontPx}px ${FAMILY}`;
    context.letterSpacing = `${view.cell.width - context.measureText('0').width}px`;
    this.#paintRows(Array.from({ length: view.rows }, (_, row) => view.top + row));
  }

  #paintRows(numbers) {
    if (this.#view === null) return;
    const { top, rows } = this.#view;
    const context = this.#canvas.getContext('2d');
    const palette = paletteOf(this.#theme);
    for (const y of numbers)
      if (y >= top && y < Math.min(top + rows, this.#size.rows)) this.#paintRow(context, palette, y);
  }

  #paintRow(context, palette, y) {
    const { cell, fontPx, width, top: first } = this.#view;
    const top = (y - first) * cell.height;
    const fill = (colour, at, cells) => {
      context.fillStyle = colour;
      context.fillRect(at * cell.width, top, cells * cell.width, cell.height);
    };
    fill(palette.background, 0, this.#size.cols);
    for (const { at, text, cells, style } of this.#runsAt(y)) {
      if (at * cell.width >= width) continue;
      const [ink, paper] = coloursOf(style, palette);
      if (paper !== palette.background) fill(paper, at, cells);
      if (style.hidden || text.trim() === '') continue;
      context.globalAlpha = style.dim ? 0.6 : 1;
      context.fillStyle = ink;
      const write = (part, from, length) =>
        context.fillText(part, from * cell.width, top + fontPx * CELL.baseline, length * cell.width);
      if (PLAIN.test(text)) write(text, at, cells);
      else writeCells(text, at, write);
      context.globalAlpha = 1;
    }
    const cursor = this.#cursor;
    if (cursor?.visible && cursor.y === y) fill(palette.cursor, cursor.x, 1);
  }
}

/** Writes each cell in its place, whatever widths the font has. */
function writeCells(text, at, write) {
  let column = at;
  for (const cell of currentWidths().cells(text)) {
    write(cell.text, column, Math.max(1, cell.columns));
    column += cell.columns;
  }
}

/** Whether a row shows nothing. @param {ReturnType<typeof runsOf>} runs @testonly */
export function isBlank(runs) {
  return runs.every(
    ({ text, style }) => (style.hidden || text.trim() === '') && style.bg === null && !style.inverse,
  );
}

/**
 * The colours of a run and of its background, with enough contrast to read it.
 * @param {import('../../wire/sgr.js').Style} style
 * @returns {[string, string]}
 * @testonly
 */
export function coloursOf(style, palette) {
  const { color = palette.foreground, backgroundColor = palette.background } = cssOf(style, {
    palette,
    contrast: CONTRAST,
  });
  return [color, backgroundColor];
}
