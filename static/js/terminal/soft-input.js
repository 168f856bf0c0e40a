/**
 * Text of soft keyboards, input methods and dictation, each character once.
 *
 * xterm.js 6.0.0 guesses from key codes what such keyboards changed in its text field, and doubles or drops some of
 * it. Here the field holds one blank, whatever is added to it is typed and whatever is missing is deleted; then it is
 * put back. So no keyboard finds a word there to change its mind about, and a backspace always has something to delete.
 */
import { shaped, textOf } from '../util/touch-keys.js';

const REST = ' ';
const DELETE = '\x7f';
const COMPOSING_KEY = 229;
const COMPOSITION = /Composition/;
const NAMED = {
  Escape: 'esc', Tab: 'tab', Enter: 'enter', Backspace: 'bksp', Delete: 'del', Home: 'home', End: 'end', PageUp: 'pgup', PageDown: 'pgdn',
  ArrowLeft: 'left', ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'right',
};

/** What changed between two texts of the field: how many characters went, and which came. Pure. */
export function changed(before, after) {
  const [old, now] = [[...before], [...after]];
  let same = 0;
  while (same < old.length && old[same] === now[same]) same += 1;
  return { deleted: old.length - same, inserted: now.slice(same).join('') };
}

export class SoftInput {
  #field;
  #view;
  #to;
  #sticky;
  #base = REST;
  #composing = false;
  #composed = '';
  #spent = '';

  /**
   * @param {{element: HTMLElement, field: HTMLTextAreaElement, view: HTMLElement}} where `view` shows what is composed.
   * @param {{type: (text: string) => void, paste: (text: string) => void, application: () => boolean}} to
   * @param {import('../util/sticky.js').Sticky} sticky what is held for the next key.
   * @param {import('../util/disposables.js').Disposables} disposables
   */
  constructor({ element, field, view }, to, sticky, disposables) {
    this.#field = field;
    this.#view = view;
    this.#to = to;
    this.#sticky = sticky;
    // On the way down, so that xterm.js does not hear of what is handled here.
    const on = (type, listener) => disposables.listen(element, type, (event) => event.target === field && listener(event), true);
    on('keydown', (event) => this.#keyDown(event));
    // xterm.js types it; the field shall not hear of it as well.
    on('keypress', (event) => event.preventDefault());
    on('beforeinput', (event) => { if (!event.isComposing) this.#base = field.value; });
    on('input', (event) => this.#input(event));
    on('compositionstart', (event) => this.#start(event));
    on('compositionupdate', (event) => this.#update(event));
    on('compositionend', (event) => this.#end(event));
    on('focus', () => this.#rest());
    this.#rest();
  }

  /** Types now what is being composed, because another key follows it. */
  flush() {
    const pending = this.#unspent(this.#composed);
    this.#spent = this.#composed;
    this.#show('');
    if (pending) this.#to.type(pending);
    if (this.#composing) this.#rest();
  }

  #keyDown(event) {
    if (event.keyCode === COMPOSING_KEY || event.isComposing) {
      event.stopPropagation();
      return;
    }
    if (this.#composing) this.flush();
    if (!this.#sticky.any || event.ctrlKey || event.altKey || event.metaKey) return;
    const text = this.#textOf(event.key);
    if (text === '') return;
    event.preventDefault();
    event.stopPropagation();
    this.#to.type(text);
  }

  #textOf(key) {
    if (Object.hasOwn(NAMED, key)) return textOf(NAMED[key], this.#sticky.take(), this.#to.application());
    return [...key].length === 1 ? shaped(key, this.#sticky.take()) : '';
  }

  #input(event) {
    event.stopPropagation();
    if (event.isComposing || COMPOSITION.test(event.inputType)) {
      // What is typed already is no word to be completed.
      if (this.#spent !== '' && this.#spent === this.#composed) this.#rest();
      return;
    }
    // A word may end without a word: putting the field back ends it.
    this.#composing = false;
    // xterm.js has pasted already.
    if (event.inputType !== 'insertFromPaste') this.#apply(changed(this.#base, this.#field.value));
    this.#rest();
  }

  #apply({ deleted, inserted }) {
    if (deleted > 0) this.#to.type(DELETE.repeat(deleted));
    if (inserted === '') return;
    if (this.#sticky.any) this.#to.type(shaped(inserted, this.#sticky.take()));
    else if (inserted.length > 1 && /[\r\n]/.test(inserted)) this.#to.paste(inserted);
    else this.#to.type(inserted.replace('\n', '\r'));
  }

  #start(event) {
    event.stopPropagation();
    this.#composing = true;
    this.#spent = '';
    this.#show('');
  }

  #update(event) {
    event.stopPropagation();
    const fresh = this.#unspent(event.data);
    if (fresh !== '' && this.#sticky.any) {
      // A held Ctrl is for the first letter, which the keyboard would keep until the word is done.
      this.#spent = event.data;
      this.#to.type(shaped(fresh, this.#sticky.take()));
    }
    this.#show(event.data);
  }

  #end(event) {
    event.stopPropagation();
    this.#composing = false;
    const text = this.#unspent(event.data ?? '');
    this.#show('');
    this.#spent = '';
    if (text !== '') this.#apply({ deleted: 0, inserted: text });
    this.#rest();
  }

  /** What of a composed text was not typed yet. */
  #unspent(text) {
    return text.startsWith(this.#spent) ? text.slice(this.#spent.length) : text;
  }

  #show(text) {
    this.#composed = text;
    const shown = this.#unspent(text);
    this.#view.textContent = shown;
    this.#view.classList.toggle('active', shown !== '');
    for (const side of ['left', 'top', 'height', 'lineHeight']) this.#view.style[side] = this.#field.style[side];
  }

  #rest() {
    if (this.#field.value !== REST) this.#field.value = REST;
    this.#base = REST;
  }
}
