/** The list of presets: rename, share and delete those that the user saved. */
import { el } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { textButton } from '../../components/controls.js';
import { NAME_FIELD, ask } from '../../components/dialogs.js';
import { keepingFocus, showRows } from '../../components/keyed-list.js';
import { toast } from '../../components/toast.js';
import { changePreset, deletePreset, listPresets } from './preset-requests.js';
import { TEXT } from './presets-text.js';

/**
 * Opens the list; resolves when it is closed.
 * @param {import('../../net/api.js').Api} api
 */
export async function managePresets(api) {
  await needStyle('features/presets/presets.css');
  const list = new PresetList(api);
  if (!(await attempt(async () => (await list.load()) ?? true))) return;
  await ask({
    title: TEXT.presets,
    text: TEXT.listAbout,
    lead: list.element,
    action: TEXT.done,
    dismiss: '',
    submit: async () => {},
  });
}

class PresetList {
  #api;
  #rows = el('ul', { class: 'preset-rows', 'aria-label': TEXT.presets });
  #none = el('p', { class: 'muted', text: TEXT.none });
  element = el('div', {}, this.#rows, this.#none);

  constructor(api) {
    this.#api = api;
  }

  async load() {
    const presets = await listPresets(this.#api);
    showRows(
      this.#rows,
      presets.map((preset) => ({ key: preset.id, fields: preset })),
      (preset) => this.#row(/** @type {import('./preset-choice.js').Preset} */ (preset)),
    );
    this.#none.hidden = presets.length > 0;
  }

  #row(preset) {
    const text = TEXT.source(preset) || (preset.shared ? TEXT.isShared : '');
    return el(
      'li',
      {},
      el(
        'span',
        { class: 'preset-words' },
        el('strong', { text: preset.name }),
        ...(text ? [el('span', { class: 'preset-badge', text })] : []),
        el('small', { text: TEXT.about(preset) }),
        ...(preset.commands.length > 0 ? [el('small', { text: TEXT.commands(preset.commands) })] : []),
      ),
      ...(preset.source === 'own' ? [el('div', { class: 'row-actions' }, ...this.#buttons(preset))] : []),
    );
  }

  #buttons(preset) {
    const button = (act, text, work) =>
      textButton(
        text,
        ({ currentTarget }) =>
          keepingFocus(this.#rows, currentTarget, () =>
            attempt(async () => {
              await work();
              await this.load();
            }),
          ),
        { 'data-act': act, 'aria-label': TEXT.actionOn(text, preset.name) },
      );
    const share = button('share', preset.shared ? TEXT.unshare : TEXT.share, () => this.#share(preset));
    return [
      button('rename', TEXT.rename, () => this.#rename(preset)),
      ...(document.documentElement.dataset.role === 'admin' ? [share] : []),
      button('delete', TEXT.delete, () => this.#delete(preset)),
    ];
  }

  #rename(preset) {
    return ask({
      title: TEXT.renameTitle(preset.name),
      fields: [{ ...NAME_FIELD, value: preset.name }],
      action: TEXT.rename,
      submit: ({ name }) => changePreset(this.#api, preset, { name }),
    });
  }

  async #share(preset) {
    const { shared, name } = await changePreset(this.#api, preset, { shared: !preset.shared });
    toast(shared ? TEXT.shared(name) : TEXT.unshared(name));
  }

  async #delete(preset) {
    const done = await ask({
      title: TEXT.deleteTitle(preset.name),
      text: TEXT.deleteAbout,
      action: TEXT.delete,
      danger: true,
      submit: () => deletePreset(this.#api, preset),
    });
    if (done) toast(TEXT.deleted(preset.name));
  }
}
