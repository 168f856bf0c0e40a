/** The elements of the history around its rows: bar, scroller, and the button for new output. */
import { el } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { TEXT } from './history-text.js';

/**
 * @param {boolean} isPager if not, the history looks like the terminal, scrolled back.
 * @param {Record<'onWrap'|'onFind'|'onCopy'|'onClose'|'onNewOutput', () => void>} handlers
 */
export function buildHistoryFrame(isPager, { onWrap, onFind, onCopy, onClose, onNewOutput }) {
  const scroller = el('div', {
    class: 'history-scroller',
    tabindex: '0',
    role: 'document',
    'aria-label': TEXT.lines,
  });
  const position = el('span', { class: 'history-position' });
  const choice = el('select', { class: 'history-choice', 'aria-label': TEXT.pane, hidden: true });
  const note = el('span', {
    class: 'history-note',
    text: TEXT.reconstructed,
    title: TEXT.reconstructedTitle,
    hidden: true,
  });
  const wrap = iconButton('wrap', TEXT.wrap, onWrap, { hidden: true });
  const bar = el(
    'div',
    { class: 'history-bar' },
    el('h2', { class: 'history-title', text: TEXT.history }),
    choice,
    note,
    position,
    wrap,
    iconButton('find', TEXT.findInHistory, onFind),
    iconButton('copy', TEXT.copy, onCopy),
    iconButton('close', TEXT.close, onClose),
  );
  const newOutput = el('button', {
    class: 'history-chip',
    type: 'button',
    hidden: true,
    text: TEXT.newOutput,
    on: { click: onNewOutput },
  });
  const whole = el(
    'section',
    { class: isPager ? 'history' : 'history is-scrolled', 'aria-label': TEXT.history },
    bar,
    scroller,
    newOutput,
  );
  return { whole, scroller, position, choice, note, wrap, newOutput };
}
