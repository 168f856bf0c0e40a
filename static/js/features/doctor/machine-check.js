/** The checks of `webmux doctor` in a page, and other tmux servers whose sessions are not shown. */
import { attempt } from '../../components/attempt.js';
import { toast } from '../../components/toast.js';
import { el, setText, speak } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { TEXT } from './doctor-text.js';

const STYLE = 'features/doctor/doctor.css';
const BAD = ['error', 'warning'];

/** @typedef {{level: 'ok'|'warning'|'error', cause: string, fix: string}} Finding */
/** @typedef {Pick<import('../../net/api.js').Api, 'ask'>} Server */

/**
 * Runs the checks whenever the button is pressed, and shows them in the box.
 * @param {HTMLButtonElement} button
 * @param {HTMLElement} box
 * @param {Server} api
 */
export function installCheck(button, box, api) {
  button.addEventListener('click', async () => {
    button.disabled = true;
    setText(button, TEXT.checking);
    const [report] = await Promise.all([
      attempt(() => api.ask('POST', '/api/admin/doctor'), { text: TEXT.notChecked }),
      needStyle(STYLE),
    ]);
    button.disabled = false;
    setText(button, TEXT.again);
    if (report) show(box, report.findings);
  });
}

/**
 * Names other tmux servers of the same system user that have sessions.
 * @param {HTMLElement} box
 * @param {Server} api
 */
export async function showOtherSockets(box, api) {
  // Without an answer nothing is missing in the page, so no error is shown.
  const [answer] = await Promise.all([
    api.ask('GET', '/api/tmux-sockets').catch(() => null),
    needStyle(STYLE),
  ]);
  box.replaceChildren(...(answer?.others ?? []).map(socketNote));
}

/** @param {HTMLElement} box @param {Finding[]} findings */
function show(box, findings) {
  const count = (level) => findings.filter((one) => one.level === level).length;
  const summary = TEXT.summary(TEXT.found(count('error'), count('warning')));
  const good = findings.filter((one) => one.level === 'ok');
  const heading = el('p', { class: 'check-summary', text: summary });
  box.replaceChildren(
    heading,
    el('ul', { class: 'findings' }, ...BAD.flatMap((level) => rows(findings, level))),
    el(
      'details',
      { class: 'findings-good' },
      el('summary', { text: TEXT.inOrder(good.length) }),
      el('ul', { class: 'findings' }, ...good.map(row)),
    ),
  );
  // On a phone all of it is below the edge of the screen.
  heading.scrollIntoView({ block: 'center' });
  speak(summary);
}

const rows = (findings, level) => findings.filter((one) => one.level === level).map(row);

/** @param {Finding} finding */
function row({ level, cause, fix }) {
  const name = el('span', { class: `check-level is-${level}`, text: TEXT.levels[level] });
  const text = el('p', {}, name, ' ', cause);
  return el('li', {}, text, ...(fix ? [commandLine(fix)] : []));
}

/** @param {{path: string, sessions: number, show: string}} socket */
function socketNote({ path, sessions, show: command }) {
  return el(
    'div',
    { class: 'notice other-socket' },
    el('p', { text: TEXT.elsewhere(sessions, path) }),
    el('p', { class: 'muted', text: TEXT.show }),
    commandLine(command),
  );
}

/** A command and the button that copies it. @param {string} command */
function commandLine(command) {
  const code = el('code', { text: command, tabindex: '0' });
  const copy = el('button', {
    class: 'button button-small',
    type: 'button',
    text: TEXT.copy,
    'aria-label': `${TEXT.copyCommand}: ${command}`,
    on: { click: () => copyText(code) },
  });
  return el('div', { class: 'fix' }, code, copy);
}

/** @param {HTMLElement} code */
async function copyText(code) {
  try {
    await navigator.clipboard.writeText(code.textContent);
    toast(TEXT.copied);
  } catch {
    // Without HTTPS there is no clipboard: select the text, so that one key copies it.
    getSelection()?.selectAllChildren(code);
    toast(TEXT.selected);
  }
}
