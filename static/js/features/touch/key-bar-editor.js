/** The editor of the key bar's row, for the page of settings. */
import { el } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { needStyle } from '../../lib/load-style.js';
import { KEYS, MORE, ROW, keyOf } from '../../lib/touch-keys.js';
import { attempt } from '../../components/attempt.js';
import { TEXT } from './touch-text.js';

const NAME = 'touch.row';
const KEYS_MAX = 60;
const KEY_MAX_CHARS = 64;

/**
 * Fills an element with the editor. It saves each change at once.
 * @param {HTMLElement} element
 * @param {import('../../net/user-settings.js').Settings} settings
 * @returns {() => void} removes the editor.
 */
export function mountKeyBarEditor(element, settings) {
  needStyle('features/touch/key-bar-editor.css');
  const list = el('ol', { class: 'touch-edit-keys', 'aria-label': TEXT.keysOfRow });
  const status = el('p', { class: 'visually-hidden', role: 'status' });

  const save = (row, text) => {
    status.textContent = text;
    return attempt(() => settings.set(NAME, row), { text: TEXT.notSaved });
  };
  const currentRow = () => settings.get(NAME) ?? ROW;
  const move = (from, by) => {
    const row = [...currentRow()];
    const [id] = row.splice(from, 1);
    row.splice(from + by, 0, id);
    save(row, TEXT.moved(keyOf(id).name, from + by + 1));
    focusIn(list.children[from + by], `[data-by="${by}"]:not([disabled]), [data-by]:not([disabled])`);
  };
  const remove = (index) => {
    const row = currentRow().filter((_, at) => at !== index);
    save(row, TEXT.removed(keyOf(currentRow()[index]).name));
    if (list.children.length === 0) add.field.focus();
    else focusIn(list.children[Math.min(index, list.children.length - 1)], '[data-remove]');
  };
  const add = adder((id) => {
    if (currentRow().length >= KEYS_MAX) return TEXT.tooManyKeys(KEYS_MAX);
    save([...currentRow(), id], TEXT.added(keyOf(id).name));
    return '';
  });
  const reset = el('button', {
    class: 'button button-small',
    type: 'button',
    text: TEXT.reset,
    on: { click: () => save(null, TEXT.wasReset) },
  });

  element.classList.add('touch-edit');
  element.replaceChildren(list, add.form, reset, status);
  const stop = settings.watch(NAME, (row) => {
    const keys = row ?? ROW;
    list.replaceChildren(...keys.map((id, index) => entry(id, { index, count: keys.length, move, remove })));
    reset.disabled = row === null;
  });
  return () => {
    stop();
    element.replaceChildren();
  };
}

function focusIn(item, selector) {
  /** @type {HTMLElement|null} */ (item?.querySelector(selector))?.focus();
}

function entry(id, { index, count, move, remove }) {
  const { shown, name } = keyOf(id);
  const button = (label, shape, attributes, run) =>
    iconButton(shape, TEXT.actionOnKey(label, name), run, { title: label, ...attributes });
  return el(
    'li',
    { class: 'touch-edit-key' },
    el('kbd', { text: shown }),
    el('span', { class: 'touch-edit-name', text: name === shown ? '' : name }),
    button(TEXT.moveEarlier, 'left', { 'data-by': '-1', disabled: index === 0 }, () => move(index, -1)),
    button(TEXT.moveLater, 'right', { 'data-by': '1', disabled: index === count - 1 }, () => move(index, 1)),
    button(TEXT.remove, 'close', { 'data-remove': true }, () => remove(index)),
  );
}

/**
 * A field for the name of a key, a chord or any text.
 * @param {(id: string) => string} onAdd returns what is wrong, or ''.
 */
function adder(onAdd) {
  const field = el('input', {
    id: 'touch-edit-new',
    class: 'input',
    list: 'touch-edit-known',
    maxlength: KEY_MAX_CHARS,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    'aria-describedby': 'touch-edit-hint',
  });
  const error = el('p', { class: 'form-error', role: 'alert' });
  const known = [...Object.keys(KEYS), ...MORE.filter((id) => !(id in KEYS))].map((id) =>
    el('option', { value: id, label: keyOf(id).name }),
  );
  const submit = (event) => {
    event.preventDefault();
    const id = idOf(field.value);
    error.textContent = id === '' ? TEXT.noKey : onAdd(id);
    if (error.textContent !== '') return;
    field.value = '';
    field.focus();
  };
  const form = el(
    'form',
    { class: 'touch-edit-add', on: { submit } },
    el('label', { for: 'touch-edit-new', text: TEXT.addKey }),
    el(
      'div',
      { class: 'touch-edit-line' },
      field,
      el('button', { class: 'button', type: 'submit', text: TEXT.add }),
    ),
    el('p', { id: 'touch-edit-hint', class: 'hint', text: TEXT.addHint }),
    error,
    el('datalist', { id: 'touch-edit-known' }, ...known),
  );
  return { form, field };
}

/** Names of keys in small or capital letters; everything else as it was written. */
function idOf(text) {
  const name = text.trim().toLowerCase();
  return Object.hasOwn(KEYS, name) ? name : text.trim() && text;
}
