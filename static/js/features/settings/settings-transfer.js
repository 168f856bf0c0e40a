/** Exports, imports and resets settings; import and reset can be undone. */
import { FILE_NAME, exported, imported, undoing } from '../../net/settings-file.js';
import { el, setText } from '../../lib/dom.js';
import { plural } from '../../lib/format.js';
import { saveFile } from '../../lib/file-name.js';
import { SETTINGS } from '../../lib/settings-table.js';
import { textButton } from '../../components/controls.js';
import { ask } from '../../components/dialogs.js';
import { keep } from '../../components/settings-form.js';
import { TEXT } from './settings-text.js';

const VALUE_MAX = 60;

export function mountTransfer(element, settings) {
  const error = el('p', { class: 'form-error', role: 'alert' });
  const undoable = new Undoable(settings);
  const file = el('input', {
    type: 'file',
    id: 'settings-file',
    class: 'visually-hidden',
    accept: '.json,application/json',
  });
  const exportFile = () => saveFile(new Blob([exported(settings)], { type: 'application/json' }), FILE_NAME);
  file.addEventListener('change', async () => {
    const [chosen] = file.files;
    file.value = '';
    setText(error, '');
    try {
      await offer(settings, imported(await chosen.text(), settings), undoable);
    } catch (failure) {
      setText(error, failure.message);
    }
  });
  element.append(
    el('p', { class: 'muted', text: TEXT.exportAbout(FILE_NAME) }),
    el(
      'div',
      { class: 'file-row' },
      textButton(TEXT.export, exportFile, { class: 'button' }),
      file,
      el('label', { class: 'button', for: 'settings-file', text: TEXT.importFile }),
    ),
    error,
    undoable.element,
  );
}

export function mountReset(element, settings) {
  const undoable = new Undoable(settings);
  const askReset = () =>
    ask({
      title: TEXT.resetTitle,
      text: TEXT.resetConfirm,
      action: TEXT.reset,
      danger: true,
      submit: () =>
        undoable.change(
          Object.fromEntries(Object.keys(SETTINGS).map((name) => [name, null])),
          TEXT.resetDone,
        ),
    });
  element.append(
    el('p', { class: 'muted', text: TEXT.resetAbout }),
    textButton(TEXT.resetAll, askReset, { class: 'button' }),
    undoable.element,
  );
}

/** Says what changed, with a button that undoes it. */
class Undoable {
  #settings;
  #text = el('span');
  #before = null;
  #undo = textButton(TEXT.undo, () => this.#restore());
  element = el('p', { class: 'notice done', role: 'status', hidden: true }, this.#text, this.#undo);

  /** @param {import('../../net/user-settings.js').Settings} settings */
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

  async #restore() {
    await keep(this.#settings.change(this.#before));
    setText(this.#text, TEXT.undone);
    this.#undo.hidden = true;
  }
}

/** Shows what an import would change, and asks. */
function offer(settings, { changes, skipped, same }, undoable) {
  const names = Object.keys(changes).filter((name) => !SETTINGS[name].derived);
  const skips =
    skipped.length > 0
      ? [
          el('h3', { text: TEXT.skipped }),
          el(
            'ul',
            { class: 'changes' },
            ...skipped.map(({ name, why }) =>
              el('li', { text: TEXT.skippedSetting(name.slice(0, VALUE_MAX), why) }),
            ),
          ),
        ]
      : [];
  const rows = names.map((name) =>
    el(
      'li',
      {},
      el('code', { text: name }),
      TEXT.change(shortened(settings.get(name)), shortened(changes[name])),
    ),
  );
  const figure = el(
    'div',
    { class: 'import-preview', tabindex: 0, role: 'region', 'aria-label': TEXT.changesLabel },
    el('ul', { class: 'changes' }, ...rows),
    ...skips,
  );
  const count = plural(names.length, 'setting');
  const common = { text: TEXT.changes(count, same, skipped.length), figure };
  if (names.length === 0)
    return ask({ ...common, title: TEXT.nothingToImport, action: TEXT.close, submit: async () => {} });
  return ask({
    ...common,
    title: TEXT.importTitle,
    action: TEXT.import,
    submit: () => undoable.change(changes, TEXT.imported(count, skipped.length)),
  });
}

function shortened(value) {
  if (typeof value === 'object' && value !== null) return TEXT.entries(Object.keys(value).length);
  const written = value === '' ? TEXT.default : String(value);
  return written.length > VALUE_MAX ? `${written.slice(0, VALUE_MAX)}…` : written;
}
