/** The numbers of the panes over them, as `display-panes`: a number goes to its pane. */
import { el } from '../../lib/dom.js';
import { attempt } from '../../components/attempt.js';
import { TEXT } from './tmux-text.js';

/** tmux waits one second, which is short for a screen that is far away. */
const SHOWN_MS = 4_000;

/** @param {import('../../pages/page-contract.js').Page} page */
export async function showPaneNumbers(page) {
  const { panes } = await page.panes.command('panes');
  const room = page.layer.getBoundingClientRect();
  const numbers = el('div', { class: 'pane-numbers', role: 'group', 'aria-label': TEXT.numbers });
  const shown = new Map();
  for (const { pane, index } of panes.map((one) => ({ ...one, pane: numberOf(one.pane) }))) {
    if (!page.panes.screen.shown.includes(pane)) continue;
    const { left, top, width, height } = page.panes.screen.terminalOf(pane).element.getBoundingClientRect();
    const badge = el('button', {
      class: pane === page.panes.screen.focused ? 'pane-number is-focused' : 'pane-number',
      type: 'button',
      'aria-label': TEXT.goToPane(index),
      text: String(index),
      on: { click: () => choose(pane) },
    });
    badge.style.left = `${left - room.left + width / 2}px`;
    badge.style.top = `${top - room.top + height / 2}px`;
    numbers.append(badge);
    shown.set(String(index), pane);
  }
  page.layer.append(numbers);
  page.say(TEXT.numbers);
  const timer = setTimeout(close, SHOWN_MS);
  document.addEventListener('keydown', onKey, true);

  function onKey(event) {
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
    close();
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (shown.has(event.key)) choose(shown.get(event.key));
    else if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
  }
  function close() {
    clearTimeout(timer);
    document.removeEventListener('keydown', onKey, true);
    numbers.remove();
  }
  function choose(pane) {
    close();
    attempt(() => page.panes.command('select', { pane }));
    page.focus();
  }
}

/** The number of a pane's id: `%5` or 5. */
const numberOf = (pane) => Number(String(pane).replace('%', ''));
