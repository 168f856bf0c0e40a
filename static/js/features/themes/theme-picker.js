/** All themes as little pictures to choose from, and one's own: import, rename, delete. */
import { legible } from '../../lib/colour.js';
import { el, need, setText } from '../../lib/dom.js';
import { ThemeFileError, themesOfFile } from './theme-import.js';
import { plural } from '../../lib/format.js';
import { TEXT_LEAST, paletteFrom } from './theme-derive.js';
import { ask } from '../../components/dialogs.js';
import { keep } from '../../components/settings-form.js';
import { addThemes, allThemes, chooseTheme, deleteTheme, renameTheme } from './theme-choice.js';
import { toast } from '../../components/toast.js';

const DOTS = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'];
const TITLES = { dark: 'Dark theme', light: 'Light theme' };

/**
 * Puts a choice for dark and one for light into `element`; both follow the settings.
 * @param {{onChosen: (kind: string) => void}} handlers hears which kind somebody chose for.
 */
export function mountThemePicker(element, settings, { onChosen }) {
  const groups = Object.fromEntries(
    Object.keys(TITLES).map((kind) => [kind, el('div', { class: 'swatches' })]),
  );
  for (const [kind, group] of Object.entries(groups)) {
    element.append(el('fieldset', { class: 'setting' }, el('legend', { text: TITLES[kind] }), group));
  }
  const choose = (kind, id) => {
    keep(chooseTheme(settings, kind, id));
    onChosen(kind);
  };
  let listed = null;
  settings.watch('themes.own', () => {
    const themes = allThemes(settings);
    const now = JSON.stringify(themes.map(({ id, name }) => [id, name]));
    if (now === listed) return;
    listed = now;
    for (const [kind, group] of Object.entries(groups)) {
      group.replaceChildren(
        ...themes
          .filter((theme) => theme.kind === kind)
          .map((theme) => swatch(theme, () => choose(kind, theme.id))),
      );
      check(group, settings.get(`theme.${kind}`));
    }
  });
  for (const [kind, group] of Object.entries(groups))
    settings.watch(`theme.${kind}`, (id) => check(group, id));
}

function check(group, id) {
  for (const radio of group.querySelectorAll('input')) radio.checked = radio.value === id;
}

function swatch(theme, choose) {
  const palette = paletteFrom(theme.colours);
  const dots = DOTS.map((name) => el('i', { style: `background:${palette[name]}` }));
  const picture = el(
    'span',
    {
      class: 'swatch-picture',
      'aria-hidden': true,
      style: `background:${palette.background};color:${legible(palette.foreground, [palette.background], TEXT_LEAST)}`,
    },
    el('b', { text: '$ ls' }),
    el('span', { class: 'swatch-dots' }, ...dots),
    el('i', { class: 'swatch-cursor', style: `background:${palette.cursor}` }),
  );
  const radio = el('input', {
    type: 'radio',
    name: `theme-${theme.kind}`,
    value: theme.id,
    'aria-label': theme.name,
    on: { change: choose },
  });
  return el(
    'label',
    { class: 'swatch' },
    radio,
    picture,
    el('span', { class: 'swatch-name', text: theme.name }),
  );
}

/** Puts the list of one's own themes into `element`, with a button that takes files. */
export function mountOwnThemes(element, settings) {
  const list = el('ul', { class: 'own-themes' });
  const none = el('p', {
    class: 'muted',
    text: 'None yet. You can import theme files of iTerm2 (.itermcolors), base16 (.yaml, .json) and Windows Terminal (.json).',
  });
  const file = el('input', {
    type: 'file',
    id: 'theme-file',
    class: 'visually-hidden',
    multiple: true,
    accept: '.itermcolors,.json,.yaml,.yml,.plist,.txt',
  });
  const error = el('p', { class: 'form-error', role: 'alert', id: 'theme-error' });
  file.addEventListener('change', async () => {
    const chosen = [...file.files];
    file.value = '';
    setText(error, await takeFiles(settings, chosen));
  });
  settings.watch('themes.own', (own) => {
    list.replaceChildren(...own.map((theme) => ownRow(settings, theme)));
    none.hidden = own.length > 0;
  });
  element.append(
    el('h3', { text: 'Your own themes' }),
    list,
    none,
    el(
      'div',
      { class: 'file-row' },
      file,
      el('label', { class: 'button', for: 'theme-file', text: 'Import themes…' }),
    ),
    error,
  );
}

/** Takes what can be taken; the sentence says of the rest why not. */
async function takeFiles(settings, files) {
  const problems = [];
  const taken = [];
  for (const file of files) {
    try {
      const added = await addThemes(settings, themesOfFile(await file.text(), file.name));
      taken.push(...added);
    } catch (failure) {
      const why = failure instanceof ThemeFileError ? '' : 'it could not be saved. ';
      problems.push(`${file.name}: ${why}${failure.message}`);
    }
  }
  const names = taken.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  if (taken.length > 0) toast(`${plural(taken.length, 'theme')} imported: ${names}.`);
  return problems.join(' ');
}

function ownRow(settings, theme) {
  const rename = el('button', {
    class: 'button button-small',
    type: 'button',
    'aria-label': `Rename ${theme.name}`,
    text: 'Rename',
  });
  const remove = el('button', {
    class: 'button button-small',
    type: 'button',
    'aria-label': `Delete ${theme.name}`,
    text: 'Delete',
  });
  rename.addEventListener('click', () =>
    ask({
      title: `Rename ${theme.name}`,
      fields: [{ name: 'name', label: 'Name', value: theme.name, attributes: { maxlength: 48 } }],
      action: 'Rename',
      submit: ({ name }) => renameTheme(settings, theme.id, name),
    }),
  );
  remove.addEventListener('click', async () => {
    const shown = need('#theme-file').nextElementSibling;
    await keep(deleteTheme(settings, theme));
    shown.scrollIntoView({ block: 'nearest' });
    need('#theme-file').focus();
  });
  return el(
    'li',
    {},
    el(
      'span',
      {},
      el('strong', { text: theme.name }),
      el('span', { class: 'muted', text: ` ${theme.kind}` }),
    ),
    el('span', { class: 'own-acts' }, rename, remove),
  );
}
