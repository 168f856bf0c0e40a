/**
 * What the DOM renderer of xterm.js 6.0.0 draws wrongly, mended from outside of it:
 * - The browser shapes the cells of a span together, so a sequence that a font joins takes fewer columns than in tmux.
 * - Reverse video of default colours is corrected for contrast against the wrong colour.
 * - A run that begins with a line of a box gets no contrast at all; those lines get none on purpose.
 * There is no option for any of this; where its parts are called otherwise, nothing is changed. A test looks at all three.
 */

// What every monospace font has in the width of its cells, and never joins.
const PLAIN =
  /^[\u0020-\u007e\u00a0-\u02ff\u0370-\u052f\u2010-\u2027\u2500-\u259f\u2e80-\u312f\u3190-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef]*$/u;
const ASCII_LAST = '~';
const isBox = (chars) => chars >= '\u2500' && chars <= '\u259f';
// Less than a pixel of a hundred columns: it only tells the renderer that two cells do not belong into one span.
const APART_PX = 1e-6;
const KINDS = 64;
// Which argument of createRow is the WidthCache.
const WIDTHS_AT = 8;
const WHOLE = 1e-3;
// Separators that pages/terminal.css draws.
const DRAWN = /^[\ue0b0-\ue0b4\ue0b6]$/;

/**
 * @param {import('../../../vendor/xterm.mjs').Terminal} terminal that draws in the DOM.
 * @param {import('../../lib/disposables.js').Disposables} disposables of the terminal.
 */
export function mendRows(terminal, disposables) {
  const factory = terminal._core?._renderService?._renderer?.value?._rowFactory;
  if (typeof factory?.createRow !== 'function' || typeof factory._applyMinimumContrast !== 'function') return;
  mendContrast(factory, terminal);
  mendWidths(factory);
  const seams = () => closeSeams(terminal);
  seams();
  disposables.listen(window, 'resize', seams);
}

/** Where pixels of the page are no whole pixels of the screen, pages/terminal.css lets grounds overlap: else what is behind shows between cells. */
function closeSeams({ element }) {
  element.classList.toggle('has-seams', !Number.isInteger(globalThis.devicePixelRatio));
}

function mendContrast(factory, terminal) {
  const apply = factory._applyMinimumContrast;
  const colours = () => terminal._core._themeService.colors;
  factory._applyMinimumContrast = function applied(element, background, foreground, cell, ...overrides) {
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

function mendWidths(factory) {
  const { createRow } = factory;
  const measured = new MeasuredApart();
  factory.createRow = function row(...args) {
    measured.cache = args[WIDTHS_AT];
    args[WIDTHS_AT] = measured;
    const elements = createRow.apply(this, args);
    for (const element of elements) if (!PLAIN.test(element.textContent)) box(element);
    return elements;
  };
}

/** In place of xterm.js's WidthCache: says of odd characters that they have no width, each another nothing. */
class MeasuredApart {
  cache = null;
  #turn = 0;

  get(chars, bold, italic) {
    if (chars.length === 1 && chars <= ASCII_LAST) return this.cache.get(chars, bold, italic);
    if (!PLAIN.test(chars)) {
      this.#turn = (this.#turn + 1) % KINDS;
      return (this.#turn + 2) * APART_PX;
    }
    const width = this.cache.get(chars, bold, italic);
    return isBox(chars) ? width + APART_PX : width;
  }
}

/** An odd character takes what its cells take, whatever the font does; the renderer left that in the letter spacing. */
function box(element) {
  const width = parseFloat(element.style.letterSpacing);
  if (!Number.isFinite(width)) return;
  element.style.letterSpacing = '0px';
  element.style.width = `${Math.round(width / WHOLE) * WHOLE}px`;
  const text = element.textContent;
  if (DRAWN.test(text)) element.classList.add(`symbol-${text.codePointAt(0).toString(16)}`);
}
