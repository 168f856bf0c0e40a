/** Chords on the whole page, not in the terminal alone; palette, switcher and help; pages one may go to. */
import { rooted } from '../../lib/base-path.js';
import { chordOf } from '../../lib/chord.js';
import { mayType } from '../../lib/role.js';
import { needStyle } from '../../lib/load-style.js';
import { sentence } from '../../components/dialogs.js';
import { PaletteField } from '../palette/palette-field.js';
import { toast } from '../../components/toast.js';

// What these mean outside of the terminal is the browser's matter: text of the page is copied, too.
const TERMINAL_ONLY = ['copy', 'paste', 'newline'];
// From a field only what leaves it, and only by a chord that can never write a letter.
const FROM_FIELDS = ['palette.open', 'switcher.open', 'help.open', 'drawer.toggle'];
const WRITES_NOTHING = /^(Ctrl|Meta)\+(?!Alt\+)/;
const FIELDS =
  'textarea, select, [contenteditable=""], [contenteditable="true"], input:not([type=button], [type=checkbox], [type=radio], [type=range], [type=submit])';

/**
 * @typedef {object} KeyPage what palette and help need; the terminal page's `Page` is one.
 * @property {import('../../net/api.js').Api} api
 * @property {import('../../net/user-settings.js').Settings} settings
 * @property {import('./action-registry.js').Actions} actions
 * @property {() => boolean} mayType
 * @property {boolean} [guest]
 * @property {{id: string, name: string}|null} [session] on show.
 * @property {object[]} [windows] of that session.
 * @property {(name: string) => void} [open] shows another session here.
 * @property {(bytes: Uint8Array) => void} [type] as if typed, where there is a terminal.
 * @property {() => void} [focus] gives the keyboard to what the page is about.
 */

/** @param {KeyPage} page */
export function installPageKeys(page) {
  needStyle('features/keys/keyboard.css');
  document.addEventListener('keydown', (event) => onKey(event, page.actions));
  page.actions.register('palette.open', () => lazily(() => openPalette(page, '')));
  page.actions.register('help.open', () =>
    lazily(async () => await (await import('./help-dialog.js')).openHelp(page)),
  );
  if (page.guest) return;
  page.actions.register('switcher.open', () => lazily(() => openPalette(page, '#')));
  if (page.type) page.actions.register('snippets.open', () => lazily(() => openPalette(page, '!')));
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
  const id = wanted(event, actions);
  if (id === null) return;
  event.preventDefault();
  actions.press(id, event.repeat, chordOf(event));
}

/** The action of a key press outside of the terminal, which has its keys looked at by xterm.js; null where it is none. */
function wanted(event, actions) {
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
    return FROM_FIELDS.includes(id) && WRITES_NOTHING.test(chord) ? id : null;
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
    lazily(async () => {
      await api.logout();
      location.replace(rooted('/login'));
    }),
  );
}

async function lazily(work) {
  try {
    await work();
  } catch (error) {
    toast(sentence(error), { kind: 'error' });
  }
}
