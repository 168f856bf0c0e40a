/** Chooses themes and stores the user's own. Has the colours of all themes, so load it only to choose one. */
import { THEMES } from '../../terminal/render/theme-catalog.js';
import { appearanceFrom } from './theme-derive.js';
import { BUILT_IN, NAME_MAX, OWN_MAX } from '../../lib/theme-model.js';
import { TEXT } from './themes-text.js';

/**
 * All themes: those of the catalogue, then the user's own.
 * @returns {import('../../lib/theme-model.js').Theme[]}
 */
export function allThemes(settings) {
  return [...THEMES, ...settings.get('themes.own')];
}

/**
 * Uses a theme while the page is dark, or light. Its appearance is stored for the first paint of every
 * page. A theme that does not exist becomes the built-in one.
 */
export function chooseTheme(settings, kind, id) {
  return settings.change(changesFor(settings, kind, id));
}

function changesFor(settings, kind, id) {
  const theme = allThemes(settings).find((one) => one.id === id && one.kind === kind);
  const isBuiltIn = !theme || id === BUILT_IN[kind];
  const stored = { ...settings.get('theme.kept') };
  if (isBuiltIn) delete stored[kind];
  else stored[kind] = appearanceFrom(theme);
  return {
    [`theme.${kind}`]: isBuiltIn ? null : id,
    'theme.kept': Object.keys(stored).length > 0 ? stored : null,
  };
}

/**
 * Stores themes as the user's own; each gets an id and a name that no other has.
 * @param {Pick<import('../../lib/theme-model.js').Theme, 'name'|'kind'|'colours'>[]} themes
 * @returns {Promise<import('../../lib/theme-model.js').Theme[]>} as they are stored.
 * @throws {Error} if there would be more than `OWN_MAX`.
 */
export async function addThemes(settings, themes) {
  const own = settings.get('themes.own');
  if (own.length + themes.length > OWN_MAX) throw new Error(TEXT.tooMany(OWN_MAX, own.length));
  const added = [];
  for (const { name, kind, colours } of themes) {
    const taken = [...allThemes(settings), ...added];
    added.push({ id: freeId(taken), name: freeName(name, taken), kind, colours });
  }
  await settings.set('themes.own', [...own, ...added]);
  return added;
}

/** @throws {Error} if the name is empty, too long, or the name of another theme. */
export async function renameTheme(settings, id, newName) {
  const name = newName.trim();
  if (name === '' || name.length > NAME_MAX) throw new Error(TEXT.nameLength(NAME_MAX));
  if (allThemes(settings).some((one) => one.id !== id && one.name === name)) throw new Error(TEXT.nameTaken);
  await settings.set(
    'themes.own',
    settings.get('themes.own').map((one) => (one.id === id ? { ...one, name } : one)),
  );
}

/** Deletes one of the user's themes; if it was in use, the built-in theme replaces it. */
export async function deleteTheme(settings, { id, kind }) {
  const rest = settings.get('themes.own').filter((one) => one.id !== id);
  const isUsed = settings.get(`theme.${kind}`) === id;
  await settings.change({
    'themes.own': rest.length > 0 ? rest : null,
    ...(isUsed ? changesFor(settings, kind, BUILT_IN[kind]) : {}),
  });
}

function freeId(taken) {
  for (let number = 1; ; number += 1)
    if (!taken.some(({ id }) => id === `own-${number}`)) return `own-${number}`;
}

function freeName(wish, taken) {
  const name = wish.trim().slice(0, NAME_MAX - 4) || TEXT.unnamed;
  for (let number = 1; ; number += 1) {
    const one = number === 1 ? name : `${name} ${number}`;
    if (!taken.some((theme) => theme.name === one)) return one;
  }
}
