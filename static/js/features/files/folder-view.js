/** How a folder looks in the side panel: its parts, built once. What they do is for who built them. */
import { el, icon } from '../../lib/dom.js';

const ICONS = {
  here: 'M12 21s-6-5.5-6-10a6 6 0 0 1 12 0c0 4.5-6 10-6 10zM12 9.5v3',
  up: 'M12 19V6M6 12l6-6 6 6',
  again: 'M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5',
  hidden: 'M3 12s3.5-6 9-6 9 6 9 6-3.5 6-9 6-9-6-9-6zM12 10a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  upload: 'M12 16V5M7 10l5-5 5 5M5 19h14',
};

/**
 * @param {string} listId what the list that the filter controls is called by.
 * @param {Record<'onFilter'|'onOpen'|'onInsert'|'onCopy'|'onHere'|'onUp'|'onAgain'|'onHidden'|'onUpload', () => void>} handlers
 * @returns {Record<'input'|'told'|'shelf'|'open'|'insert'|'here'|'hidden'|'upload'|'tools'|'acts', HTMLElement>}
 */
export function folderParts(listId, handlers) {
  const input = el('input', {
    class: 'find-input folder-filter',
    type: 'text',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': listId,
    'aria-autocomplete': 'list',
    'aria-label': 'Filter names, or go to a path',
    placeholder: 'Filter names, or go to a path',
    spellcheck: 'false',
    autocapitalize: 'none',
    autocomplete: 'off',
    maxlength: 200,
    on: { input: handlers.onFilter },
  });
  const here = tool('Follow the active pane’s folder', ICONS.here, handlers.onHere, true);
  const hidden = tool('Show hidden files', ICONS.hidden, handlers.onHidden, false);
  const upload = tool('Upload into this folder', ICONS.upload, handlers.onUpload);
  const open = act('Open', handlers.onOpen);
  const insert = act('Insert path', handlers.onInsert);
  const tools = el(
    'div',
    { class: 'folder-tools' },
    here,
    tool('Parent folder', ICONS.up, handlers.onUp),
    tool('Refresh', ICONS.again, handlers.onAgain),
    hidden,
    upload,
  );
  const acts = el('div', { class: 'folder-acts' }, open, insert, act('Copy path', handlers.onCopy));
  return {
    input,
    told: el('p', { class: 'folder-told', role: 'status' }),
    shelf: el('div', { class: 'folder-uploads' }),
    open,
    insert,
    here,
    hidden,
    upload,
    tools,
    acts,
  };
}

/** With `pressed` it is a switch. */
function tool(label, path, run, pressed) {
  return el(
    'button',
    {
      class: 'icon-button',
      type: 'button',
      'aria-label': label,
      title: label,
      'aria-pressed': pressed === undefined ? undefined : String(pressed),
      on: { click: run },
    },
    icon(path),
  );
}

const act = (text, run) =>
  el('button', { class: 'button button-small', type: 'button', text, on: { click: run } });
