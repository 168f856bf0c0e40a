/** A list that is told anew again and again: rows that are as before stay, and so does the focus within. */
import { el } from '../lib/dom.js';

/**
 * A row: what it is about, what else to know, and what may be done.
 * @param {{main: string, badges?: string[], detail: string}} facts @param {...HTMLElement} acts
 */
export function rowOf({ main, badges = [], detail }, ...acts) {
  const title = el(
    'p',
    {},
    el('strong', { text: main }),
    ...badges.flatMap((text) => [' ', el('span', { class: 'badge', text })]),
  );
  const about = el('div', {}, title, el('p', { class: 'muted', text: detail }));
  return el('li', {}, about, ...(acts.length > 0 ? [el('div', { class: 'row-acts' }, ...acts)] : []));
}

/**
 * Shows these and no others, in this order.
 * @param {HTMLElement} list
 * @param {{key: string, fields: object}[]} items a row is made anew where its fields are others than before.
 * @param {(fields: object) => HTMLElement} make
 */
export function showRows(list, items, make) {
  const before = new Map([...list.children].map((row) => [row.dataset.key, row]));
  const held = heldBy(document.activeElement, list);
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
  if (held) giveBack(list, held);
}

/**
 * Does what a control of a row does; the focus goes on where it was, also where the row was made anew meanwhile.
 * @param {HTMLElement} list @param {HTMLElement} control @param {() => Promise<unknown>} work
 */
export async function keepingFocus(list, control, work) {
  const held = heldBy(control, list);
  await work();
  if (held && document.activeElement === document.body) giveBack(list, held);
}

/** The row and the act that this is; null where it is elsewhere. */
function heldBy(element, list) {
  const row = list.contains(element) ? element.closest('li') : null;
  return row && { key: row.dataset.key, act: element.dataset.act };
}

/** Gives the focus to the same act of the same row, to what is left of it where that is gone. */
function giveBack(list, { key, act }) {
  if (list.contains(document.activeElement)) return;
  const row = [...list.children].find((one) => one.dataset.key === key);
  const target = row?.querySelector(`[data-act="${act}"]`) ?? (row ?? list).querySelector('[data-act]');
  target?.focus();
}
