// Sets the theme before the first paint; a classic script in <head>, because modules run too late.
// ui/theme.js goes on from here and uses the same key and attribute.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('webmux.theme');
  } catch {
    // Storage may be forbidden: follow the system.
  }
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
