/** The search over all sessions as a dialog. Loaded on demand. */
import { el } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';
import { showModal } from '../../lib/visual-viewport.js';
import { SearchPanel } from './search-panel.js';

let open = null;

/**
 * @param {{session: {id: string, name: string}|null, onHere?: (place: object) => void, onClosed?: () => void}} where `session` is the one of
 *   this page, whose lines `onHere` shows; those of others have pages of their own.
 */
export function openSearch(where) {
  open ??= show(where, () => {
    open = null;
  });
  open.focus();
}

function show({ session, onHere, onClosed }, onGone) {
  let leave = () => onClosed?.();
  const onGo = ({ here, place, address }) => {
    leave = here && onHere ? () => onHere(place) : () => location.assign(address);
    dialog.close();
  };
  const panel = new SearchPanel({ session, onGo }, 'search');
  const close = iconButton('close', 'Close the search', () => dialog.close(), { title: null });
  panel.bar.append(close);
  const dialog = el(
    'dialog',
    { class: 'dialog search-dialog', 'aria-label': 'Search all sessions' },
    panel.element,
  );
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
