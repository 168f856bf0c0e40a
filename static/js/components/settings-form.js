/** Controls bound to a setting: they save a change at once, and follow changes made elsewhere. */
import { el, setText } from '../lib/dom.js';
import { SETTINGS } from '../lib/settings-table.js';
import { attempt } from './attempt.js';

let count = 0;

const TEXT = {
  notSaved: (reason) => `This lasts only until you leave the page. It could not be saved: ${reason}`,
  numberFrom: (min, max) => `Enter a number from ${min} to ${max}.`,
};

/**
 * Waits until changes are saved; if they could not be saved, says so. This page uses them in any case.
 * @param {Promise<unknown>} saving
 * @returns {Promise<boolean>} whether they are saved.
 */
export async function keep(saving) {
  return (await attempt(() => saving.then(() => true), { text: TEXT.notSaved })) ?? false;
}

/**
 * A choice among a few values, shown side by side.
 * @param {import('../net/user-settings.js').Settings} settings
 * @param {string} name
 * @param {{label: string, hint?: string, options: [unknown, string][]}} what `options` are values with their
 *   texts.
 */
export function choice(settings, name, { label, hint, options }) {
  const id = `setting-${(count += 1)}`;
  const radios = options.map(([value, text], at) => {
    const radio = el('input', {
      type: 'radio',
      name: id,
      id: `${id}-${at}`,
      on: { change: () => keep(settings.set(name, value)) },
    });
    return {
      value,
      radio,
      element: el('label', { class: 'segment', for: `${id}-${at}` }, radio, el('span', { text })),
    };
  });
  settings.watch(name, (now) => {
    for (const { value, radio } of radios) radio.checked = value === now;
  });
  return el(
    'fieldset',
    { class: 'setting' },
    el('legend', { text: label }),
    el('div', { class: 'segments' }, ...radios.map(({ element }) => element)),
    ...hintOf(hint),
  );
}

/**
 * A switch.
 * @param {import('../net/user-settings.js').Settings} settings
 * @param {string} name
 * @param {{label: string, hint?: string}} what
 */
export function flag(settings, name, { label, hint }) {
  const id = `setting-${(count += 1)}`;
  const box = el('input', {
    type: 'checkbox',
    role: 'switch',
    id,
    class: 'switch',
    'aria-describedby': hint && `${id}-hint`,
    on: { change: () => keep(settings.set(name, box.checked)) },
  });
  settings.watch(name, (now) => {
    box.checked = now;
  });
  return el(
    'div',
    { class: 'setting setting-flag' },
    el('label', { for: id, text: label }),
    box,
    ...hintOf(hint, `${id}-hint`),
  );
}

/**
 * A number. A value out of bounds shows an error and is not saved.
 * @param {import('../net/user-settings.js').Settings} settings
 * @param {string} name
 * @param {{label: string, hint?: string, min: number, max: number, step: number, unit?: string}} what
 */
export function number(settings, name, { label, hint, min, max, step, unit }) {
  const read = (typed) => (typed.trim() === '' ? Number.NaN : Number(typed));
  const wrong = TEXT.numberFrom(min, max);
  return field(settings, name, {
    label,
    hint,
    unit,
    read,
    wrong,
    attributes: { type: 'number', inputmode: step < 1 ? 'decimal' : 'numeric', min, max, step },
  });
}

/**
 * A text.
 * @param {import('../net/user-settings.js').Settings} settings
 * @param {string} name
 * @param {{label: string, hint?: string, wrong: string, attributes?: object}} what `wrong` says what is
 *   allowed.
 */
export function words(settings, name, what) {
  return field(settings, name, { read: (typed) => typed.trim(), ...what });
}

/**
 * @param {import('../net/user-settings.js').Settings} settings
 * @param {string} name
 * @param {{label: string, hint?: string, unit?: string, read: (typed: string) => unknown, wrong: string,
 *   attributes?: object}} what
 */
function field(settings, name, { label, hint, unit, read, wrong, attributes }) {
  const id = `setting-${(count += 1)}`;
  const error = el('p', { class: 'form-error', id: `${id}-error`, role: 'alert' });
  const input = el('input', {
    id,
    class: 'input',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-describedby': hint ? `${id}-error ${id}-hint` : `${id}-error`,
    ...attributes,
  });
  input.addEventListener('change', () => {
    const value = read(input.value);
    const sound = SETTINGS[name].check(value);
    setText(error, sound ? '' : wrong);
    input.setAttribute('aria-invalid', String(!sound));
    if (sound) keep(settings.set(name, value));
  });
  settings.watch(name, (now) => {
    input.value = String(now);
    input.setAttribute('aria-invalid', 'false');
    setText(error, '');
  });
  const box = unit
    ? el('div', { class: 'with-unit' }, input, el('span', { class: 'muted', text: unit }))
    : input;
  return el(
    'div',
    { class: 'setting field' },
    el('label', { for: id, text: label }),
    box,
    error,
    ...hintOf(hint, `${id}-hint`),
  );
}

/** @param {string} [hint] @param {string} [id] */
function hintOf(hint, id) {
  return hint ? [el('p', { class: 'hint', id, text: hint })] : [];
}
