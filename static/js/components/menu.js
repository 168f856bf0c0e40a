/** A menu below a button: arrows, Home, End, letters, Enter, Escape. */
import { el } from '../lib/dom.js';
import { openPopover } from './popover.js';

/** A menu with more items has two columns in a wide window. */
const ONE_COLUMN_MAX = 20;

/**
 * @typedef {object} Item
 * @property {string} label
 * @property {() => void} run
 * @property {string} [hint] its key.
 * @property {boolean} [checked] for a choice among several: whether this is the current one.
 * @property {boolean} [disabled]
 */

/**
 * Opens a menu. The checked item gets the focus, or the first one.
 * @param {HTMLElement} anchor
 * @param {Item[][]} groups separated by lines; empty groups are left out.
 * @param {{label: string, title?: string, onClose: () => void}} options `title` is shown above the items;
 *   `onClose` moves the focus, and is called before the item runs.
 */
export function openMenu(anchor, groups, { label, title, onClose }) {
  const panel = el(
    'div',
    { class: 'menu', role: 'menu', 'aria-label': label },
    ...(title ? [el('p', { class: 'menu-title', text: title, 'aria-hidden': 'true' })] : []),
  );
  let close = () => {};
  const filled = groups.filter((group) => group.length > 0);
  // Not in the panel itself: its height is bounded, and groups that do not fit would make a third column.
  const columns = el('div', { role: 'presentation' });
  columns.classList.toggle('is-long', filled.flat().length > ONE_COLUMN_MAX);
  for (const group of filled)
    columns.append(
      el('div', { role: 'group', class: 'menu-group' }, ...group.map((item) => itemOf(item, () => close()))),
    );
  panel.append(columns);
  close = openPopover(anchor, panel, { onClose });
  panel.addEventListener('keydown', (event) => onKey(event, panel, close));
  panel.addEventListener(
    'focusout',
    ({ relatedTarget: to }) => to && !panel.contains(/** @type {Node} */ (to)) && close(),
  );
  const items = itemsIn(panel);
  (items.find((item) => item.getAttribute('aria-checked') === 'true') ?? items[0])?.focus();
}

/** @param {Item} item @param {() => void} close */
function itemOf({ label, hint, checked, disabled = false, run }, close) {
  const item = el(
    'button',
    {
      type: 'button',
      class: 'menu-item',
      role: checked === undefined ? 'menuitem' : 'menuitemradio',
      'aria-checked': checked === undefined ? undefined : String(checked),
      'aria-disabled': disabled ? 'true' : undefined,
      tabindex: -1,
    },
    el('span', { class: 'menu-label', text: label }),
    ...(hint ? [el('kbd', { text: hint })] : []),
  );
  item.addEventListener('click', () => {
    if (disabled) return;
    close();
    run();
  });
  item.addEventListener('pointermove', () => item.focus({ preventScroll: true }));
  return item;
}

/**
 * Menu items for those of these actions that can run now, in this order.
 * @param {import('../features/keys/action-registry.js').Actions} actions
 * @param {string[]} ids
 * @returns {Item[]}
 */
export function itemsOf(actions, ids) {
  const found = new Map(actions.list().map((action) => [action.id, action]));
  return ids
    .filter((id) => found.has(id))
    .map((id) => {
      const { title, chords } = found.get(id);
      return { label: title, hint: chords[0], run: () => actions.run(id) };
    });
}

const itemsIn = (panel) => [...panel.querySelectorAll('.menu-item')];

function onKey(event, panel, close) {
  const items = itemsIn(panel);
  const at = items.indexOf(document.activeElement);
  const to =
    {
      ArrowDown: (at + 1) % items.length,
      ArrowUp: (at - 1 + items.length) % items.length,
      Home: 0,
      End: items.length - 1,
    }[event.key] ?? byLetter(items, at, event);
  if (event.key === 'Tab') close();
  else if (to === undefined) return;
  else items[to].focus();
  event.preventDefault();
  event.stopPropagation();
}

/** The next item that begins with the letter. */
function byLetter(items, at, { key, ctrlKey, altKey, metaKey }) {
  if (key.length !== 1 || key === ' ' || ctrlKey || altKey || metaKey) return undefined;
  const ordered = [...items.keys()].map((step) => (at + 1 + step) % items.length);
  return ordered.find((place) => items[place].textContent.toLowerCase().startsWith(key.toLowerCase()));
}
