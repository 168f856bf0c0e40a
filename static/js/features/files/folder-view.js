/** The elements that show a folder in the side panel. `DrawerFiles` decides what they do. */
import { listField, textButton } from '../../components/controls.js';
import { el } from '../../lib/dom.js';
import { crumbs, visible } from '../../lib/folder-paths.js';
import { iconButton } from '../../lib/icons.js';
import { TEXT } from './files-text.js';

/**
 * @typedef {'onFilter'|'onOpen'|'onInsert'|'onCopy'|'onFollow'|'onUp'|'onRefresh'|'onHidden'|'onUpload'}
 *   HandlerName
 * @param {string} listId id of the list that the filter controls.
 * @param {Record<HandlerName, () => void>} handlers
 */
export function folderParts(listId, handlers) {
  const input = listField(listId, TEXT.filter, {
    class: 'find-input folder-filter',
    'aria-autocomplete': 'list',
    maxlength: 200,
    on: { input: handlers.onFilter },
  });
  const follow = tool(TEXT.followPane, 'place', handlers.onFollow, true);
  const hidden = tool(TEXT.showHidden, 'hidden', handlers.onHidden, false);
  const upload = tool(TEXT.uploadHere, 'upload', handlers.onUpload);
  const open = textButton(TEXT.open, handlers.onOpen);
  const insert = textButton(TEXT.insertPath, handlers.onInsert);
  const tools = el(
    'div',
    { class: 'folder-tools' },
    follow,
    tool(TEXT.parentFolder, 'parent', handlers.onUp),
    tool(TEXT.refresh, 'refresh', handlers.onRefresh),
    hidden,
    upload,
  );
  const copy = textButton(TEXT.copyPath, handlers.onCopy);
  const actions = el('div', { class: 'folder-actions' }, open, insert, copy);
  return {
    input,
    status: el('p', { class: 'folder-status', role: 'status' }),
    shelf: el('div', { class: 'folder-uploads' }),
    open,
    insert,
    follow,
    hidden,
    upload,
    tools,
    actions,
  };
}

/**
 * A button with an icon; with `pressed`, a toggle.
 * @param {string} label
 * @param {import('../../lib/icons.js').IconName} shape
 * @param {() => void} run
 * @param {boolean} [pressed]
 */
function tool(label, shape, run, pressed) {
  return iconButton(shape, label, run, {
    'aria-pressed': pressed === undefined ? undefined : String(pressed),
  });
}

/** The path of a folder; each part is a button that opens it. */
export class Crumbs {
  #element = el('ol', { class: 'crumbs-list' });
  #nav = el('nav', { class: 'crumbs', 'aria-label': TEXT.pathToFolder }, this.#element);
  #onOpen;

  /** @param {(path: string) => void} onOpen */
  constructor(onOpen) {
    this.#onOpen = onOpen;
  }

  get element() {
    return this.#nav;
  }

  /** Shows the path of a folder, scrolled to its end. */
  show(path) {
    const all = crumbs(path);
    this.#element.replaceChildren(
      ...all.map((crumb, index) => el('li', {}, this.#button(crumb, index === all.length - 1))),
    );
    this.#nav.scrollLeft = this.#nav.scrollWidth;
  }

  #button({ name, path }, isLast) {
    return el('button', {
      class: 'crumb',
      type: 'button',
      'aria-current': isLast ? 'location' : undefined,
      text: visible(name),
      on: { click: () => this.#onOpen(path) },
    });
  }
}
