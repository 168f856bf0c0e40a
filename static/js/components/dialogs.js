/** Modal dialogs with a form. If the server refuses, a dialog stays open and shows the reason. */
import { el, need, setText } from '../lib/dom.js';
import { showModal } from '../lib/visual-viewport.js';
import { focusReturner } from './focus.js';

const TEXT = {
  name: 'Name',
  nameHint: 'Up to 64 characters in any language, but not # : . \\ or $.',
  cancel: 'Cancel',
  withRequest: (message, id) => `${message} (request ${id})`,
  errors: {
    // tmux's own message would not help.
    name_taken: 'Another session already has this name.',
    pane_not_found: 'That pane no longer exists.',
  },
};

/** The field for the name of a session or window, with what tmux accepts. */
export const NAME_FIELD = Object.freeze({
  name: 'name',
  label: TEXT.name,
  hint: TEXT.nameHint,
  attributes: { maxlength: 64, enterkeyhint: 'done' },
});

let count = 0;

/**
 * @template T
 * @typedef {object} Dialog
 * @property {string} title
 * @property {string} [text] a sentence below the title.
 * @property {Element} [lead] an element above the fields.
 * @property {Element} [figure] an element below the fields.
 * @property {Field[]} [fields]
 * @property {string} action the text of the button that submits.
 * @property {string} [busy] its text while the server works.
 * @property {string} [dismiss] the text of the button that cancels; there is none if it is empty.
 * @property {boolean} [danger] the action destroys something: focus starts on the button that cancels.
 * @property {(values: Record<string, string>) => Promise<T>} submit rejects with a message to show.
 */

/**
 * @typedef {object} Field
 * @property {string} name
 * @property {string} label
 * @property {string} [hint]
 * @property {string} [value]
 * @property {[string, string][]} [options] values with their texts: the field is a choice.
 * @property {string[]} [suggestions] offered while the user types.
 * @property {(text: string) => Promise<string[]>} [complete] more suggestions for the typed text.
 * @property {object} [attributes]
 */

/**
 * Opens a dialog; resolves when it is closed and removed from the page.
 * @template T
 * @param {Dialog<T>} what
 * @returns {Promise<T|undefined>} what `submit` resolved to, true if that is undefined; undefined after
 *   Cancel.
 */
export function ask(what) {
  const dialog = build(what, (count += 1));
  const returnFocus = focusReturner();
  document.body.append(dialog);
  /** @type {HTMLFormElement} */
  const form = need('form', dialog);
  const done = new Promise((resolve) => {
    let result;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      const outcome = await submitForm(form, what);
      if (!outcome.ok) return;
      result = outcome.value ?? true;
      dialog.close();
    });
    dialog.addEventListener('close', () => {
      dialog.remove();
      returnFocus();
      resolve(result);
    });
  });
  showModal(dialog);
  need(what.danger ? '[data-cancel]' : 'input, select, [type=submit]', dialog).focus();
  dialog.querySelector('input')?.select();
  return done;
}

/**
 * @param {HTMLFormElement} form
 * @param {{action: string, busy?: string, submit: (values: Record<string, string>) => Promise<any>}} what
 */
async function submitForm(form, { action, busy = action, submit }) {
  /** @type {HTMLButtonElement} */
  const button = need('[type=submit]', form);
  const error = need('.form-error', form);
  if (button.disabled) return { ok: false };
  const values = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
  button.disabled = true;
  setText(button, busy);
  setText(error, '');
  try {
    return { ok: true, value: await submit(values) };
  } catch (failure) {
    showFailure(form, error, failure);
    return { ok: false };
  } finally {
    button.disabled = false;
    setText(button, action);
  }
}

/** Shows the error below the field that it names, or above the buttons, and moves the focus there. */
function showFailure(form, error, failure) {
  const text = sentence(failure);
  const [, name, rest] = /^([a-z_]+): (.+)$/s.exec(text) ?? [];
  const field = name && form.elements.namedItem(name);
  const input = field || form.querySelector('input');
  if (field) field.closest('.field').append(error);
  else need('.dialog-actions', form).before(error);
  for (const control of form.querySelectorAll('input, select')) control.removeAttribute('aria-invalid');
  field?.setAttribute('aria-invalid', 'true');
  setText(error, field ? `${rest[0].toUpperCase()}${rest.slice(1)}` : text);
  input?.focus();
}

/**
 * The message of an error for users. An error of the server comes with the request id that finds it in the
 * log.
 */
export function sentence(failure) {
  if (Object.hasOwn(TEXT.errors, failure.code)) return TEXT.errors[failure.code];
  const isServerError = failure.requestId && failure.status >= 500;
  return isServerError ? TEXT.withRequest(failure.message, failure.requestId) : failure.message;
}

/** @param {Dialog<any>} what @param {number} number */
function build(what, number) {
  const { title, text, fields = [], lead, figure, action, dismiss = TEXT.cancel, danger = false } = what;
  const titleId = `dialog-${number}-title`;
  const dialog = el('dialog', { class: 'dialog', 'aria-labelledby': titleId });
  const cancel = el('button', { type: 'button', class: 'button', 'data-cancel': true, text: dismiss });
  cancel.addEventListener('click', () => dialog.close());
  dialog.append(
    el(
      'form',
      { method: 'dialog', novalidate: true, autocomplete: 'off' },
      el('h2', { id: titleId, text: title }),
      ...(text ? [el('p', { class: 'muted', text })] : []),
      ...(lead ? [lead] : []),
      ...fields.map((field, index) => fieldOf(field, `dialog-${number}-${index}`)),
      ...(figure ? [figure] : []),
      el('p', { class: 'form-error', role: 'alert' }),
      el(
        'div',
        { class: 'dialog-actions' },
        ...(dismiss ? [cancel] : []),
        el('button', {
          type: 'submit',
          class: `button ${danger ? 'button-danger' : 'button-primary'}`,
          text: action,
        }),
      ),
    ),
  );
  return dialog;
}

/** @param {Field} field @param {string} id */
function fieldOf(
  { name, label, hint, value = '', options = null, suggestions = [], complete, attributes = {} },
  id,
) {
  const hintId = hint ? `${id}-hint` : undefined;
  const listId = suggestions.length > 0 ? `${id}-list` : undefined;
  const common = { id, name, class: 'input', 'aria-describedby': hintId, list: listId };
  const input = options
    ? el(
        'select',
        { ...common, ...attributes },
        ...options.map(([chosen, text]) => el('option', { value: chosen, text })),
      )
    : el('input', { ...common, type: 'text', spellcheck: 'false', autocapitalize: 'none', ...attributes });
  input.value = value;
  /** @type {HTMLElement[]} */
  const parts = [el('label', { for: id, text: label }), input];
  if (listId) parts.push(datalistFor(input, listId, suggestions, complete));
  if (hint) parts.push(el('p', { id: hintId, class: 'hint', text: hint }));
  return el('div', { class: 'field' }, ...parts);
}

/** The list that an input offers: the suggestions, and completions of the current text. */
function datalistFor(input, id, suggestions, complete) {
  const options = (texts) => texts.map((text) => el('option', { value: text }));
  const list = el('datalist', { id }, ...options(suggestions));
  if (complete) {
    input.addEventListener('input', async () => {
      const text = input.value;
      const more = await complete(text);
      if (input.value === text) list.replaceChildren(...options([...new Set([...suggestions, ...more])]));
    });
  }
  return list;
}
