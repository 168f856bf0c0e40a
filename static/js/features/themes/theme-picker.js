/** The themes as small pictures to choose from, and the list of the user's own: import, rename, delete. */
import { legible } from '../../lib/colour.js';
import { el, need, setText } from '../../lib/dom.js';
import { ThemeFileError, themesOfFile } from './theme-import.js';
import { plural } from '../../lib/format.js';
import { NAME_MAX } from '../../lib/theme-model.js';
import { TEXT_LEAST, paletteFrom } from './theme-derive.js';
import { textButton } from '../../components/controls.js';
import { ask } from '../../components/dialogs.js';
import { keep } from '../../components/settings-form.js';
import { addThemes, allThemes, chooseTheme, deleteTheme, renameTheme } from './theme-choice.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './themes-text.js';

const DOTS = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta'];

/**
 * Puts a choice for dark and one for light into `element`; both follow the settings.
 * @param {HTMLElement} element
 * @param {import('../../net/user-settings.js').Settings} settings
 * @param {object} handlers
 * @param {(kind: string) => void} handlers.onChosen is called with the kind for which the user chose a theme.
 */
export function mountThemePicker(element, settings, { onChosen }) {
  const groups = { dark: el('div', { class: 'swatches' }), light: el('div', { class: 'swatches' }) };
  for (const [kind, group] of Object.entries(groups))
    element.append(el('fieldset', { class: 'setting' }, el('legend', { text: TEXT.kinds[kind] }), group));
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
  const ink = legible(palette.foreground, [palette.background], TEXT_LEAST);
  const picture = el(
    'span',
    { class: 'swatch-picture', 'aria-hidden': true, style: `background:${palette.background};color:${ink}` },
    el('b', { text: TEXT.sample }),
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

/** Puts the list of the user's own themes into `element`, with a button that imports files. */
export function mountOwnThemes(element, settings) {
  const list = el('ul', { class: 'own-themes' });
  const none = el('p', { class: 'muted', text: TEXT.none });
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
    setText(error, await importFiles(settings, chosen));
  });
  settings.watch('themes.own', (own) => {
    list.replaceChildren(...own.map((theme) => ownRow(settings, theme)));
    none.hidden = own.length > 0;
  });
  element.append(
    el('h3', { text: TEXT.yours }),
    list,
    none,
    el(
      'div',
      { class: 'file-row' },
      file,
      el('label', { class: 'button', for: 'theme-file', text: TEXT.importFiles }),
    ),
    error,
  );
}

/** Imports the files that it can. @returns {Promise<string>} why the others were not imported. */
async function importFiles(settings, files) {
  const problems = [];
  const imported = [];
  for (const file of files) {
    try {
      imported.push(...(await addThemes(settings, themesOfFile(await file.text(), file.name))));
    } catch (failure) {
      const why = failure instanceof ThemeFileError ? '' : TEXT.notSaved;
      problems.push(TEXT.fileProblem(file.name, why + failure.message));
    }
  }
  const names = imported.map(({ name, kind }) => TEXT.themeOfKind(name, kind)).join(', ');
  if (imported.length > 0) toast(TEXT.imported(plural(imported.length, 'theme'), names));
  return problems.join(' ');
}

function ownRow(settings, theme) {
  const askName = () =>
    ask({
      title: TEXT.renameTheme(theme.name),
      fields: [{ name: 'name', label: TEXT.name, value: theme.name, attributes: { maxlength: NAME_MAX } }],
      action: TEXT.rename,
      submit: ({ name }) => renameTheme(settings, theme.id, name),
    });
  const removeTheme = async () => {
    const importButton = need('#theme-file').nextElementSibling;
    await keep(deleteTheme(settings, theme));
    importButton.scrollIntoView({ block: 'nearest' });
    need('#theme-file').focus();
  };
  return el(
    'li',
    {},
    el(
      'span',
      {},
      el('strong', { text: theme.name }),
      el('span', { class: 'muted', text: ` ${theme.kind}` }),
    ),
    el(
      'span',
      { class: 'own-actions' },
      textButton(TEXT.rename, askName, { 'aria-label': TEXT.renameTheme(theme.name) }),
      textButton(TEXT.delete, removeTheme, { 'aria-label': TEXT.deleteTheme(theme.name) }),
    ),
  );
}
