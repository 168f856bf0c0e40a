/** The changes in the side panel: what differs from the last commit in the repository of the pane. */
import { activePane, listChanges } from './changes-api.js';
import { ask, sentence } from '../../components/dialogs.js';
import { attempt } from '../../components/attempt.js';
import { textButton } from '../../components/controls.js';
import { toast } from '../../components/toast.js';
import { Disposables } from '../../lib/disposables.js';
import { el, setText } from '../../lib/dom.js';
import { visible } from '../../lib/folder-paths.js';
import { iconButton } from '../../lib/icons.js';
import { needStyle } from '../../lib/load-style.js';
import { KEYS, readObject, updateObject } from '../../lib/storage.js';
import { pasteText } from '../clipboard/paste.js';
import { asOneLine } from '../clipboard/paste-rules.js';
import { ChangesList } from './changes-list.js';
import { Comments, textOf } from './comments.js';
import { FileDiff } from './file-diff.js';
import { TEXT } from './changes-text.js';

const QUIET_MS = 1500;
const AGAIN_MS = 5000; // the shortest time between two lists that nobody asked for

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../drawer/drawer-panel.js').Drawer} drawer
 * @returns {Promise<import('../drawer/drawer-panel.js').Part>}
 */
export async function makePart(page, drawer) {
  await needStyle('features/changes/changes.css');
  return new DrawerChanges(page, drawer);
}

class DrawerChanges {
  #page;
  #drawer;
  #disposables = new Disposables();
  #comments = new Comments();
  #session = null;
  #list;
  #diff;
  #pane = -1;
  #requests = 0;
  #listedAt = -Infinity;
  #quiet = 0;
  #isShown = false;
  #branch = el('span', { class: 'changes-branch' });
  #sums = el('span', { class: 'changes-sums' });
  #body = el('div', { class: 'changes-body' });
  #count = el('span', { class: 'changes-collected' });
  #send = textButton(TEXT.send, () => this.#sendAll(), { class: 'button button-small button-primary' });
  #foot = el('div', { class: 'changes-foot', hidden: true });
  #whole;

