/** Single settings in the palette: each value is an entry, and what is chosen shows at once. */
import { choices } from '../settings/setting-choices.js';
import { appearanceFrom } from '../themes/theme-derive.js';
import { BUILT_IN } from '../../lib/theme-model.js';
import { keep } from '../../components/settings-form.js';
import { allThemes, chooseTheme } from '../themes/theme-choice.js';
import { currentTheme, showChosen, showPreview } from '../themes/theme.js';

const NOW = 'current';
const KINDS = { dark: 'dark theme', light: 'light theme' };

/** @param {import('../../net/user-settings.js').Settings} settings @returns {import('./palette-entries.js').Entry[]} */
export function settingEntries(settings) {
  const chosen = choices().map(({ name, value, title }) =>
    entry(`${name}=${value}`, title, settings.get(name) === value && NOW, () => settings.set(name, value)),
  );
  const themes = allThemes(settings).map((theme) => {
    const detail = [KINDS[theme.kind], isShown(settings, theme) && NOW].filter(Boolean).join(', ');
    return {
      ...entry(`theme=${theme.id}`, `Theme: ${theme.name}`, detail, () => showTheme(settings, theme)),
      preview: () => preview(settings, theme),
    };
  });
  return [...chosen, ...themes];
}

function entry(key, title, detail, change) {
  return {
    key: `setting:${key}`,
    kind: 'setting',
    title,
    detail: detail || '',
    words: 'setting',
    run: () => keep(change()),
  };
}

const isShown = (settings, { id, kind }) => kind === currentTheme() && settings.get(`theme.${kind}`) === id;

/** @returns {() => void} ends it. */
function preview(settings, theme) {
  showPreview(settings, theme.kind, theme.id === BUILT_IN[theme.kind] ? null : appearanceFrom(theme));
  return () => showChosen(settings);
}

/** A theme of the other kind makes the page dark, or light, as well: else it would not be seen. */
async function showTheme(settings, { id, kind }) {
  await chooseTheme(settings, kind, id);
  if (kind !== currentTheme()) await settings.set('theme.mode', kind);
}
