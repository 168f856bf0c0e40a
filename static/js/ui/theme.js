/** Dark or light: the system's wish, until somebody chooses. `webmux:theme` on document tells of changes. */

const KEY = 'webmux.theme';
const THEMES = ['dark', 'light'];
const systemDark = () => matchMedia('(prefers-color-scheme: dark)');

/** `dark` or `light`: the one on show. */
export function currentTheme() {
  return document.documentElement.dataset.theme === 'light' ? 'light' : 'dark';
}

/** Shows the other theme and remembers it in this browser. */
export function toggleTheme() {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(KEY, theme);
  } catch {
    // Storage may be forbidden: then the choice lasts as long as the page.
  }
  show(theme);
}

/** Makes `button` the toggle, and follows the system and other tabs until `signal` aborts. */
export function installTheme(button, { signal } = {}) {
  const label = () => {
    const other = currentTheme() === 'dark' ? 'light' : 'dark';
    button.setAttribute('aria-label', `Use the ${other} theme`);
    button.title = `Use the ${other} theme`;
  };
  const follow = () => show(chosen() ?? (systemDark().matches ? 'dark' : 'light'));
  button.addEventListener('click', toggleTheme, { signal });
  document.addEventListener('webmux:theme', label, { signal });
  systemDark().addEventListener('change', follow, { signal });
  window.addEventListener('storage', (event) => event.key === KEY && follow(), { signal });
  follow();
  label();
}

function chosen() {
  try {
    const theme = localStorage.getItem(KEY);
    return THEMES.includes(theme) ? theme : null;
  } catch {
    return null;
  }
}

function show(theme) {
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  document.dispatchEvent(new CustomEvent('webmux:theme', { detail: { theme } }));
}
