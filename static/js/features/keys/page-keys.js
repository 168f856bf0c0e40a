/** Chords of the whole page, outside the terminal too; palette, switcher and help; links to other pages. */
import { rooted } from '../../lib/base-path.js';
import { chordOf } from '../../lib/chord.js';
import { mayType } from '../../lib/role.js';
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { PaletteField } from '../palette/palette-field.js';

// Outside the terminal the browser does these: text of the page can be copied too.
const TERMINAL_ONLY = ['copy', 'paste', 'newline'];
// In a field only what leaves it, and only by a chord that cannot type a letter.
const FROM_FIELDS = ['palette.open', 'switcher.open', 'help.open', 'drawer.toggle'];
const TYPES_NOTHING = /^(Ctrl|Meta)\+(?!Alt\+)/;
const FIELDS =
  'textarea, select, [contenteditable=""], [contenteditable="true"], ' +
  'input:not([type=button], [type=checkbox], [type=radio], [type=range], [type=submit])';

/**
 * @typedef {object} KeyPage what palette and help need; `Page` of the terminal page has it all.
 * @property {import('../../net/api.js').Api} api
 * @property {import('../../net/user-settings.js').Settings} settings
 * @property {import('./action-registry.js').Actions} actions
 * @property {() => boolean} mayType
 * @property {boolean} [guest]
 * @property {{id: string, name: string}|null} [session] that the page shows.
 * @property {object[]} [windows] of that session.
 * @property {(name: string) => void} [open] shows another session in this page.
 * @property {(bytes: Uint8Array) => void} [type] types into the terminal, if the page has one.
 * @property {() => void} [focus] focuses the main part of the page.
 */

/** @param {KeyPage} page */
export function installPageKeys(page) {
  needStyle('features/keys/keyboard.css');
  document.addEventListener('keydown', (event) => onKey(event, page.actions));
  page.actions.register('palette.open', () => attempt(() => openPalette(page, '')));
  page.actions.register('help.open', () =>
    attempt(async () => await (await import('./help-dialog.js')).openHelp(page)),
  );
  if (page.guest) return;
  page.actions.register('switcher.open', () => attempt(() => openPalette(page, '#')));
  if (page.type) page.actions.register('snippets.open', () => attempt(() => openPalette(page, '!')));
  registerPlaces(page);
}

async function openPalette(page, text) {
  if (document.querySelector('dialog.palette')) return;
  const field = new PaletteField(text, page.focus);
  try {
    const { Palette } = await import('../palette/palette.js');
    if (field.open) new Palette(page, field);
  } catch (error) {
    field.close();
    throw error;
  }
}

function onKey(event, actions) {
  const id = actionOf(event, actions);
  if (id === null) return;
  event.preventDefault();
  actions.press(id, event.repeat, chordOf(event));
}

/** The action of a key press outside the terminal, whose keys xterm.js reports; null if it has none. */
function actionOf(event, actions) {
  const chord = chordOf(event);
  if (
    chord === null ||
    event.defaultPrevented ||
    event.target.closest?.('.xterm') ||
    document.querySelector('dialog:modal')
  )
    return null;
  const id = actions.of(chord);
  if (id === null || TERMINAL_ONLY.includes(id)) return null;
  if (event.target.matches?.(FIELDS))
    return FROM_FIELDS.includes(id) && TYPES_NOTHING.test(chord) ? id : null;
  return id;
}

function registerPlaces({ api, actions }) {
  const go = (path) => () => location.assign(rooted(path));
  const admin = document.documentElement.dataset.role === 'admin';
  const places = {
    'settings.open': '/settings',
    'account.open': '/account',
    ...(mayType() && { 'recordings.open': '/recordings' }),
    ...(admin && { 'admin.open': '/admin' }),
  };
  for (const [id, path] of Object.entries(places)) if (!actions.has(id)) actions.register(id, go(path));
  actions.register('logout', () =>
    attempt(async () => {
      await api.logout();
      location.replace(rooted('/login'));
    }),
  );
}
