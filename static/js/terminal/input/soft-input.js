/**
 * Text of soft keyboards, input methods and dictation, each character once.
 *
 * xterm.js 6.0.0 guesses from key codes what such keyboards changed in its text field, and doubles or drops some of
 * it. Here the field holds one blank, whatever is added to it is typed and whatever is missing is deleted; then it is
 * put back. So no keyboard finds a word there to change its mind about, and a backspace always has something to delete.
 *
 * Soft keyboards compose every word, also of letters that need no composing. Those go out as they come, and what the
 * keyboard corrects is deleted and typed again. Text is held until it is done where its script is composed, or where
 * an input method of a real keyboard composes it.
 */
import { shaped, textOf } from '../../lib/touch-keys.js';
import { needsComposing } from './composing.js';
import { pressClaimedKey } from './press-key.js';

const REST = ' ';
const DELETE = '\x7f';
const COMPOSING_KEY = 229;
const COMPOSITION = /Composition/;
// A browser may report the key that ended a composition after its end.
const ENDING_MS = 50;
const NAMED = {
  Escape: 'esc',
  Tab: 'tab',
  Enter: 'enter',
  Backspace: 'bksp',
  Delete: 'del',
  Home: 'home',
  End: 'end',
  PageUp: 'pgup',
  PageDown: 'pgdn',
  ArrowLeft: 'left',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'right',
};

/** What changed between two texts of the field: how many characters went, and which came. Pure. @testonly */
export function changed(before, after) {
  const [old, now] = [[...before], [...after]];
  let same = 0;
  while (same < old.length && old[same] === now[same]) same += 1;
  return { deleted: old.length - same, inserted: now.slice(same).join('') };
}

/** Nothing is held for the next key. */
const NOTHING_HELD = Object.freeze({ any: false, take: () => ({}) });

export class SoftInput {
  #field;
  #view;
  #to;
  #sticky;
  #base = REST;
  #composing = false;
  #composed = '';
  #fixed = '';
  #spent = '';
  #holds = false;
  #claimed = false;
  #heard = false;
  #hasCode = false;
  #endedAt = -Infinity;

