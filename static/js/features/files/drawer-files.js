/** The side panel's files: the folder where the pane works, or any other; up, down, and their paths typed. */
import { findPaths, listFolder } from '../../net/files-api.js';
import { chordOf } from '../../lib/chord.js';
import { Disposables } from '../../lib/disposables.js';
import { el, setText } from '../../lib/dom.js';
import { KEYS, readObject, updateObject } from '../../lib/storage.js';
import { isPath, joined, matching, parentOf, summary, visible } from '../../lib/folder-paths.js';
import { shellQuote } from '../../lib/shell-quote.js';
import { needStyle } from '../../lib/load-style.js';
import { Crumbs } from './crumbs.js';
import { sentence } from '../../components/dialogs.js';
import { FolderList } from './folder-list.js';
import { folderParts } from './folder-view.js';
import { save } from './path-menu.js';
import { uploadInto } from './uploads.js';

const ID = 'drawer-files';
const NOTHING = 'This is neither a file nor a folder, so it cannot be opened.';
const PAGE = 10;

/** @param {import('../../pages/page-contract.js').Page} page @param {import('../drawer/drawer-panel.js').Drawer} drawer @returns {Promise<import('../drawer/drawer-panel.js').Part>} */
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
  #follows = true;
  #seen = false;
  #stale = true;
  #asked = 0;

  constructor(page, drawer) {
    this.#page = page;
    this.#drawer = drawer;
    this.#crumbs = new Crumbs((path) => this.#walk(path));
    this.#parts = this.#build();
    const hear = (name, listener) => this.#disposables.add(page.events.on(name, listener));
    hear('attached', ({ session }) => this.#attached(session));
    hear('switched', ({ session }) => this.#attached(session));
    hear('folder', () => this.#follows && this.#again());
    hear('role', () => this.#offer());
    hear('files.dropped', (files) => this.#upload(files));
  }

  get elements() {
    return [this.#parts.whole];
  }

  shown() {
    this.#seen = true;
    if (this.#stale) this.#again();
  }

  hidden() {
    this.#seen = false;
  }

  /** A keyboard on the screen would cover what one came for. */
  focus() {
    const { input, list } = this.#parts;
    (matchMedia('(pointer: coarse)').matches ? list : input).focus();
  }

  dispose() {
    this.#asked += 1;
    this.#disposables.dispose();
  }

  // -- which folder ------------------------------------------------------------------------

  #attached({ id }) {
    if (this.#session !== id) {
      this.#session = id;
      this.#setFollows(true);
    }
    if (this.#follows) this.#again();
  }

  /** Goes to a folder that one chose; from then on it stays there. */
  #walk(path, { name } = {}) {
    this.#setFollows(false);
    this.focus();
    return this.#ask(path, { name });
  }

  /** Lists the same folder anew, or where the pane works now; once somebody looks. */
  #again() {
    this.#stale = !this.#seen;
    if (this.#seen)
      this.#ask(this.#follows ? undefined : this.#folder?.path, { name: this.#list.chosen?.name });
  }

  /** @returns {Promise<Error|null>} what was answered instead; it is told as well. */
  async #ask(path, { name } = {}) {
    const { whole } = this.#parts;
    const { session } = this.#page;
    if (session === null) return null;
    const turn = (this.#asked += 1);
    whole.setAttribute('aria-busy', 'true');
    let failure = null;
    try {
      const folder = await listFolder(this.#page.api, session.id, path);
      if (turn === this.#asked) this.#show(folder, name);
    } catch (error) {
      failure = error;
      if (turn === this.#asked) this.#told(sentence(error), { problem: true });
    }
    if (turn === this.#asked) whole.removeAttribute('aria-busy');
    return failure;
  }

  #show(folder, name) {
    const before = this.#folder?.path;
    this.#folder = folder;
    const { input } = this.#parts;
    if (before !== folder.path) this.#crumbs.show(folder.path);
    if (before !== folder.path || isPath(input.value)) input.value = '';
    this.#filter(name);
  }

  #filter(name = this.#list.chosen?.name) {
    if (this.#folder === null) return;
    const text = this.#parts.input.value;
    if (isPath(text)) {
      this.#list.show([]);
      this.#told('Press Enter to go there.');
      return;
    }
    const entries = matching(this.#folder.entries, text, { hidden: readObject(KEYS.drawer).hidden === true });
    this.#list.show(entries, { name, first: text !== '' });
    this.#told(summary(this.#folder, entries.length, { filtered: text !== '' }));
  }

  #told(text, { problem = false } = {}) {
    const { told } = this.#parts;
    told.classList.toggle('is-problem', problem);
    setText(told, text);
  }

  #setFollows(follows) {
    this.#follows = follows;
    this.#parts.here.setAttribute('aria-pressed', String(follows));
  }

  // -- what one does with it ---------------------------------------------------------------

  async #open(entry) {
    const path = joined(this.#folder.path, entry.name);
    if (entry.kind === 'folder') await this.#walk(path);
    else if (entry.kind === 'file') this.#download(path);
    else if (entry.kind === 'link') await this.#goTo(path, 'The target of this link does not exist.');
    else this.#told(NOTHING, { problem: true });
  }

  /** Wherever that leads: a folder is shown, a file downloaded. @param {string} path @param {string} otherwise what is said where it is nothing. */
  async #goTo(path, otherwise) {
    const follows = this.#follows;
    const failure = await this.#walk(path);
    if (failure === null) return;
    this.#setFollows(follows);
    if (failure.code === 'not_a_folder' && (await this.#isFile(path))) this.#download(path);
    else if (failure.code === 'not_a_folder') this.#told(NOTHING, { problem: true });
    else if (failure.code === 'folder_not_found') this.#told(otherwise, { problem: true });
  }

  /** Of a path that JSON cannot hold the download itself will tell. */
  async #isFile(path) {
    if (!path.isWellFormed()) return true;
    const found = await findPaths(this.#page.api, this.#page.session.id, [path]).catch(() => new Map());
    return found.get(path)?.kind === 'file';
  }

  #download(path) {
    save(this.#page.session.id, path);
    this.#told(`Your browser is saving ${visible(path.slice(path.lastIndexOf('/') + 1))}.`);
  }

  /** Of the entry that is chosen, else of the folder. */
  get #path() {
    const { chosen } = this.#list;
    return chosen === null ? this.#folder?.path : joined(this.#folder.path, chosen.name);
  }

  #insert() {
    if (this.#path === undefined || !this.#page.mayType()) return;
    this.#page.screen.paste(`${shellQuote(this.#path)} `);
    this.#drawer.uncover();
  }

  #choose() {
    const input = el('input', {
      type: 'file',
      multiple: true,
      hidden: true,
      'aria-label': 'Files to upload',
    });
    input.addEventListener('change', () => {
      input.remove();
      this.#upload([...input.files]);
    });
    input.addEventListener('cancel', () => input.remove());
    this.#parts.whole.append(input);
    input.click();
  }

  #upload(files) {
    const path = this.#folder?.path;
    if (path === undefined) return;
    const onChange = () => this.#folder.path === path && this.#again();
    uploadInto(this.#page, files, path, { shelf: this.#parts.shelf, focus: () => this.focus(), onChange });
  }

  #offer() {
    const { open, insert, upload, hidden } = this.#parts;
    hidden.setAttribute('aria-pressed', String(readObject(KEYS.drawer).hidden === true));
    const { kind } = this.#list.chosen ?? {};
    setText(open, kind === 'file' ? 'Download' : 'Open');
    open.disabled = kind === undefined || kind === 'other';
    insert.disabled = !this.#page.mayType();
    upload.disabled = !this.#page.mayType();
  }

  // -- how it is worked --------------------------------------------------------------------

  #build() {
    const parts = folderParts(ID, {
      onFilter: () => this.#filter(),
      onOpen: () => this.#list.chosen && this.#open(this.#list.chosen),
      onInsert: () => this.#insert(),
      onCopy: () => this.#path !== undefined && this.#page.screen.copy(this.#path),
      onHere: () => this.#followPane(),
      onUp: () => this.#up(),
      onAgain: () => this.#again(),
      onHidden: () => this.#toggleHidden(),
      onUpload: () => this.#choose(),
    });
    this.#list = new FolderList(ID, parts.input, {
      onChoose: () => this.#offer(),
      onOpen: (entry) => this.#open(entry),
    });
    const { tools, input, told, shelf, acts } = parts;
    const list = this.#list.element;
    const whole = el(
      'div',
      { class: 'folder-panel', 'data-to': 'folder', on: { keydown: (event) => this.#key(event) } },
      tools,
      this.#crumbs.element,
      input,
      list,
      told,
      shelf,
      acts,
    );
    return { ...parts, list, whole };
  }

  #toggleHidden() {
    updateObject(KEYS.drawer, { hidden: readObject(KEYS.drawer).hidden !== true });
    this.#filter();
  }

  #followPane() {
    this.#setFollows(true);
    this.#again();
  }

  #up() {
    const path = this.#folder?.path;
    if (path !== undefined && path !== '/')
      this.#walk(parentOf(path), { name: path.slice(path.lastIndexOf('/') + 1) });
  }

  #keys = {
    Down: () => this.#list.move(1),
    Up: () => this.#list.move(-1),
    PageDown: () => this.#list.move(PAGE),
    PageUp: () => this.#list.move(-PAGE),
    Enter: () => this.#enter(),
    'Shift+Enter': () => this.#insert(),
    'Alt+Up': () => this.#up(),
    Backspace: () => this.#up(),
    Escape: () => this.#clear(),
  };

  #enter() {
    const { value } = this.#parts.input;
    if (isPath(value)) this.#goTo(value, 'File or folder not found.');
    else if (this.#list.chosen) this.#open(this.#list.chosen);
  }

  #key(event) {
    const { input, list } = this.#parts;
    if (event.isComposing || (event.target !== input && event.target !== list)) return;
    const chord = chordOf(event);
    // Of what one types, these two are for the text as long as there is some, or for the panel once there is none.
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
