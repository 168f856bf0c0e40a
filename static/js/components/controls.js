/** Controls that several features have. */
import { printedOf, spokenOf } from '../lib/chord-text.js';
import { isMac } from '../lib/chord.js';
import { el, setAttribute } from '../lib/dom.js';

const WAITS_MS = 500;

/**
 * A small button with a text.
 * @param {string} text
 * @param {(event: any) => unknown} run
 * @param {Record<string, unknown>} [attributes] more of them, or others than these.
 */
export function textButton(text, run, attributes = {}) {
  const common = { class: 'button button-small', type: 'button', text };
  return el('button', { ...common, on: { click: run }, ...attributes });
}

/**
 * Chooses an option of a list, for a text field that has the focus all the time.
 * @param {HTMLInputElement} field
 * @param {Element|undefined} before the option that was chosen.
 * @param {Element|undefined} option undefined chooses none.
 */
export function chooseOption(field, before, option) {
  before?.setAttribute('aria-selected', 'false');
  option?.setAttribute('aria-selected', 'true');
  option?.scrollIntoView({ block: 'nearest' });
  setAttribute(field, 'aria-activedescendant', option?.id);
}

/**
 * A text field that chooses from a list; see `chooseOption`.
 * @param {string} listId
 * @param {string} label also the placeholder.
 * @param {Record<string, unknown>} [attributes] more of them, or others than these.
 */
export function listField(listId, label, attributes = {}) {
  const list = { role: 'combobox', 'aria-expanded': 'true', 'aria-controls': listId };
  const plain = { spellcheck: 'false', autocapitalize: 'none', autocomplete: 'off' };
  return el('input', {
    type: 'text',
    ...list,
    'aria-label': label,
    placeholder: label,
    ...plain,
    ...attributes,
  });
}

/**
 * A button that is on or off, and off at first.
 * @param {string} text
 * @param {string} label
 * @param {(on: boolean) => void} onChange
 * @param {Record<string, unknown>} [attributes]
 */
export function toggleButton(text, label, onChange, attributes = {}) {
  const toggle = ({ currentTarget: button }) => {
    const on = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(on));
    onChange(on);
  };
  const common = { class: 'find-toggle', 'aria-label': label, title: label, 'aria-pressed': 'false' };
  return textButton(text, toggle, { ...common, ...attributes });
}

/**
 * A button that appears over the terminal without a user's action. It is disabled (`aria-disabled`) for its
 * first half second, so that a key or a tap meant for the terminal does not press it.
 * @param {{label: string, primary?: boolean, run: () => void}} what
 * @returns {HTMLButtonElement} may have the focus from the start.
 */
export function lateButton({ label, primary = false, run }) {
  const button = el('button', {
    class: primary ? 'button button-primary' : 'button',
    type: 'button',
    'aria-disabled': 'true',
    text: label,
  });
  button.addEventListener('click', () => !button.hasAttribute('aria-disabled') && run());
  setTimeout(() => button.removeAttribute('aria-disabled'), WAITS_MS);
  return button;
}

/**
 * Shows a chord: the keys as printed on a keyboard, and words for a screen reader.
 * @param {string} chord as `chordOf` writes it.
 */
export function chordElement(chord, mac = isMac()) {
  const keys = printedOf(chord, mac).map((part) => el('kbd', { text: part }));
  return el(
    'span',
    { class: 'chord' },
    el('span', { class: 'visually-hidden', text: spokenOf(chord, mac) }),
    el('span', { 'aria-hidden': 'true' }, ...keys),
  );
}
