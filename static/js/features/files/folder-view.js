/** How a folder looks in the side panel: its parts, built once. What they do is for who built them. */
import { el } from '../../lib/dom.js';
import { iconButton } from '../../lib/icons.js';

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
  const here = tool('Follow the active pane’s folder', 'place', handlers.onHere, true);
  const hidden = tool('Show hidden files', 'hidden', handlers.onHidden, false);
  const upload = tool('Upload into this folder', 'upload', handlers.onUpload);
  const open = act('Open', handlers.onOpen);
  const insert = act('Insert path', handlers.onInsert);
  const tools = el(
    'div',
    { class: 'folder-tools' },
    here,
    tool('Parent folder', 'parent', handlers.onUp),
    tool('Refresh', 'refresh', handlers.onAgain),
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
function tool(label, shape, run, pressed) {
  return iconButton(shape, label, run, {
    'aria-pressed': pressed === undefined ? undefined : String(pressed),
  });
}

const act = (text, run) =>
  el('button', { class: 'button button-small', type: 'button', text, on: { click: run } });
