/** Settings in the palette: one entry for each value. A theme shows as soon as the user moves to it. */
import { CHOICES, PALETTE_CHOICES } from '../settings/settings-text.js';
import { appearanceFrom } from '../themes/theme-derive.js';
import { BUILT_IN } from '../../lib/theme-model.js';
import { keep } from '../../components/settings-form.js';
import { allThemes, chooseTheme } from '../themes/theme-choice.js';
import { currentTheme, showChosen, showPreview } from '../themes/theme.js';
import { TEXT } from './palette-text.js';

/** @typedef {import('./palette-entries.js').Entry} Entry */

/** @param {import('../../net/user-settings.js').Settings} settings @returns {Entry[]} */
export function settingEntries(settings) {
  const values = Object.entries({ ...CHOICES, ...PALETTE_CHOICES }).flatMap(([name, { label, options }]) =>
    options.map(([value, text]) =>
      entryOf({
        key: `${name}=${value}`,
        title: TEXT.choice(label, text),
        detail: settings.get(name) === value ? TEXT.current : '',
        change: () => settings.set(name, value),
      }),
    ),
  );
  const themes = allThemes(settings).map((theme) => {
    const { id, kind } = theme;
    const isShown = kind === currentTheme() && settings.get(`theme.${kind}`) === id;
    const entry = entryOf({
      key: `theme=${id}`,
      title: TEXT.theme(theme.name),
      detail: [TEXT.themeKinds[kind], isShown && TEXT.current].filter(Boolean).join(', '),
      change: () => useTheme(settings, theme),
    });
    return { ...entry, preview: () => preview(settings, theme) };
  });
  return [...values, ...themes];
}

/** @returns {Entry} */
function entryOf({ key, title, detail, change }) {
  const run = () => keep(change());
  return { key: `setting:${key}`, kind: 'setting', title, detail, words: 'setting', run };
}

/** @returns {() => void} ends it. */
function preview(settings, theme) {
  showPreview(settings, theme.kind, theme.id === BUILT_IN[theme.kind] ? null : appearanceFrom(theme));
  return () => showChosen(settings);
}

/** Also switches to dark or light: a theme of the other kind would stay invisible. */
async function useTheme(settings, { id, kind }) {
  await chooseTheme(settings, kind, id);
  if (kind !== currentTheme()) await settings.set('theme.mode', kind);
}
