/**
 * Dark or light, and in which colours: the system's wish and ours, until somebody chooses. `webmux:theme` on document
 * tells of changes; `paletteOf` has the colours then.
 */
import { THEME } from '../../net/user-settings.js';
import { usePalettes } from '../../terminal/render/palettes.js';
import { logWarning } from '../../lib/log.js';
import { BUILT_IN } from '../../lib/theme-model.js';

const KINDS = ['dark', 'light'];

const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** `dark` or `light`: the one on show. */
export function currentTheme() {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

/** Shows the other theme and keeps that choice. @param {import('../../net/user-settings.js').Settings} settings */
export function toggleTheme(settings) {
  return settings.set('theme.mode', currentTheme() === 'dark' ? 'light' : 'dark').catch(() => {});
}

/** Makes `button` the toggle, and follows the settings and the system. */
export function installTheme(button, settings) {
  const label = () => {
    const other = currentTheme() === 'dark' ? 'light' : 'dark';
    button.setAttribute('aria-label', `Use the ${other} theme`);
    button.title = `Use the ${other} theme`;
  };
  button.addEventListener('click', () => toggleTheme(settings));
  document.addEventListener('webmux:theme', label);
  followTheme(settings);
  label();
}

/** Follows the settings and the system for as long as the page lives. */
export function followTheme(settings) {
  const follow = () => showChosen(settings);
  systemDark().addEventListener('change', follow);
  settings.watch('theme.mode', remember);
  for (const name of ['theme.mode', 'theme.kept', 'theme.dark', 'theme.light']) settings.watch(name, follow);
}

/** Shows the theme that the settings name. */
export function showChosen(settings) {
  const mode = settings.get('theme.mode');
  show(mode === 'system' ? (systemDark().matches ? 'dark' : 'light') : mode, looksOf(settings));
}

/** Shows a theme that nobody has chosen yet, until `showChosen`. @param {object|null} look null is the built-in theme of that kind. */
export function showPreview(settings, kind, look) {
  show(kind, { ...looksOf(settings), [kind]: look ?? undefined });
}

/** What the chosen themes look like, by kind; nothing where it is ours, or is still to be fetched. */
function looksOf(settings) {
  const kept = settings.get('theme.kept');
  const looks = {};
  for (const kind of KINDS) {
    const id = settings.get(`theme.${kind}`);
    if (kept[kind]?.id === id) looks[kind] = kept[kind];
    else if (id !== BUILT_IN[kind]) fetchLook(settings, kind, id);
  }
  return looks;
}

/** Chosen by name only, as by an import: what it looks like comes from the catalogue. */
async function fetchLook(settings, kind, id) {
  try {
    const { chooseTheme } = await import('./theme-choice.js');
    if (settings.get(`theme.${kind}`) === id) await chooseTheme(settings, kind, id);
  } catch (error) {
    logWarning(`the theme ${id} could not be loaded: ${error.message}`);
  }
}

function remember(mode) {
  try {
    if (mode === 'system') localStorage.removeItem(THEME);
    else localStorage.setItem(THEME, mode);
  } catch {
    // Storage may be forbidden: then the login page follows the system.
  }
}

let shown = '';

function show(theme, looks) {
  const now = JSON.stringify([theme, looks]);
  if (now === shown) return;
  shown = now;
  const root = document.documentElement;
  usePalettes({ dark: looks.dark?.palette, light: looks.light?.palette });
  for (const name of [...root.style]) if (name.startsWith('--term')) root.style.removeProperty(name);
  for (const [name, colour] of Object.entries(looks[theme]?.chrome ?? {}))
    root.style.setProperty(name, colour);
  root.dataset.theme = theme;
  document.dispatchEvent(new CustomEvent('webmux:theme', { detail: { theme } }));
}
