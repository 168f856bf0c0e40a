/** The card above the list of sessions: what is gone, a restore that runs, and what it did. */
import { el, setText, speak } from '../../lib/dom.js';
import { until } from '../../lib/format.js';
import { attempt } from '../../components/attempt.js';
import { textButton } from '../../components/controls.js';
import { toast } from '../../components/toast.js';
import { chooseHistory, dismissSet, offeredSet, restoreAll } from './saved-sessions.js';
import { TEXT } from './restore-text.js';

const LINES_MAX = 12;
const GONE = ['gone', 'name_taken'];

/** @typedef {import('./saved-sessions.js').Saved} Saved */

/**
 * A text for each thing that a restore did differently.
 * @param {import('./saved-sessions.js').Restore} restore
 * @param {Map<string, string>} [names] the names in the set, by id: a result has the name of now.
 * @testonly
 */
export function linesOf(restore, names = new Map()) {
  const lines = restore.results.flatMap(({ id, name, outcome, problems }) => {
    if (outcome === 'failed') return [TEXT.failed(name, problems.join(' '))];
    if (outcome === 'skipped') return [TEXT.failed(name, TEXT.skipped)];
    const before = names.get(id) ?? name;
    const renamed = before === name ? [] : [TEXT.renamed(before, name)];
    return [...renamed, ...problems.map((problem) => TEXT.problem(name, problem))];
  });
  if (lines.length <= LINES_MAX) return lines;
  return [...lines.slice(0, LINES_MAX - 1), TEXT.more(lines.length - LINES_MAX + 1)];
}

/** All pages show the same, because the server sends each change to all of them. */
export class RestoreCard {
  #api;
  #element;
  /** @type {Saved} */
  #saved = { offered: null, restore: null, sets: [] };
  /** Whether this page saw the restore run: only then it shows the result. */
  #saw = false;
  #title = el('h2');
  #text = el('p', { class: 'muted' });
  #bar = el('progress', { 'aria-label': TEXT.restoring });
  #lines = el('ul', { class: 'restore-lines' });
  #history = el(
    'div',
    { class: 'restore-history' },
    el('p', { class: 'muted', text: TEXT.history }),
    textButton(TEXT.saveHistory, () => this.#chooseHistory(true)),
    textButton(TEXT.leaveHistory, () => this.#chooseHistory(false)),
  );
  #buttons = {
    all: textButton('', () => this.#restore(), { class: 'button button-primary' }),
    choose: textButton(TEXT.choose, () => this.#choose(), { class: 'button' }),
    dismiss: textButton(TEXT.dismiss, () => this.#dismiss(), { class: 'button' }),
    done: textButton(TEXT.done, () => this.#close(), { class: 'button' }),
  };

  /**
   * @param {HTMLElement} element
   * @param {import('../../net/api.js').Api} api
   */
  constructor(element, api) {
    this.#element = element;
    this.#api = api;
    element.setAttribute('aria-label', TEXT.region);
    element.replaceChildren(
      el('div', { class: 'restore-words' }, this.#title, this.#text, this.#bar, this.#lines),
      el('div', { class: 'restore-actions' }, ...Object.values(this.#buttons)),
      this.#history,
    );
  }

  /** @param {Saved} saved */
  show(saved) {
    const ran = this.#saved.restore?.running === true;
    this.#saved = saved;
    const { restore } = saved;
    if (restore?.running) this.#saw = true;
    if (restore?.running) this.#showProgress(restore);
    else if (restore && this.#saw) this.#showResult(restore, ran);
    else this.#showOffer();
  }

  #showOffer() {
    const set = offeredSet(this.#saved);
    if (!set) {
      this.#element.hidden = true;
      return;
    }
    const [only] = set.gone === 1 ? set.sessions.filter(({ state }) => GONE.includes(state)) : [];
    const title = only ? TEXT.oneGone(only.name, timeOf(set)) : TEXT.gone(set.gone, timeOf(set));
    this.#draw(title, TEXT.about(set.gone), ['all', 'choose', 'dismiss']);
    setText(this.#buttons.all, TEXT.all(set.gone));
  }

  #showProgress(restore) {
    const starter = restore.user ? ` ${TEXT.by(restore.user)}` : '';
    this.#draw(TEXT.restoring, TEXT.progress(restore) + starter, []);
    this.#bar.hidden = false;
    this.#bar.max = Math.max(1, restore.windows);
    this.#bar.value = restore.windows_done;
  }

  #showResult(restore, justEnded) {
    const done = restore.results.filter(({ outcome }) => outcome === 'restored').length;
    const title = TEXT.restored(done, restore.sessions);
    this.#draw(title, done > 0 ? TEXT.commandsAbout : '', ['done']);
    const set = this.#saved.sets.find(({ id }) => id === restore.set);
    const names = new Map(set?.sessions.map(({ id, name }) => [id, name]));
    this.#lines.replaceChildren(...linesOf(restore, names).map((text) => el('li', { text })));
    this.#lines.hidden = this.#lines.children.length === 0;
    if (justEnded) speak(title);
  }

  /** @param {string[]} buttons those to show; the focus stays in the card if it was in it. */
  #draw(title, text, buttons) {
    const hadFocus = this.#element.contains(document.activeElement);
    this.#element.hidden = false;
    this.#bar.hidden = this.#lines.hidden = true;
    // Asked once, of somebody who may decide it for all.
    this.#history.hidden =
      this.#saved.history !== 'open' || document.documentElement.dataset.role !== 'admin';
    setText(this.#title, title);
    setText(this.#text, text);
    this.#text.hidden = text === '';
    for (const [name, button] of Object.entries(this.#buttons)) button.hidden = !buttons.includes(name);
    const [first] = buttons;
    if (hadFocus && first && document.activeElement?.closest('[hidden]')) this.#buttons[first].focus();
  }

  #restore() {
    const set = offeredSet(this.#saved);
    if (set) this.#begin(() => restoreAll(this.#api, set.id));
  }

  async #choose() {
    const { chooseSessions } = await import('./choose-sessions.js');
    await chooseSessions(this.#api, this.#saved, (begin) => this.#begin(begin, { rethrow: true }));
  }

  /** Shows what the server answers; further steps are pushed. */
  async #begin(begin, { rethrow = false } = {}) {
    const work = async () => {
      const restore = await begin();
      this.#saw = true;
      // What was pushed meanwhile is newer.
      if (!this.#saved.restore?.running) this.show({ ...this.#saved, restore });
    };
    await (rethrow ? work() : attempt(work));
  }

  async #dismiss() {
    const set = offeredSet(this.#saved);
    if (!set) return;
    await attempt(async () => {
      await dismissSet(this.#api, set.id);
      toast(TEXT.dismissed);
    });
  }

  async #chooseHistory(save) {
    await attempt(async () => {
      await chooseHistory(this.#api, save);
      this.#history.hidden = true;
      toast(save ? TEXT.historySaved : TEXT.historyLeft);
    });
  }

  #close() {
    this.#saw = false;
    this.#showOffer();
  }
}

/** @param {{saved_at: number}} set */
const timeOf = (set) => until(set.saved_at, Date.now() / 1000);
