/** Controls that several features have. */
import { el, setAttribute } from '../lib/dom.js';

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
