/** The keys of the row for touch screens, as one wants them: for the page of settings. */
import { el } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { needStyle } from '../../lib/load-style.js';
import { KEYS, MORE, ROW, keyOf } from '../../lib/touch-keys.js';
import { toast } from '../../components/toast.js';

const NAME = 'touch.row';
const KEYS_MAX = 60;
const KEY_MAX_CHARS = 64;

/**
 * Fills an element with an editor of the key row, which keeps each change at once. Its style comes along.
 * @param {HTMLElement} element
 * @param {import('../../net/user-settings.js').Settings} settings
 * @returns {() => void} takes it away again.
 */
export function mountTouchEditor(element, settings) {
  needStyle('features/touch/key-bar-editor.css');
  const list = el('ol', { class: 'touch-edit-keys', 'aria-label': 'Keys of the row' });
  const said = el('p', { class: 'visually-hidden', role: 'status' });

  const keep = async (row, text) => {
    said.textContent = text;
    try {
      await settings.set(NAME, row);
    } catch (error) {
      toast(`Not saved: ${error.message}`, { kind: 'error' });
    }
  };
  const now = () => settings.get(NAME) ?? ROW;
  const move = (from, by) => {
    const row = [...now()];
    const [id] = row.splice(from, 1);
    row.splice(from + by, 0, id);
    keep(row, `${keyOf(id).name} is now key ${from + by + 1}.`);
    list.children[from + by]
      ?.querySelector(`[data-by="${by}"]:not([disabled]), [data-by]:not([disabled])`)
      ?.focus();
  };
  const remove = (index) => {
    const { name } = keyOf(now()[index]);
    keep(
      now().filter((_, at) => at !== index),
      `${name} is removed.`,
    );
    (
      list.children[Math.min(index, list.children.length - 1)]?.querySelector('[data-remove]') ?? add.field
    ).focus();
  };
  const add = adder((id) => {
    if (now().length >= KEYS_MAX) return `A row has at most ${KEYS_MAX} keys.`;
    keep([...now(), id], `${keyOf(id).name} is added.`);
    return '';
  });
  const reset = el('button', {
    class: 'button button-small',
    type: 'button',
    text: 'Reset to default',
    on: { click: () => keep(null, 'The row is reset to its default.') },
  });

  element.classList.add('touch-edit');
  element.replaceChildren(list, add.form, reset, said);
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

function entry(id, { index, count, move, remove }) {
  const { shown, name } = keyOf(id);
  const button = (label, shape, attributes, run) =>
    iconButton(shape, `${label}: ${name}`, run, { title: label, ...attributes });
  return el(
    'li',
    { class: 'touch-edit-key' },
    el('kbd', { text: shown }),
    el('span', { class: 'touch-edit-name', text: name === shown ? '' : name }),
    button('Move earlier', 'left', { 'data-by': '-1', disabled: index === 0 }, () => move(index, -1)),
    button('Move later', 'right', { 'data-by': '1', disabled: index === count - 1 }, () => move(index, 1)),
    button('Remove', 'close', { 'data-remove': true }, () => remove(index)),
  );
}

/** A field that takes a key's name, a chord or any text. @param {(id: string) => string} onAdd says what is wrong. */
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
    error.textContent = id === '' ? 'Enter a key, a chord or a text first.' : onAdd(id);
    if (error.textContent !== '') return;
    field.value = '';
    field.focus();
  };
  const form = el(
    'form',
    { class: 'touch-edit-add', on: { submit } },
    el('label', { for: 'touch-edit-new', text: 'Add a key' }),
    el(
      'div',
      { class: 'touch-edit-line' },
      field,
      el('button', { class: 'button', type: 'submit', text: 'Add' }),
    ),
    el('p', {
      id: 'touch-edit-hint',
      class: 'hint',
      text: 'A name such as home or f5, a chord such as C-w (Ctrl) or M-x (Alt), or a text to type.',
    }),
    error,
    el('datalist', { id: 'touch-edit-known' }, ...known),
  );
  return { form, field };
}

/** Names of keys in any letters; all else as it was written. */
function idOf(text) {
  const name = text.trim().toLowerCase();
  return Object.hasOwn(KEYS, name) ? name : text.trim() && text;
}
