/**
 * Dark or light, and in which colours: the system decides until the user chooses. Document gets the
 * event `webmux:theme` after each change; `paletteOf` then has the new colours.
 */
import { THEME } from '../../net/user-settings.js';
import { usePalettes } from '../../terminal/render/palettes.js';
import { logWarning } from '../../lib/log.js';
import { writeText } from '../../lib/storage.js';
import { BUILT_IN } from '../../lib/theme-model.js';

const TEXT = { useTheme: (kind) => `Use the ${kind} theme` };
const KINDS = ['dark', 'light'];

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** @typedef {import('../../net/user-settings.js').Settings} Settings */

/** The theme that is visible now. @returns {'dark'|'light'} */
export function currentTheme() {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

const otherTheme = () => (currentTheme() === 'dark' ? 'light' : 'dark');

/** Shows the other theme and stores that choice. @param {Settings} settings */
export function toggleTheme(settings) {
  return settings.set('theme.mode', otherTheme()).catch(() => {});
}

/** Makes `button` the toggle, and follows the settings and the system. */
export function installTheme(button, settings) {
  const label = () => {
    button.title = TEXT.useTheme(otherTheme());
    button.setAttribute('aria-label', button.title);
  };
  button.addEventListener('click', () => toggleTheme(settings));
  document.addEventListener('webmux:theme', label);
  followTheme(settings);
  label();
}

/** Follows the settings and the system until the page ends. @param {Settings} settings */
export function followTheme(settings) {
  const follow = () => showChosen(settings);
  systemDark().addEventListener('change', follow);
  settings.watch('theme.mode', storeForLogin);
  for (const name of ['theme.mode', 'theme.kept', 'theme.dark', 'theme.light']) settings.watch(name, follow);
}

/** Shows the theme that the settings name. @param {Settings} settings */
export function showChosen(settings) {
  const mode = settings.get('theme.mode');
  show(mode === 'system' ? (systemDark().matches ? 'dark' : 'light') : mode, appearancesOf(settings));
}

/**
 * Shows a theme that is not chosen yet, until `showChosen`.
 * @param {Settings} settings
 * @param {'dark'|'light'} kind
 * @param {object|null} appearance null is the built-in theme of that kind.
 */
export function showPreview(settings, kind, appearance) {
  show(kind, { ...appearancesOf(settings), [kind]: appearance ?? undefined });
}

/** The appearances of the chosen themes by kind; none for a built-in theme, or until it is loaded. */
function appearancesOf(settings) {
  const stored = settings.get('theme.kept');
  const found = {};
  for (const kind of KINDS) {
    const id = settings.get(`theme.${kind}`);
    if (stored[kind]?.id === id) found[kind] = stored[kind];
    else if (id !== BUILT_IN[kind]) loadAppearance(settings, kind, id);
  }
  return found;
}

/** An import of settings brings only the id of a theme: its colours come from the catalogue. */
async function loadAppearance(settings, kind, id) {
  try {
    const { chooseTheme } = await import('./theme-choice.js');
    if (settings.get(`theme.${kind}`) === id) await chooseTheme(settings, kind, id);
  } catch (error) {
    logWarning(`the theme ${id} could not be loaded: ${error.message}`);
  }
}

/** The login page has no settings, and reads this. */
function storeForLogin(mode) {
  writeText(THEME, mode === 'system' ? null : mode);
}

let shown = '';

function show(theme, appearances) {
  const now = JSON.stringify([theme, appearances]);
  if (now === shown) return;
  shown = now;
  const root = document.documentElement;
  usePalettes({ dark: appearances.dark?.palette, light: appearances.light?.palette });
  for (const name of Array.from(root.style)) if (name.startsWith('--term')) root.style.removeProperty(name);
  for (const [name, colour] of Object.entries(appearances[theme]?.chrome ?? {}))
    root.style.setProperty(name, colour);
  root.dataset.theme = theme;
  document.dispatchEvent(new Event('webmux:theme'));
}
