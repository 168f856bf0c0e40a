/** Settings to a file and back, and back to how they were from the start; each with a way back. */
import { FILE_NAME, exported, imported, undoing } from '../../net/settings-file.js';
import { el, setText } from '../../lib/dom.js';
import { plural } from '../../lib/format.js';
import { saveFile } from '../../lib/save-file.js';
import { SETTINGS } from '../../lib/settings-table.js';
import { ask } from '../../components/dialogs.js';
import { keep } from '../../components/settings-form.js';

const VALUE_MAX = 60;

export function mountTransfer(element, settings) {
  const error = el('p', { class: 'form-error', role: 'alert' });
  const done = new Done(settings);
  const file = el('input', {
    type: 'file',
    id: 'settings-file',
    class: 'visually-hidden',
    accept: '.json,application/json',
  });
  const save = el('button', {
    type: 'button',
    class: 'button',
    text: 'Export',
    on: { click: () => saveFile(new Blob([exported(settings)], { type: 'application/json' }), FILE_NAME) },
  });
  file.addEventListener('change', async () => {
    const [chosen] = file.files;
    file.value = '';
    setText(error, '');
    try {
      await offer(settings, imported(await chosen.text(), settings), done);
    } catch (failure) {
      setText(error, failure.message);
    }
  });
  element.append(
    el('p', {
      class: 'muted',
      text: `Export saves the settings that you changed to ${FILE_NAME}. Settings for this device only, such as the text size, are not in it.`,
    }),
    el(
      'div',
      { class: 'file-row' },
      save,
      file,
      el('label', { class: 'button', for: 'settings-file', text: 'Import…' }),
    ),
    error,
    done.element,
  );
}

export function mountReset(element, settings) {
  const done = new Done(settings);
  const reset = el('button', { type: 'button', class: 'button', text: 'Reset all settings' });
  reset.addEventListener('click', () =>
    ask({
      title: 'Reset all settings?',
      text: 'This also removes your own themes, keys and touch row. You can undo it while this page is open.',
      action: 'Reset',
      danger: true,
      submit: () =>
        done.change(
          Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, null])),
          'All settings have their defaults again.',
        ),
    }),
  );
  element.append(
    el('p', {
      class: 'muted',
      text: 'Restores the default of every setting, on all your devices. Settings for one device only are restored on this device.',
    }),
    reset,
    done.element,
  );
}

/** What was done, and a button that takes it back. */
class Done {
  #settings;
  #text = el('span');
  #before = null;
  #undo = el('button', {
    type: 'button',
    class: 'button button-small',
    text: 'Undo',
    on: { click: () => this.#takeBack() },
  });
  element = el('p', { class: 'notice done', role: 'status', hidden: true }, this.#text, this.#undo);

  constructor(settings) {
    this.#settings = settings;
  }

  async change(changes, sentence) {
    this.#before = undoing(changes, this.#settings);
    for (const name of Object.keys(changes))
      if (SETTINGS[name].device) this.#before[name] = this.#settings.get(name);
    await keep(this.#settings.change(changes));
    setText(this.#text, sentence);
    this.#undo.hidden = false;
    this.element.hidden = false;
  }

  async #takeBack() {
    await keep(this.#settings.change(this.#before));
    setText(this.#text, 'Undone. Your earlier settings are back.');
    this.#undo.hidden = true;
  }
}

function offer(settings, { changes, skipped, same }, done) {
  const names = Object.keys(changes).filter((name) => !SETTINGS[name].derived);
  const skips =
    skipped.length > 0
      ? [
          el('h3', { text: 'Skipped' }),
          el(
            'ul',
            { class: 'changes' },
            ...skipped.map(({ name, why }) => el('li', { text: `${name.slice(0, VALUE_MAX)}: ${why}` })),
          ),
        ]
      : [];
  const rows = names.map((name) =>
    el('li', {}, el('code', { text: name }), ` ${shortly(settings.get(name))} → ${shortly(changes[name])}`),
  );
  const figure = el(
    'div',
    { class: 'import-preview', tabindex: 0, role: 'region', 'aria-label': 'What changes' },
    el('ul', { class: 'changes' }, ...rows),
    ...skips,
  );
  const told = [
    `${plural(names.length, 'setting')} will change`,
    `${same} already the same`,
    `${skipped.length} skipped`,
  ].join(', ');
  if (names.length === 0) {
    return ask({
      title: 'Nothing to import',
      text: `${told}.`,
      figure,
      action: 'Close',
      submit: async () => {},
    });
  }
  return ask({
    title: 'Import these settings?',
    text: `${told}.`,
    figure,
    action: 'Import',
    submit: () =>
      done.change(changes, `${plural(names.length, 'setting')} imported, ${skipped.length} skipped.`),
  });
}

function shortly(value) {
  if (Array.isArray(value)) return `${value.length} entries`;
  const written =
    value === ''
      ? '(default)'
      : typeof value === 'object' && value !== null
        ? `${Object.keys(value).length} entries`
        : String(value);
  return written.length > VALUE_MAX ? `${written.slice(0, VALUE_MAX)}…` : written;
}
