/** The search over all sessions as a dialog. Loaded on demand. */
import { el } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { showModal } from '../../lib/visual-viewport.js';
import { SearchPanel } from './search-panel.js';
import { TEXT } from './search-text.js';

let open = null;

/**
 * @typedef {object} Options
 * @property {{id: string, name: string}|null} session the session of this page.
 * @property {(place: object) => void} [onHere] shows a line of it. Lines of other sessions open a page.
 * @property {() => void} [onClosed]
 */

/** @param {Options} options */
export function openSearch(options) {
  open ??= show(options, () => {
    open = null;
  });
  open.focus();
}

/** @param {Options} options @param {() => void} onGone */
function show({ session, onHere, onClosed }, onGone) {
  let leave = () => onClosed?.();
  const onGo = ({ here, place, address }) => {
    leave = here && onHere ? () => onHere(place) : () => location.assign(address);
    dialog.close();
  };
  const panel = new SearchPanel({ session, onGo }, 'search');
  const close = iconButton('close', TEXT.close, () => dialog.close(), { title: null });
  panel.bar.append(close);
  const dialog = el('dialog', { class: 'dialog search-dialog', 'aria-label': TEXT.searchAll }, panel.element);
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    panel.dispose();
    dialog.remove();
    onGone();
    leave();
  });
  showModal(dialog);
  return panel;
}
