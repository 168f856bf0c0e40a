/** The help, as a dialog or on its own page; its keys come from the table of actions. */
import { abilities } from './abilities.js';
import { GROUPS, chordsOf } from './action-table.js';
import { rooted } from '../../lib/base-path.js';
import { el } from '../../lib/dom.js';
import { HELP, TEXT } from './help-text.js';
import { isMac } from '../../lib/chord.js';
import { needStyle } from '../../lib/load-style.js';
import { showModal } from '../../lib/visual-viewport.js';
import { chordElement } from '../../components/controls.js';
import { focusReturner } from '../../components/focus.js';

/** Opens help over the page. @param {import('./page-keys.js').KeyPage} page */
export async function openHelp({ settings, actions, guest, focus }) {
  await needStyle('features/keys/help.css');
  if (document.querySelector('dialog.help-dialog')) return;
  const returnFocus = focusReturner(document.activeElement);
  const close = el('button', { class: 'icon-button', type: 'button', 'aria-label': TEXT.close, text: '×' });
  const more = guest
    ? []
    : [el('a', { class: 'button button-small', href: rooted('/help#keys-edit'), text: TEXT.chooseKeys })];
  const dialog = el(
    'dialog',
    { class: 'dialog help-dialog', 'aria-labelledby': 'help-title' },
    el('div', { class: 'help-head' }, el('h2', { id: 'help-title', text: TEXT.title }), ...more, close),
    helpContent(settings, { level: 3, has: (id) => actions.has(id) }),
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
  dialog.addEventListener('close', () => {
    dialog.remove();
    returnFocus(focus);
  });
  document.body.append(dialog);
  showModal(dialog);
  close.focus();
}

/**
 * The whole help, with the user's own keys.
 * @param {import('../../net/user-settings.js').Settings} settings
 * @param {{level?: number, has?: (id: string) => boolean}} [options] the level of its headings, and
 *   whether this page can do an action.
 * @returns {HTMLElement}
 */
export function helpContent(settings, { level = 2, has = () => true } = {}) {
  const heading = (deeper, ...what) => el(/** @type {'h2'} */ (`h${level + deeper}`), ...what);
  const keys = el('div', { class: 'help-groups' });
  const show = (mac) => keys.replaceChildren(...keyGroups({ own: settings.get('keys'), mac, has }, heading));
  show(isMac());
  return el(
    'div',
    { class: 'help' },
    el(
      'section',
      { 'aria-labelledby': 'help-keys' },
      el(
        'div',
        { class: 'help-line' },
        heading(0, { id: 'help-keys', text: TEXT.keys }),
        platformChoice(show),
      ),
      keys,
    ),
    ...HELP.map((part) => helpSection(part, heading)),
    abilitySection(heading),
  );
}

function platformChoice(show) {
  const select = el(
    'select',
    { class: 'input help-platform', 'aria-label': TEXT.keyboard },
    el('option', { value: 'pc', text: TEXT.pc }),
    el('option', { value: 'mac', text: TEXT.mac }),
  );
  select.value = isMac() ? 'mac' : 'pc';
  select.addEventListener('change', () => show(select.value === 'mac'));
  return select;
}

function keyGroups({ own, mac, has }, heading) {
  return GROUPS.map((group) => {
    const rows = group.actions.map(({ id, title }) =>
      helpRow(title, has(id) ? chordElements(chordsOf(id, own, mac), mac) : [muted(TEXT.notHere)], id),
    );
    return el('section', { class: 'help-group' }, heading(1, { text: group.title }), el('dl', {}, ...rows));
  });
}

const muted = (text) => el('span', { class: 'muted', text });

function chordElements(chords, mac) {
  if (chords.length === 0) return [muted(TEXT.inPalette)];
  return chords.map((chord) => chordElement(chord, mac));
}

function helpRow(title, values, id) {
  return el(
    'div',
    { class: 'help-row', 'data-action': id },
    el('dt', { text: title }),
    el('dd', {}, ...values),
  );
}

/** @param {import('./help-text.js').HelpSection} section */
function helpSection({ id, title, text, rows }, heading) {
  const listed = rows.map(([steps, effect]) =>
    helpRow(effect, [el('span', { class: 'chord' }, ...steps.map((step) => el('kbd', { text: step })))]),
  );
  return el(
    'section',
    { class: 'help-group', 'aria-labelledby': `help-${id}` },
    heading(0, { id: `help-${id}`, text: title }),
    ...(text ? [el('p', { class: 'muted', text })] : []),
    el('dl', {}, ...listed),
  );
}

function abilitySection(heading) {
  const rows = Object.values(abilities(window)).map(({ title, works, why }) =>
    el(
      'li',
      { class: works ? 'help-able' : 'help-unable' },
      el('span', { 'aria-hidden': 'true', text: works ? '✓' : '–' }),
      el('span', {}, el('strong', { text: title }), `: ${works ? TEXT.worksHere : why}`),
    ),
  );
  return el(
    'section',
    { class: 'help-group', 'aria-labelledby': 'help-here' },
    heading(0, { id: 'help-here', text: TEXT.abilities }),
    el('ul', { class: 'help-abilities' }, ...rows),
  );
}