  constructor(page, drawer) {
    this.#page = page;
    this.#drawer = drawer;
    this.#list = new ChangesList((file) => this.#open(file));
    this.#diff = new FileDiff(page.api, this.#comments, {
      onBack: () => this.#close(),
      onSplit: (split) => {
        updateObject(KEYS.drawer, { split });
        this.#setSplit();
      },
      onComments: () => this.#showComments(),
      say: page.say,
    });
    const refresh = iconButton('refresh', TEXT.refresh, () => this.#load());
    this.#whole = el(
      'div',
      { class: 'changes' },
      el('div', { class: 'changes-head' }, this.#branch, this.#sums, refresh),
      this.#body,
      this.#foot,
    );
    this.#foot.append(
      this.#count,
      textButton(TEXT.discard, () => this.#discard()),
      this.#send,
    );
    this.#body.append(this.#list.element);
    this.#listen();
    this.#take(page.session);
  }

  #listen() {
    const on = (name, listener) => this.#disposables.add(this.#page.events.on(name, listener));
    on('role', () => this.#showComments());
    on('output', () => this.#heard());
    for (const name of ['folder', 'window', 'pane-focus']) on(name, () => this.#heard());
    for (const name of ['attached', 'switched']) on(name, ({ session }) => this.#take(session));
    this.#disposables.add(() => clearTimeout(this.#quiet));
    const narrow = matchMedia('(max-width: 900px)');
    this.#disposables.listen(narrow, 'change', () => this.#setSplit());
  }

  get elements() {
    return [this.#whole];
  }

  shown() {
    this.#isShown = true;
    this.#setSplit();
    this.#load();
  }

  hidden() {
    this.#isShown = false;
    clearTimeout(this.#quiet);
    this.#page.layer.classList.remove('has-wide-drawer');
  }

  focus() {
    if (this.#isDiff) this.#diff.focus();
    else if (this.#list.element.querySelector('button')) this.#list.focus();
    else this.#whole.querySelector('button').focus();
  }

  dispose() {
    this.hidden();
    this.#requests += 1;
    this.#disposables.dispose();
  }

  get #isDiff() {
    return this.#diff.element.isConnected;
  }

  /** @param {{id: string}|null} session */
  #take(session) {
    if (session === null || session.id === this.#session) return;
    this.#session = session.id;
    this.#comments.open(session.id);
    this.#showComments();
    if (this.#isDiff) this.#close();
    else if (this.#isShown) this.#load();
  }

  // -- the list ------------------------------------------------------------------------------

  /** Output, or another pane: loads again when it is quiet. Nothing is asked while the panel is hidden. */
  #heard() {
    if (!this.#isShown) return;
    clearTimeout(this.#quiet);
    const wait = Math.max(QUIET_MS, this.#listedAt + AGAIN_MS - performance.now());
    this.#quiet = setTimeout(() => !document.hidden && this.#load(), wait);
  }

  async #activePane() {
    let focused = null;
    // A state: the listener is called at once.
    this.#page.events.on('pane-focus', (pane) => (focused = pane))();
    return focused ?? activePane(this.#page.api, this.#page.session.id);
  }

  async #load() {
    if (this.#page.session === null) return;
    clearTimeout(this.#quiet);
    const request = (this.#requests += 1);
    this.#listedAt = performance.now();
    this.#whole.setAttribute('aria-busy', 'true');
    try {
      const pane = await this.#activePane();
      const changes = await listChanges(this.#page.api, pane);
      if (request === this.#requests) this.#show(pane, changes);
    } catch (error) {
      if (request === this.#requests) this.#showProblem(sentence(error));
    }
    if (request === this.#requests) this.#whole.removeAttribute('aria-busy');
  }

  #show(pane, changes) {
    this.#pane = pane;
    const { branch, ahead, behind, root, files } = changes;
    setText(this.#branch, visible(branch) || TEXT.detached);
    this.#branch.title = visible(root);
    const sums = [ahead ? TEXT.ahead(ahead) : '', behind ? TEXT.behind(behind) : ''];
    setText(this.#sums, sums.filter(Boolean).join(', '));
    this.#list.show(changes, (path) => this.#comments.of(path).length);
    if (!this.#isDiff) return;
    const file = files.find(({ path }) => path === this.#diff.file?.path);
    if (file) this.#diff.show(pane, file);
  }

  #showProblem(text) {
    setText(this.#branch, '');
    setText(this.#sums, '');
    this.#list.showProblem(text);
  }

  #open(file) {
    this.#body.replaceChildren(this.#diff.element);
    this.#setSplit();
    this.#diff.show(this.#pane, file);
    this.#diff.focus();
  }

  #close() {
    this.#body.replaceChildren(this.#list.element);
    this.#setSplit();
    this.#list.focus(this.#diff.file?.path);
    this.#load();
  }

  /** Two columns need a wide panel, and a wide page. */
  #setSplit() {
    const isWide = !matchMedia('(max-width: 900px)').matches;
    const split = isWide && readObject(KEYS.drawer).split === true;
    this.#diff.split = split;
    this.#page.layer.classList.toggle('has-wide-drawer', split && this.#isShown && this.#isDiff);
  }

  // -- comments ------------------------------------------------------------------------------

  #showComments() {
    const { length } = this.#comments.written;
    this.#foot.hidden = length === 0;
    setText(this.#count, TEXT.collected(length));
    this.#send.disabled = !this.#page.mayType();
    this.#send.title = this.#page.mayType() ? TEXT.sendHint : TEXT.readOnly;
  }

  /** Pastes all comments. A program that would run each line gets one line. Enter is the user's. */
  #sendAll() {
    return attempt(async () => {
      const { written } = this.#comments;
      if (!this.#page.mayType()) throw new Error(TEXT.readOnly);
      if (!(await this.#mayGoTo(await this.#activePane(), written))) return;
      const text = textOf(written);
      const isWhole = this.#page.screen.bracketedPaste;
      if (!(await pasteText(this.#page, isWhole ? text : asOneLine(text)))) return;
      if (!(await this.#page.taken())) throw new Error(TEXT.notSent);
      this.#comments.remove(written);
      this.#diff.refreshComments();
      this.#showComments();
      toast(TEXT.sent(written.length));
      this.#drawer.uncover();
    });
  }

  /** Asks if the comments are about another pane; the user may have restarted the program in a new one. */
  async #mayGoTo(pane, comments) {
    if (comments.every((comment) => comment.pane === pane)) return true;
    const [title, text, action] = [TEXT.otherPane, TEXT.otherPaneWhy, TEXT.sendHere];
    return (await ask({ title, text, action, submit: async () => true })) === true;
  }

  async #discard() {
    const { written } = this.#comments;
    const title = TEXT.discardQuestion(written.length);
    const done = await ask({
      title,
      text: TEXT.discardWhy,
      action: TEXT.discard,
      danger: true,
      submit: async () => true,
    });
    if (!done) return;
    this.#comments.remove(written);
    this.#diff.refreshComments();
    this.#showComments();
  }
}
