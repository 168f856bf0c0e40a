/** A list that is shown again and again: unchanged rows stay in the page, and so does the focus in them. */
import { el } from '../lib/dom.js';

/**
 * A row: its subject, details and buttons.
 * @param {{main: string, badges?: string[], detail: string}} facts
 * @param {...HTMLElement} buttons
 */
export function rowOf({ main, badges = [], detail }, ...buttons) {
  const title = el(
    'p',
    {},
    el('strong', { text: main }),
    ...badges.flatMap((text) => [' ', el('span', { class: 'badge', text })]),
  );
  const description = el('div', {}, title, el('p', { class: 'muted', text: detail }));
  return el(
    'li',
    {},
    description,
    ...(buttons.length > 0 ? [el('div', { class: 'row-actions' }, ...buttons)] : []),
  );
}

/**
 * Shows exactly these items, in this order.
 * @param {HTMLElement} list
 * @param {{key: string, fields: object}[]} items a row is replaced if its fields have changed.
 * @param {(fields: object) => HTMLElement} make
 */
export function showRows(list, items, make) {
  const before = new Map(rowsOf(list).map((row) => [row.dataset.key, row]));
  const focus = focusOf(document.activeElement, list);
  const rows = items.map(({ key, fields }) => {
    const state = JSON.stringify(fields);
    const old = before.get(key);
    if (old?.dataset.state === state) return old;
    const row = make(fields);
    Object.assign(row.dataset, { key, state });
    return row;
  });
  list.replaceChildren(...rows);
  list.removeAttribute('aria-busy');
  if (focus) restoreFocus(list, focus);
}

/**
 * Runs the work of a control in a row. The focus returns to that control, even if its row was replaced.
 * @param {HTMLElement} list
 * @param {HTMLElement} control
 * @param {() => Promise<unknown>} work
 */
export async function keepingFocus(list, control, work) {
  const focus = focusOf(control, list);
  await work();
  if (focus && document.activeElement === document.body) restoreFocus(list, focus);
}

const rowsOf = (list) => /** @type {HTMLElement[]} */ ([...list.children]);

/** The key of the row and the action of its control; null if the element is not in the list. */
function focusOf(element, list) {
  const row = list.contains(element) ? element.closest('li') : null;
  return row && { key: row.dataset.key, act: element.dataset.act };
}

/** Focuses the same control of the same row, or the nearest that still exists. */
function restoreFocus(list, { key, act }) {
  if (list.contains(document.activeElement)) return;
  const row = rowsOf(list).find((each) => each.dataset.key === key);
  const target = row?.querySelector(`[data-act="${act}"]`) ?? (row ?? list).querySelector('[data-act]');
  target?.focus();
}
