/** Says what this tmux lacks for native panes: once in a browser for each version, and when it is asked. */
import { lateButton, textButton } from '../../components/controls.js';
import { rooted } from '../../lib/base-path.js';
import { el } from '../../lib/dom.js';
import { KEYS, readObject, updateObject } from '../../lib/storage.js';
import { showModal } from '../../lib/visual-viewport.js';
import { LIMITS, TEXT } from './limits-text.js';

/**
 * @typedef {object} Limits
 * @property {string} tmux its version.
 * @property {string[]} limits names of what it lacks; one that has no text here is left out.
 */

/** Those that have a text. @param {string[]} names */
const known = (names) => names.filter((name) => Object.hasOwn(LIMITS, name));

/**
 * Shows the notice until it is closed; nothing if this browser showed it for this version.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {Limits} limits
 */
export function showLimitsOnce(page, { tmux, limits }) {
  const names = known(limits);
  // The path of the server: several can have one origin.
  if (names.length === 0 || readObject(KEYS.limits)[rooted('/')] === tmux) return;
  const notice = el('section', { class: 'tmux-limits', 'aria-label': TEXT.title(tmux) });
  const close = () => {
    updateObject(KEYS.limits, { [rooted('/')]: tmux });
    notice.remove();
    page.focus();
  };
  const more = () => {
    close();
    showLimits(page, { tmux, limits });
  };
  notice.append(
    el('h2', { text: TEXT.title(tmux) }),
    el('ul', {}, ...names.map((name) => el('li', { text: LIMITS[name].short }))),
    el(
      'div',
      { class: 'tmux-limits-foot' },
      lateButton({ label: TEXT.more, run: more }),
      lateButton({ label: TEXT.understood, run: close }),
    ),
  );
  page.layer.append(notice);
  page.say(TEXT.spoken(tmux));
}

/**
 * Shows all of it in a dialog.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {Limits} limits
 */
export function showLimits(page, { tmux, limits }) {
  const names = known(limits);
  const dialog = el('dialog', { class: 'dialog tmux-limits-dialog', 'aria-label': TEXT.title(tmux) });
  const about = names.flatMap((name) => [
    el('dt', { text: LIMITS[name].short }),
    el('dd', { text: LIMITS[name].long }),
  ]);
  dialog.append(
    el('h2', { text: TEXT.title(tmux) }),
    names.length > 0 ? el('dl', {}, ...about) : el('p', { text: TEXT.nothing }),
    el(
      'div',
      { class: 'dialog-actions' },
      ...checkLink(),
      textButton(TEXT.close, () => dialog.close(), { class: 'button' }),
    ),
  );
  dialog.addEventListener('close', () => {
    dialog.remove();
    page.focus();
  });
  document.body.append(dialog);
  showModal(dialog);
}

/** The machine check is on a page for admins. */
function checkLink() {
  if (document.documentElement.dataset.role !== 'admin') return [];
  return [el('a', { class: 'button', href: rooted('/admin'), text: TEXT.check })];
}
