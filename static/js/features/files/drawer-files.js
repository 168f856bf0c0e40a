/** The files in the side panel: lists a folder, uploads into it, downloads files and types their paths. */
import { findPaths, listFolder } from '../../net/files-api.js';
import { chordOf } from '../../lib/chord.js';
import { Disposables } from '../../lib/disposables.js';
import { el, setText } from '../../lib/dom.js';
import { KEYS, readObject, updateObject } from '../../lib/storage.js';
import { isPath, joined, matching, parentOf, summary, visible } from '../../lib/folder-paths.js';
import { shellQuote } from '../../lib/shell-quote.js';
import { needStyle } from '../../lib/load-style.js';
import { sentence } from '../../components/dialogs.js';
import { chooseFiles } from './files.js';
import { TEXT } from './files-text.js';
import { FolderList } from './folder-list.js';
import { Crumbs, folderParts } from './folder-view.js';
import { save } from './path-menu.js';
import { uploadInto } from './uploads.js';

const ID = 'drawer-files';
const PAGE_ROWS = 10;

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../drawer/drawer-panel.js').Drawer} drawer
 * @returns {Promise<import('../drawer/drawer-panel.js').Part>}
 */
export async function makePart(page, drawer) {
  await needStyle('features/files/files.css');
  return new DrawerFiles(page, drawer);
}

class DrawerFiles {
  #page;
  #drawer;
  #disposables = new Disposables();
  #parts;
  #list;
  #crumbs;
  #folder = null;
  #session = null;
  #followsPane = true;
  #isShown = false;
  #isStale = true;
  #requests = 0;

