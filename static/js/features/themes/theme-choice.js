/** Choosing themes, and one's own ones. Imported where somebody chooses: it has the colours of all. */
import { THEMES } from '../../terminal/render/theme-catalog.js';
import { keptOf } from './theme-derive.js';
import { BUILT_IN, NAME_MAX, OWN_MAX } from '../../lib/theme-model.js';

/** All themes: the catalogue's, then one's own. @returns {import('../../lib/theme-model.js').Theme[]} */
export function allThemes(settings) {
  return [...THEMES, ...settings.get('themes.own')];
}

/**
 * Shows a theme wherever it is dark, or light, and keeps what it looks like for the first paint of every page. One
 * that is not there any more becomes ours.
 */
export function chooseTheme(settings, kind, id) {
  return settings.change(choice(settings, kind, id));
}

function choice(settings, kind, id) {
  const theme = allThemes(settings).find((one) => one.id === id && one.kind === kind);
  const ours = !theme || id === BUILT_IN[kind];
  const kept = { ...settings.get('theme.kept') };
  if (ours) delete kept[kind];
  else kept[kind] = keptOf(theme);
  return { [`theme.${kind}`]: ours ? null : id, 'theme.kept': Object.keys(kept).length > 0 ? kept : null };
}

/**
 * Keeps themes as one's own; each gets an id and a name that no other has.
 * @param {{name: string, kind: string, colours: object}[]} themes
 * @returns {Promise<import('../../lib/theme-model.js').Theme[]>} as they are kept.
 * @throws {Error} there would be too many.
 */
export async function addThemes(settings, themes) {
  const own = settings.get('themes.own');
  if (own.length + themes.length > OWN_MAX)
    throw new Error(
      `You can have at most ${OWN_MAX} themes of your own. You have ${own.length}: delete some first.`,
    );
  const added = [];
  for (const { name, kind, colours } of themes) {
    const taken = [...allThemes(settings), ...added];
    added.push({ id: freeId(taken), name: freeName(name, taken), kind, colours });
  }
  await settings.set('themes.own', [...own, ...added]);
  return added;
}

/** @throws {Error} the name is empty or another's. */
export async function renameTheme(settings, id, wanted) {
  const name = wanted.trim();
  if (name === '' || name.length > NAME_MAX) throw new Error(`A name must have 1 to ${NAME_MAX} characters.`);
  if (allThemes(settings).some((one) => one.id !== id && one.name === name))
    throw new Error('Another theme already has this name.');
  await settings.set(
    'themes.own',
    settings.get('themes.own').map((one) => (one.id === id ? { ...one, name } : one)),
  );
}

/** Where it was in use, ours comes back. */
export async function deleteTheme(settings, { id, kind }) {
  const rest = settings.get('themes.own').filter((one) => one.id !== id);
  const inUse = settings.get(`theme.${kind}`) === id;
  await settings.change({
    'themes.own': rest.length > 0 ? rest : null,
    ...(inUse ? choice(settings, kind, BUILT_IN[kind]) : {}),
  });
}

function freeId(taken) {
  for (let number = 1; ; number += 1)
    if (!taken.some(({ id }) => id === `own-${number}`)) return `own-${number}`;
}

function freeName(wanted, taken) {
  const name = wanted.trim().slice(0, NAME_MAX - 4) || 'Theme';
  for (let number = 1; ; number += 1) {
    const one = number === 1 ? name : `${name} ${number}`;
    if (!taken.some((theme) => theme.name === one)) return one;
  }
}