  /**
   * @param {{element: HTMLElement, field: HTMLTextAreaElement, view: HTMLElement}} where `view` shows what is composed.
   * @param {object} to
   * @param {(text: string) => void} to.type
   * @param {(text: string) => void} to.paste
   * @param {(event: KeyboardEvent) => boolean} to.press presses a key that an input method took; whether it means something.
   * @param {() => boolean} to.application whether cursor keys are in application mode.
   * @param {() => boolean} to.speaks whether a screen reader follows what is written into the field.
   * @param {import('../../lib/disposables.js').Disposables} disposables
   */
  constructor({ element, field, view }, to, disposables) {
    this.#field = field;
    this.#view = view;
    this.#to = to;
    this.#sticky = NOTHING_HELD;
    // On the way down, so that xterm.js does not hear of what is handled here.
    const on = (type, listener) =>
      disposables.listen(element, type, (event) => event.target === field && listener(event), true);
    on('keydown', (event) => this.#keyDown(event));
    on('keyup', () => {
      this.#heard = false;
    });
    on('keypress', (event) => this.#keyPress(event));
    on('beforeinput', (event) => {
      if (!event.isComposing) this.#base = field.value;
    });
    on('input', (event) => this.#input(event));
    on('compositionstart', (event) => this.#start(event));
    on('compositionupdate', (event) => this.#update(event));
    on('compositionend', (event) => this.#end(event));
    on('focus', () => this.#rest());
    this.#rest();
  }

  /** @param {import('../../features/touch/sticky-keys.js').StickyKeys} sticky what is held for the next key. */
  holdKeys(sticky) {
    this.#sticky = sticky;
  }

  /** Types now what is being composed, because another key follows it; it can no longer be corrected. */
  flush() {
    const pending = this.#unfixed(this.#composed).slice(this.#spent.length);
    this.#fixed = this.#composed;
    this.#spent = '';
    this.#show('');
    if (pending) this.#to.type(pending);
    if (this.#composing) this.#rest();
  }

  #keyDown(event) {
    this.#claimed = event.keyCode === COMPOSING_KEY || event.isComposing;
    this.#heard = !this.#claimed;
    if (this.#claimed) {
      event.stopPropagation();
      this.#hasCode = Boolean(event.code);
      if (!this.#composing && !event.isComposing) this.#claim(event);
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

  /** An input method took this key: it may write something for it, but not for a chord and for Escape. */
  #claim(event) {
    if (this.#base !== this.#field.value) this.#rest();
    const writesNothing = event.ctrlKey || event.altKey || event.metaKey || event.code === 'Escape';
    if (!event.code || !writesNothing || event.timeStamp - this.#endedAt < ENDING_MS) return;
    if (this.#to.press(event)) event.preventDefault();
  }

  #keyPress(event) {
    if (this.#claimed) {
      event.preventDefault();
      event.stopPropagation();
      if ([...event.key].length === 1) this.#to.type(event.key);
    } else if (!this.#to.speaks()) {
      // xterm.js types it; the field must not receive it as well.
      event.preventDefault();
    }
  }

  #textOf(key) {
    if (Object.hasOwn(NAMED, key)) return textOf(NAMED[key], this.#sticky.take(), this.#to.application());
    return [...key].length === 1 ? shaped(key, this.#sticky.take()) : '';
  }

  #input(event) {
    event.stopPropagation();
    if (event.isComposing || COMPOSITION.test(event.inputType)) {
      // What was typed before another key is no word to be completed.
      if (this.#fixed !== '' && this.#fixed === this.#composed) this.#rest();
      return;
    }
    // A word may end without a word: putting the field back ends it.
    this.#composing = false;
    // xterm.js has typed the key that wrote this, for a screen reader to follow, and has pasted already.
    if (this.#heard && this.#to.speaks() && event.inputType === 'insertText') return;
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
    [this.#fixed, this.#spent] = ['', ''];
    this.#show('');
  }

  #update(event) {
    event.stopPropagation();
    const text = this.#unfixed(event.data);
    if (this.#sticky.any && text !== this.#spent) {
      // A held Ctrl is for the first letter, which the keyboard would keep until the word is done.
      this.#fixed = event.data;
      this.#spent = '';
      this.#to.type(shaped(text, this.#sticky.take()));
    } else {
      this.#spend(this.#isHeld(text) ? '' : text);
    }
    this.#show(event.data);
  }

  #end(event) {
    event.stopPropagation();
    this.#composing = false;
    this.#endedAt = event.timeStamp;
    const text = this.#unfixed(event.data ?? '');
    // Letters that become another script, as of pinyin: the next ones wait for that.
    this.#holds = needsComposing(text) || (this.#holds && text === '');
    this.#show('');
    if (text !== this.#spent) this.#apply(changed(this.#spent, text));
    [this.#fixed, this.#spent] = ['', ''];
    this.#rest();
  }

  /** Has this be what was typed of the word. */
  #spend(text) {
    if (text !== this.#spent) this.#apply(changed(this.#spent, text));
    this.#spent = text;
  }

  #isHeld(text) {
    return this.#holds || this.#hasCode || needsComposing(text);
  }

  /** What of a composed text was not typed before another key. */
  #unfixed(text) {
    return text.startsWith(this.#fixed) ? text.slice(this.#fixed.length) : text;
  }

  #show(text) {
    this.#composed = text;
    const shown = this.#unfixed(text).slice(this.#spent.length);
    this.#view.textContent = shown;
    this.#view.classList.toggle('active', shown !== '');
    for (const side of ['left', 'top', 'height', 'lineHeight'])
      this.#view.style[side] = this.#field.style[side];
  }

  #rest() {
    if (this.#field.value !== REST) this.#field.value = REST;
    this.#base = REST;
  }
}

/**
 * Has it type into a terminal.
 * @param {import('../../../vendor/xterm.mjs').Terminal} terminal
 * @param {import('../../lib/disposables.js').Disposables} disposables
 */
export function installSoftInput(terminal, disposables) {
  const { element, textarea } = terminal;
  textarea.autocomplete = 'off';
  const to = {
    type: (text) => terminal.input(text, true),
    paste: (text) => terminal.paste(text),
    press: (event) => pressClaimedKey(terminal, event),
    application: () => terminal.modes.applicationCursorKeysMode,
    speaks: () => terminal.options.screenReaderMode,
  };
  return new SoftInput(
    { element, field: textarea, view: element.querySelector('.composition-view') },
    to,
    disposables,
  );
}
