/** One row of a history as an element: selectable text in its colours, each character in its columns. */
import { cssOf } from '../../terminal/render/run-style.js';
import { el } from '../../lib/dom.js';
import { currentWidths } from '../../lib/widths.js';
import { runsOf } from '../../wire/sgr.js';

// Every monospace font has these in its own width. Others get a box of as many cells as tmux counts.
const PLAIN = /^[\x20-\x7e\u00a0-\u024f\u2500-\u259f]*$/;

/** A row's text without its colours. */
export function plainOf(row) {
  return row.includes('\x1b')
    ? runsOf(row)
        .map(({ text }) => text)
        .join('')
    : row;
}

/**
 * @param {string|undefined} row undefined if it is not loaded.
 * @param {number} number
 * @param {import('../../terminal/render/run-style.js').Appearance} appearance of the terminal.
 * @param {{begin: number, end: number, current: boolean}[]} marks the matches in it, in order.
 */
export function rowElement(row, number, appearance, marks) {
  const element = el('div', {
    class: row === undefined ? 'history-row is-missing' : 'history-row',
    'data-row': number,
  });
  if (row === undefined) return element;
  let at = 0;
  for (const { text, style } of runsOf(row.trimEnd())) {
    const css = cssOf(style, appearance);
    for (const piece of pieces(text, at, marks)) append(element, piece, css);
    at += text.length;
  }
  return element;
}

/** Cuts a run of text at the beginning and end of each match. */
function pieces(text, at, marks) {
  const found = [];
  let done = 0;
  for (const { begin, end, current } of marks) {
    const [low, high] = [Math.max(begin - at, done), Math.min(end - at, text.length)];
    if (low >= high) continue;
    if (low > done) found.push({ text: text.slice(done, low) });
    found.push({ text: text.slice(low, high), mark: current ? 'history-mark is-current' : 'history-mark' });
    done = high;
  }
  if (done < text.length) found.push({ text: text.slice(done) });
  return found;
}

function append(row, { text, mark }, style) {
  const styled = Object.keys(style).length > 0;
  const holder = mark || styled ? row.appendChild(document.createElement(mark ? 'mark' : 'span')) : row;
  if (mark) holder.className = mark;
  if (styled) Object.assign(holder.style, mark ? { ...style, color: '', backgroundColor: '' } : style);
  if (PLAIN.test(text)) {
    holder.append(text);
    return;
  }
  let plain = '';
  for (const cell of currentWidths().cells(text)) {
    if (PLAIN.test(cell.text)) {
      plain += cell.text;
      continue;
    }
    holder.append(plain, boxed(cell));
    plain = '';
  }
  holder.append(plain);
}

function boxed({ text, columns }) {
  const box = document.createElement('span');
  box.className = columns === 2 ? 'history-box is-wide' : 'history-box';
  box.textContent = text;
  return box;
}
