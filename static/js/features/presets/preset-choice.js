/** What the dialog "New session" starts from: a list of presets above its fields. */
import { el, need, setText } from '../../lib/dom.js';
import { isTouchFirst } from '../../lib/device.js';
import { textButton } from '../../components/controls.js';
import { TEXT } from './presets-text.js';

/** More presets than this get a search field. */
const LISTED_MAX = 6;
const COMMANDS_SHOWN = 3;
/** Fields of a session that is made without a preset. */
const PLAIN_FIELDS = ['cwd', 'command', 'after'];

/**
 * @typedef {object} Preset as `GET /api/presets` lists it.
 * @property {string} id
 * @property {string} name
 * @property {'file'|'own'|'shared'} source
 * @property {string} owner
 * @property {string} description
 * @property {string} folder
 * @property {number} windows
 * @property {number} panes
 * @property {string[]} commands
 * @property {boolean} runs
 * @property {boolean} shared
 */

/**
 * Presets that have every word of the text in their name, description, folder or commands.
 * @testonly
 */
export function matchingPresets(presets, text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return presets.filter(({ name, description, folder, commands }) => {
    const all = [name, description, folder, ...commands].join('\n').toLowerCase();
    return words.every((word) => all.includes(word));
  });
}

/** The choice; empty until `show` gets presets. */
export class PresetChoice {
  element = el('div', { class: 'preset-choice', hidden: true });
  #presets = [];
  #running;
  #list = el('div', { class: 'preset-list', role: 'radiogroup', 'aria-label': TEXT.startFrom });
  #status = el('p', { class: 'muted preset-status', role: 'status' });
  #commands = el('p', { class: 'hint preset-commands' });
  #note = el('p', { class: 'notice notice-warning', role: 'status', hidden: true });
  #run = el('input', { type: 'checkbox', name: 'run', value: 'yes' });
  #runField = el(
    'label',
    { class: 'check' },
    this.#run,
    el('span', {}, TEXT.run, el('small', { class: 'hint', text: TEXT.runAbout })),
  );
  #runs = el('p', { class: 'hint', text: TEXT.runs });
  #details = el('div', { class: 'preset-details' }, this.#commands, this.#runField, this.#runs, this.#note);
  #chosenId = '';
  #action = '';
  /** @type {string|undefined} */
  #nameHint;

  /**
   * @param {object} options
   * @param {() => Iterable<string>} options.running names of sessions that run.
   * @param {() => unknown} options.manage opens the list of presets.
   */
  constructor({ running, manage }) {
    this.#running = running;
    this.#list.addEventListener('change', ({ target }) =>
      this.#choose(/** @type {HTMLInputElement} */ (target).value),
    );
    this.manage = textButton(TEXT.manage, manage, { class: 'button button-small preset-manage' });
  }

  /** The chosen preset; undefined for an empty session. @returns {Preset|undefined} */
  get chosen() {
    return this.#presets.find(({ id }) => id === this.#chosenId);
  }

  /** The name of a running session that the choice would make again; undefined if there is none. */
  get taken() {
    if (!this.chosen) return undefined;
    const name = this.#field('name').value.trim() || this.chosen.name;
    return [...this.#running()].includes(name) ? name : undefined;
  }

  /** Whether the user wants its commands to run. */
  get runs() {
    return this.#run.checked;
  }

  /** Shows these presets, in a dialog that is open. @param {Preset[]} presets */
  show(presets) {
    const first = this.element.hidden;
    this.#presets = presets;
    this.element.hidden = presets.length === 0;
    if (this.element.hidden) {
      if (!first) this.#choose('');
      return;
    }
    const search = el('input', {
      type: 'search',
      class: 'input',
      placeholder: TEXT.find,
      'aria-label': TEXT.find,
      autocomplete: 'off',
      spellcheck: 'false',
      hidden: presets.length <= LISTED_MAX,
    });
    search.addEventListener('input', () => this.#render(search.value));
    search.addEventListener('keydown', (event) => {
      // Enter would use a preset that is not visible.
      const isWrong = event.key === 'Enter' && this.#list.children.length === 0;
      if (event.key !== 'ArrowDown' && !isWrong) return;
      event.preventDefault();
      if (!isWrong) this.#focusList();
    });
    this.element.replaceChildren(
      el('div', { class: 'preset-head' }, el('h3', { text: TEXT.startFrom }), this.manage),
      search,
      this.#list,
      this.#status,
      this.#details,
    );
    if (first) this.#field('name').addEventListener('input', () => this.#update());
    this.#render('');
    this.#choose(this.chosen ? this.#chosenId : '');
    // A soft keyboard would cover the list.
    if (first && isTouchFirst()) this.#focusList();
  }

  #focusList() {
    /** @type {HTMLElement|null} */
    const target = this.#list.querySelector('input:checked') ?? this.#list.querySelector('input');
    target?.focus();
  }

  #render(text) {
    const found = matchingPresets(this.#presets, text);
    const rows = found.map((preset) =>
      this.#row(preset.id, preset.name, TEXT.about(preset), TEXT.source(preset)),
    );
    if (!text.trim()) rows.unshift(this.#row('', TEXT.empty, TEXT.emptyAbout));
    this.#list.replaceChildren(...rows);
    setText(this.#status, found.length === 0 ? TEXT.noMatch : '');
    // What Enter would use is visible.
    if (text.trim() && found.length > 0 && !found.some(({ id }) => id === this.#chosenId))
      this.#choose(found[0].id);
  }

  #row(id, name, about, source = '') {
    return el(
      'label',
      { class: 'preset-row' },
      el('input', { type: 'radio', name: 'preset', value: id, checked: id === this.#chosenId }),
      el(
        'span',
        { class: 'preset-words' },
        el('strong', { text: name }),
        ...(source ? [el('span', { class: 'preset-badge', text: source })] : []),
        el('small', { text: about }),
      ),
    );
  }

  #choose(id) {
    this.#chosenId = id;
    for (const radio of this.#list.querySelectorAll('input')) radio.checked = radio.value === id;
    this.#run.checked = false;
    this.#update();
  }

  /** Shows what belongs to the choice, and what the button does. */
  #update() {
    const { chosen, taken } = this;
    for (const name of PLAIN_FIELDS) fieldAround(this.#field(name)).hidden = chosen !== undefined;
    this.#details.hidden = chosen === undefined;
    this.#showName(chosen?.name);
    this.#showCommands(chosen?.commands ?? [], chosen?.runs === true, taken !== undefined);
    this.#note.hidden = taken === undefined;
    setText(this.#note, taken === undefined ? '' : TEXT.isRunning(taken));
    const button = need('[type=submit]', this.#form);
    this.#action ||= button.textContent;
    setText(button, taken === undefined ? this.#action : TEXT.open(taken));
  }

  /** @param {string} [name] that of the preset, which a session has without one of its own. */
  #showName(name) {
    const field = this.#field('name');
    const hint = fieldAround(field).querySelector('.hint');
    this.#nameHint ??= hint?.textContent ?? '';
    field.placeholder = name ?? '';
    if (hint) setText(hint, name === undefined ? this.#nameHint : TEXT.nameAbout(name));
  }

  #showCommands(commands, runs, taken) {
    const none = commands.length === 0;
    setText(this.#commands, none ? '' : commandsText(commands));
    this.#commands.hidden = none;
    this.#runField.hidden = none || taken || runs;
    this.#runs.hidden = none || taken || !runs;
  }

  /** @returns {HTMLFormElement} */
  get #form() {
    return this.element.closest('form');
  }

  /** @param {string} name @returns {HTMLInputElement} */
  #field(name) {
    return need(`[name="${name}"]`, this.#form);
  }
}

/** @param {Element} input @returns {HTMLElement} with its label. */
const fieldAround = (input) => input.closest('.field');

function commandsText(commands) {
  const shown = commands.slice(0, COMMANDS_SHOWN);
  return TEXT.commands(commands.length > COMMANDS_SHOWN ? [...shown, '…'] : shown);
}