  constructor(page, drawer) {
    this.#page = page;
    this.#drawer = drawer;
    this.#crumbs = new Crumbs((path) => this.#openFolder(path));
    this.#parts = this.#build();
    const on = (name, listener) => this.#disposables.add(page.events.on(name, listener));
    on('attached', ({ session }) => this.#attached(session));
    on('switched', ({ session }) => this.#attached(session));
    on('folder', () => this.#followsPane && this.#refresh());
    on('role', () => this.#updateButtons());
    on('files.dropped', (files) => this.#upload(files));
  }

  get elements() {
    return [this.#parts.whole];
  }

  shown() {
    this.#isShown = true;
    if (this.#isStale) this.#refresh();
  }

  hidden() {
    this.#isShown = false;
  }

  /** On touch devices the list, because the soft keyboard for the input would cover it. */
  focus() {
    const { input, list } = this.#parts;
    (matchMedia('(pointer: coarse)').matches ? list : input).focus();
  }

  dispose() {
    this.#requests += 1;
    this.#disposables.dispose();
  }

  // -- the folder --------------------------------------------------------------------------

  #attached({ id }) {
    if (this.#session !== id) {
      this.#session = id;
      this.#setFollowsPane(true);
    }
    if (this.#followsPane) this.#refresh();
  }

  /**
   * Lists a folder that the user chose, and no longer follows the pane.
   * @param {string} path
   * @param {{name?: string}} [select]
   */
  #openFolder(path, { name } = {}) {
    this.#setFollowsPane(false);
    this.focus();
    return this.#load(path, { name });
  }

  /** Lists the folder of the pane, or the same folder, again; waits until the panel is shown. */
  #refresh() {
    this.#isStale = !this.#isShown;
    if (this.#isShown)
      this.#load(this.#followsPane ? undefined : this.#folder?.path, { name: this.#list.selected?.name });
  }

  /**
   * @param {string|undefined} path the folder of the pane if undefined.
   * @param {{name?: string}} [select] the entry to select.
   * @returns {Promise<import('../../net/api.js').ApiError|null>} the error, which the status shows too.
   */
  async #load(path, { name } = {}) {
    const { whole } = this.#parts;
    const { session } = this.#page;
    if (session === null) return null;
    const request = (this.#requests += 1);
    whole.setAttribute('aria-busy', 'true');
    let failure = null;
    try {
      const folder = await listFolder(this.#page.api, session.id, path);
      if (request === this.#requests) this.#show(folder, name);
    } catch (error) {
      failure = error;
      if (request === this.#requests) this.#showProblem(sentence(error));
    }
    if (request === this.#requests) whole.removeAttribute('aria-busy');
    return failure;
  }

  #show(folder, name) {
    const isOther = this.#folder?.path !== folder.path;
    this.#folder = folder;
    const { input } = this.#parts;
    if (isOther) this.#crumbs.show(folder.path);
    if (isOther || isPath(input.value)) input.value = '';
    this.#filter(name);
  }

  #filter(name = this.#list.selected?.name) {
    if (this.#folder === null) return;
    const text = this.#parts.input.value;
    if (isPath(text)) {
      this.#list.show([]);
      this.#showStatus(TEXT.pressEnter);
      return;
    }
    const entries = matching(this.#folder.entries, text, { hidden: readObject(KEYS.drawer).hidden === true });
    this.#list.show(entries, { name, first: text !== '' });
    this.#showStatus(summary(this.#folder, entries.length, { filtered: text !== '' }));
  }

  #showStatus(text, { problem = false } = {}) {
    const { status } = this.#parts;
    status.classList.toggle('is-problem', problem);
    setText(status, text);
  }

  #showProblem(text) {
    this.#showStatus(text, { problem: true });
  }

  #setFollowsPane(followsPane) {
    this.#followsPane = followsPane;
    this.#parts.follow.setAttribute('aria-pressed', String(followsPane));
  }

  // -- actions -----------------------------------------------------------------------------

  async #open(entry) {
    const path = joined(this.#folder.path, entry.name);
    if (entry.kind === 'folder') await this.#openFolder(path);
    else if (entry.kind === 'file') this.#download(path);
    else if (entry.kind === 'link') await this.#openPath(path, TEXT.brokenLink);
    else this.#showProblem(TEXT.cannotOpen);
  }

  /**
   * Lists a folder or downloads a file.
   * @param {string} path
   * @param {string} missing the text if the path does not exist.
   */
  async #openPath(path, missing) {
    const followsPane = this.#followsPane;
    const failure = await this.#openFolder(path);
    if (failure === null) return;
    this.#setFollowsPane(followsPane);
    if (failure.code === 'not_a_folder' && (await this.#isFile(path))) this.#download(path);
    else if (failure.code === 'not_a_folder') this.#showProblem(TEXT.cannotOpen);
    else if (failure.code === 'folder_not_found') this.#showProblem(missing);
  }

  /** JSON cannot hold every path; then the download itself fails or succeeds. */
  async #isFile(path) {
    if (!path.isWellFormed()) return true;
    const found = await findPaths(this.#page.api, this.#page.session.id, [path]).catch(() => new Map());
    return found.get(path)?.kind === 'file';
  }

  #download(path) {
    save(this.#page.session.id, path);
    this.#showStatus(TEXT.saving(visible(path.slice(path.lastIndexOf('/') + 1))));
  }

  /** The path of the selected entry, else of the folder. */
  get #path() {
    const { selected } = this.#list;
    return selected === null ? this.#folder?.path : joined(this.#folder.path, selected.name);
  }

  #insert() {
    if (this.#path === undefined || !this.#page.mayType()) return;
    this.#page.screen.paste(`${shellQuote(this.#path)} `);
    this.#drawer.uncover();
  }

  async #chooseFiles() {
    const files = await chooseFiles(this.#parts.whole);
    if (files !== null) this.#upload(files);
  }

  #upload(files) {
    const path = this.#folder?.path;
    if (path === undefined) return;
    const onChange = () => this.#folder.path === path && this.#refresh();
    uploadInto(this.#page, files, path, { shelf: this.#parts.shelf, focus: () => this.focus(), onChange });
  }

  #updateButtons() {
    const { open, insert, upload, hidden } = this.#parts;
    hidden.setAttribute('aria-pressed', String(readObject(KEYS.drawer).hidden === true));
    const kind = this.#list.selected?.kind;
    setText(open, kind === 'file' ? TEXT.download : TEXT.open);
    open.disabled = kind === undefined || kind === 'other';
    insert.disabled = !this.#page.mayType();
    upload.disabled = !this.#page.mayType();
  }

  // -- elements and keys -------------------------------------------------------------------

  #build() {
    const parts = folderParts(ID, {
      onFilter: () => this.#filter(),
      onOpen: () => this.#list.selected && this.#open(this.#list.selected),
      onInsert: () => this.#insert(),
      onCopy: () => this.#path !== undefined && this.#page.screen.copy(this.#path),
      onFollow: () => this.#followPane(),
      onUp: () => this.#up(),
      onRefresh: () => this.#refresh(),
      onHidden: () => this.#toggleHidden(),
      onUpload: () => this.#chooseFiles(),
    });
    this.#list = new FolderList(ID, parts.input, {
      onSelect: () => this.#updateButtons(),
      onOpen: (entry) => this.#open(entry),
    });
    const { tools, input, status, shelf, actions } = parts;
    const list = this.#list.element;
    const children = [tools, this.#crumbs.element, input, list, status, shelf, actions];
    const on = { keydown: (event) => this.#onKey(event) };
    const whole = el('div', { class: 'folder-panel', 'data-to': 'folder', on }, ...children);
    return { ...parts, list, whole };
  }

  #toggleHidden() {
    updateObject(KEYS.drawer, { hidden: readObject(KEYS.drawer).hidden !== true });
    this.#filter();
  }

  #followPane() {
    this.#setFollowsPane(true);
    this.#refresh();
  }

  #up() {
    const path = this.#folder?.path;
    if (path !== undefined && path !== '/')
      this.#openFolder(parentOf(path), { name: path.slice(path.lastIndexOf('/') + 1) });
  }

  #keys = {
    Down: () => this.#list.move(1),
    Up: () => this.#list.move(-1),
    PageDown: () => this.#list.move(PAGE_ROWS),
    PageUp: () => this.#list.move(-PAGE_ROWS),
    Enter: () => this.#enter(),
    'Shift+Enter': () => this.#insert(),
    'Alt+Up': () => this.#up(),
    Backspace: () => this.#up(),
    Escape: () => this.#clear(),
  };

  #enter() {
    const { value } = this.#parts.input;
    if (isPath(value)) this.#openPath(value, TEXT.notFound);
    else if (this.#list.selected) this.#open(this.#list.selected);
  }

  #onKey(event) {
    const { input, list } = this.#parts;
    if (event.isComposing || (event.target !== input && event.target !== list)) return;
    const chord = chordOf(event);
    // Backspace edits a text, else opens the parent folder. Escape clears a text, else closes the panel.
    if (chord === (input.value === '' ? 'Escape' : 'Backspace') || !Object.hasOwn(this.#keys, chord ?? ''))
      return;
    event.preventDefault();
    event.stopPropagation();
    this.#keys[chord]();
  }

  #clear() {
    this.#parts.input.value = '';
    this.#filter();
  }
}
