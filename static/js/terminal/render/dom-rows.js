/**
 * Fixes what the DOM renderer of xterm.js 6.0.0 draws wrongly, from outside:
 * - The browser shapes the cells of a span together, so a sequence that a font joins takes fewer columns than
 * in tmux.
 * - Reverse video of default colours is corrected for contrast against the wrong colour.
 * - A run that begins with a box-drawing line gets no contrast at all; such lines get none on purpose.
 * No option does any of this. If the parts have other names, nothing is changed. A test checks all three.
 */

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */

// Characters that every monospace font has in the width of its cells, and never joins.
const PLAIN =
  /^[\u0020-\u007e\u00a0-\u02ff\u0370-\u052f\u2010-\u2027\u2500-\u259f\u2e80-\u312f\u3190-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]*$/u;
const ASCII_LAST = '~';
/** @param {string} chars */
const isBox = (chars) => chars >= '\u2500' && chars <= '\u259f';
// Less than a pixel in a hundred columns: it makes the renderer put two cells into two spans.
const APART_PX = 1e-6;
const KINDS = 64;
// Which argument of createRow is the WidthCache.
const WIDTHS_AT = 8;
const WHOLE = 1e-3;
// Separators that rows.css draws.
const DRAWN = /^[\ue0b0-\ue0b4\ue0b6]$/;

/**
 * @param {OpenTerminal} terminal that draws in the DOM.
 * @param {Disposables} disposables of the terminal.
 */
export function fixRows(terminal, disposables) {
  const factory = /** @type {any} */ (terminal)._core?._renderService?._renderer?.value?._rowFactory;
  if (typeof factory?.createRow !== 'function' || typeof factory._applyMinimumContrast !== 'function') return;
  fixContrast(factory, terminal);
  fixWidths(factory);
  const seams = () => closeSeams(terminal);
  seams();
  disposables.listen(window, 'resize', seams);
}

/**
 * If pixels of the page are not whole pixels of the screen, backgrounds overlap (rows.css):
 * otherwise gaps show
 * between cells.
 * @param {{element: HTMLElement}} options
 */
function closeSeams({ element }) {
  element.classList.toggle('has-seams', !Number.isInteger(globalThis.devicePixelRatio));
}

/** @param {any} factory @param {OpenTerminal} terminal */
function fixContrast(factory, terminal) {
  const apply = factory._applyMinimumContrast;
  const colours = () => /** @type {any} */ (terminal)._core._themeService.colors;
  factory._applyMinimumContrast = function applied(/** @type {any[]} */ ...args) {
    const [element, background, foreground, cell, ...overrides] = args;
    const reverse =
      cell.isInverse() && cell.isBgDefault() && foreground === colours().foreground && !overrides[1];
    return apply.call(
      this,
      element,
      background,
      reverse ? colours().background : foreground,
      cell,
      ...overrides,
    );
  };
}

/** @param {any} factory */
function fixWidths(factory) {
  const { createRow } = factory;
  const measured = new MeasuredApart();
  factory.createRow = function row(/** @type {any[]} */ ...args) {
    measured.cache = args[WIDTHS_AT];
    args[WIDTHS_AT] = measured;
    const elements = createRow.apply(this, args);
    for (const element of elements) if (!PLAIN.test(element.textContent)) box(element);
    return elements;
  };
}

/** Replaces the WidthCache of xterm.js: unusual characters have almost no width, each a different one. */
class MeasuredApart {
  /** @type {any} */
  cache = null;
  #next = 0;

  /** @param {string} chars @param {boolean} bold @param {boolean} italic */
  get(chars, bold, italic) {
    if (chars.length === 1 && chars <= ASCII_LAST) return this.cache.get(chars, bold, italic);
    if (!PLAIN.test(chars)) {
      this.#next = (this.#next + 1) % KINDS;
      return (this.#next + 2) * APART_PX;
    }
    const width = this.cache.get(chars, bold, italic);
    return isBox(chars) ? width + APART_PX : width;
  }
}

/**
 * Gives an unusual character the width of its cells, whatever the font does. The renderer wrote it to the
 * letter
 * spacing.
 * @param {HTMLElement} element
 */
function box(element) {
  const width = parseFloat(element.style.letterSpacing);
  if (!Number.isFinite(width)) return;
  element.style.letterSpacing = '0px';
  element.style.width = `${Math.round(width / WHOLE) * WHOLE}px`;
  const text = element.textContent;
  if (DRAWN.test(text)) element.classList.add(`symbol-${text.codePointAt(0)?.toString(16)}`);
}
