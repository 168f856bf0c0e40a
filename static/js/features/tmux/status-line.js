/** tmux's status line as text, above or below the panes, while the user's setting is on. */
import { el, need } from '../../lib/dom.js';
import { logWarning } from '../../lib/log.js';
import { cssOf } from '../../terminal/render/run-style.js';
import { parseRow, styleOf } from './status-format.js';
import { TEXT } from './tmux-text.js';

/** @typedef {{position: 'top'|'bottom', style: string, rows: string[]}} Status event of the server. */

const SETTING = 'panes.status';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installStatusLine(page) {
  const bar = el('div', {
    class: 'tmux-status',
    role: 'region',
    'aria-label': TEXT.statusLine,
    hidden: true,
  });
  const main = need('#terminal');
  main.append(bar);
  /** @type {Status|null} */
  let status = null;
  const show = () => {
    draw(bar, status, page.screen.looks);
    bar.hidden = bar.childElementCount === 0;
    main.classList.toggle('has-status-top', !bar.hidden && status?.position === 'top');
    main.classList.toggle('has-status-bottom', !bar.hidden && status?.position !== 'top');
    main.style.setProperty('--status-px', `${bar.hidden ? 0 : bar.offsetHeight}px`);
  };
  const ask = (on) =>
    page.panes.command('status-line', { on }).catch((error) => logWarning(`status line: ${error.message}`));
  page.events.on('status-line', (event) => {
    status = page.settings.get(SETTING) ? event : null;
    show();
  });
  const follow = () => {
    const on = page.settings.get(SETTING);
    if (!on) {
      status = null;
      show();
    }
    ask(on);
  };
  page.events.on('attached', follow);
  let first = true;
  page.settings.watch(SETTING, () => {
    if (!first) follow();
    first = false;
  });
  document.addEventListener('webmux:theme', show);
  for (const name of ['font.family', 'font.size']) page.settings.watch(name, () => status && show());
}

/**
 * @param {HTMLElement} bar
 * @param {Status|null} status
 * @param {import('../../terminal/render/run-style.js').Appearance} appearance of the terminals.
 * @testonly
 */
export function draw(bar, status, appearance) {
  const base = styleOf(status?.style ?? '');
  bar.style.fontFamily = appearance.fontFamily ?? '';
  bar.style.fontSize = `${appearance.fontSize}px`;
  bar.replaceChildren(...(status?.rows ?? []).map((text) => rowOf(parseRow(text, base), base, appearance)));
}

function rowOf(row, base, appearance) {
  const element = el('div', { class: 'tmux-status-row' });
  const ground = row.fill === null ? base : { ...base, bg: row.fill };
  Object.assign(element.style, cssOf(ground, appearance));
  for (const side of ['left', 'centre', 'right'])
    element.append(
      el('span', { class: `tmux-status-${side}` }, ...row[side].map((run) => runOf(run, appearance))),
    );
  return element;
}

function runOf({ text, style }, appearance) {
  const element = el('span', { text });
  const { palette } = appearance;
  // What is plain for a terminal is not plain here.
  Object.assign(element.style, {
    color: palette.foreground,
    backgroundColor: palette.background,
    ...cssOf(style, appearance),
  });
  return element;
}
