// Sets the theme before the first paint; a classic script in <head>, because modules run too late.
// features/themes/theme.js continues from here. The page has the settings of a user who is logged in; without
// them the last choice in this browser counts.
(() => {
  const root = document.documentElement;
  let settings = {};
  try {
    settings = root.dataset.settings
      ? JSON.parse(root.dataset.settings)
      : { 'theme.mode': localStorage.getItem('webmux.theme') };
  } catch {
    // Storage may be forbidden: follow the system.
  }
  const chosen = settings['theme.mode'];
  const known = chosen === 'dark' || chosen === 'light';
  const kind = known ? chosen : matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  root.dataset.theme = kind;
  const saved = settings['theme.kept']?.[kind];
  if (!saved || saved.id !== settings[`theme.${kind}`]) return;
  for (const [name, colour] of Object.entries(saved.chrome ?? {})) {
    if (name.startsWith('--term')) root.style.setProperty(name, colour);
  }
})();

// Users who ask for more contrast get one more style sheet.
{
  const wish = matchMedia('(prefers-contrast: more), (forced-colors: active)');
  const href = `${document.documentElement.dataset.styles}components/contrast.css`;
  const dress = () =>
    document.head.append(Object.assign(document.createElement('link'), { rel: 'stylesheet', href }));
  if (wish.matches) dress();
  else wish.addEventListener('change', dress, { once: true });
}
