/**
 * Text of soft keyboards, input methods and dictation, each character once.
 *
 * xterm.js 6.0.0 guesses from key codes what such keyboards changed in its text field, and doubles or drops
 * some of
 * it. Here the field contains one blank. Added text is typed, missing text is deleted, and the blank is
 * restored. So
 * there is no word that a keyboard could correct later, and a backspace always has something to delete.
 *
 * Soft keyboards compose every word, even if its letters need no composing. Such letters are sent at once,
 * and a
 * correction is deleted and typed again. Text waits until it is complete if its script needs composing, or if
 * an input
 * method of a real keyboard composes it.
 */
import { shaped, textOf } from '../../lib/touch-keys.js';
import { need } from '../../lib/dom.js';
import { pressClaimedKey } from './press-key.js';

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */

const REST = ' ';
const DELETE = '\x7f';
const COMPOSING_KEY = 229;
const COMPOSITION = /Composition/;
// A browser may report the key that ended a composition after its end.
const ENDING_MS = 50;
/** @type {Record<string, string>} */
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

/**
 * The change between two texts of the field: how many characters were deleted, and which inserted. Pure.
 * @param {string} before
 * @param {string} after
 * @testonly
 */
export function changed(before, after) {
  const [old, now] = [[...before], [...after]];
  let same = 0;
  while (same < old.length && old[same] === now[same]) same += 1;
  return { deleted: old.length - same, inserted: now.slice(same).join('') };
}

/** Modifiers for the next key. @typedef {{readonly any: boolean, take: () => Modifiers}} StickyKeys */
/** @typedef {{ctrl: boolean, alt: boolean}} Modifiers */
/** No modifier waits for the next key. */
/** @type {StickyKeys} */
const NO_MODIFIER = Object.freeze({ any: false, take: () => ({ ctrl: false, alt: false }) });

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
  #sawKey = false;
  #hasCode = false;
  #endedAt = -Infinity;

  /**
   * @param {{element: HTMLElement, field: HTMLTextAreaElement, view: HTMLElement}} where `view` shows
   *   composed text.
   * @param {object} to
   * @param {(text: string) => void} to.type
   * @param {(text: string) => void} to.paste
   * @param {(event: KeyboardEvent) => boolean} to.press presses a key that an input method used; whether it
   *   did something.
   * @param {() => boolean} to.application whether cursor keys are in application mode.
   * @param {() => boolean} to.speaks whether a screen reader follows the text in the field.
   * @param {Disposables} disposables
   */
  constructor({ element, field, view }, to, disposables) {
    this.#field = field;
    this.#view = view;
    this.#to = to;
    /** @type {StickyKeys} */
    this.#sticky = NO_MODIFIER;
    // In the capture phase, so that xterm.js does not get events that are handled here.
    /** @param {string} type @param {(event: any) => void} listener */
    const on = (type, listener) =>
      disposables.listen(element, type, (event) => event.target === field && listener(event), true);
    on('keydown', (event) => this.#keyDown(event));
    on('keyup', () => {
      this.#sawKey = false;
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

  /** @param {StickyKeys} sticky modifiers for the next key. */
  holdKeys(sticky) {
    this.#sticky = sticky;
  }

  /** Types the composed text now, because another key follows; it can no longer be corrected. */
  flush() {
    const pending = this.#unfixed(this.#composed).slice(this.#spent.length);
    this.#fixed = this.#composed;
    this.#spent = '';
    this.#show('');
    if (pending) this.#to.type(pending);
    if (this.#composing) this.#rest();
  }

  /** @param {KeyboardEvent} event */
  #keyDown(event) {
    this.#claimed = event.keyCode === COMPOSING_KEY || event.isComposing;
    this.#sawKey = !this.#claimed;
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

  /**
   * An input method used this key: it may write text for it, but not for a chord and for Escape.
   * @param {KeyboardEvent} event
   */
  #claim(event) {
    if (this.#base !== this.#field.value) this.#rest();
    const writesNothing = event.ctrlKey || event.altKey || event.metaKey || event.code === 'Escape';
    if (!event.code || !writesNothing || event.timeStamp - this.#endedAt < ENDING_MS) return;
    if (this.#to.press(event)) event.preventDefault();
  }

  /** @param {KeyboardEvent} event */
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

  /** @param {string} key */
  #textOf(key) {
    if (Object.hasOwn(NAMED, key)) return textOf(NAMED[key], this.#sticky.take(), this.#to.application());
    return [...key].length === 1 ? shaped(key, this.#sticky.take()) : '';
  }

  /** @param {InputEvent} event */
  #input(event) {
    event.stopPropagation();
    if (event.isComposing || COMPOSITION.test(event.inputType)) {
      // Text that was typed before another key is not completed.
      if (this.#fixed !== '' && this.#fixed === this.#composed) this.#rest();
      return;
    }
    // A composition may end without an event: restoring the field ends it.
    this.#composing = false;
    // xterm.js has typed this key already, so that a screen reader can follow; it has pasted already, too.
    if (this.#sawKey && this.#to.speaks() && event.inputType === 'insertText') return;
    if (event.inputType !== 'insertFromPaste') this.#apply(changed(this.#base, this.#field.value));
    this.#rest();
  }

  /** @param {{deleted: number, inserted: string}} options */
  #apply({ deleted, inserted }) {
    if (deleted > 0) this.#to.type(DELETE.repeat(deleted));
    if (inserted === '') return;
    if (this.#sticky.any) this.#to.type(shaped(inserted, this.#sticky.take()));
    else if (inserted.length > 1 && /[\r\n]/.test(inserted)) this.#to.paste(inserted);
    else this.#to.type(inserted.replace('\n', '\r'));
  }

  /** @param {CompositionEvent} event */
  #start(event) {
    event.stopPropagation();
    this.#composing = true;
    [this.#fixed, this.#spent] = ['', ''];
    this.#show('');
  }

  /** @param {CompositionEvent} event */
  #update(event) {
    event.stopPropagation();
    const text = this.#unfixed(event.data);
    if (this.#sticky.any && text !== this.#spent) {
      // Ctrl applies to the first letter, which the keyboard would keep until the word is complete.
      this.#fixed = event.data;
      this.#spent = '';
      this.#to.type(shaped(text, this.#sticky.take()));
    } else {
      this.#spend(this.#mustWait(text) ? '' : text);
    }
    this.#show(event.data);
  }

  /** @param {CompositionEvent} event */
  #end(event) {
    event.stopPropagation();
    this.#composing = false;
    this.#endedAt = event.timeStamp;
    const text = this.#unfixed(event.data ?? '');
    // Letters that become another script, as in pinyin: the next ones wait for that.
    this.#holds = needsComposing(text) || (this.#holds && text === '');
    this.#show('');
    if (text !== this.#spent) this.#apply(changed(this.#spent, text));
    [this.#fixed, this.#spent] = ['', ''];
    this.#rest();
  }

  /** Makes this the typed part of the word. @param {string} text */
  #spend(text) {
    if (text !== this.#spent) this.#apply(changed(this.#spent, text));
    this.#spent = text;
  }

  /** @param {string} text */
  #mustWait(text) {
    return this.#holds || this.#hasCode || needsComposing(text);
  }

  /** The part of a composed text that was not typed before another key. @param {string} text */
  #unfixed(text) {
    return text.startsWith(this.#fixed) ? text.slice(this.#fixed.length) : text;
  }

  /** @param {string} text */
  #show(text) {
    this.#composed = text;
    const shown = this.#unfixed(text).slice(this.#spent.length);
    this.#view.textContent = shown;
    this.#view.classList.toggle('active', shown !== '');
    const { left, top, height, lineHeight } = this.#field.style;
    Object.assign(this.#view.style, { left, top, height, lineHeight });
  }

  #rest() {
    if (this.#field.value !== REST) this.#field.value = REST;
    this.#base = REST;
  }
}

// Alphabets that are written letter by letter. A letter with a separate mark, full width forms and emoji are
// not one
// cell that a backspace deletes.
const LETTER_BY_LETTER =
  /^(?:(?![\p{Mark}\p{Extended_Pictographic}\p{Regional_Indicator}\u200d\u3000-\u30ff\uff00-\uffef])[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Armenian}\p{Script=Georgian}\p{Script=Hebrew}\p{Script=Common}])*$/u;

/**
 * Whether a keyboard chooses or joins some of the characters while it composes, as in Chinese or Hindi.
 * @param {string} text
 * @testonly
 */
export function needsComposing(text) {
  return !LETTER_BY_LETTER.test(text);
}

/**
 * Installs it in a terminal.
 * @param {OpenTerminal} terminal
 * @param {Disposables} disposables
 */
export function installSoftInput(terminal, disposables) {
  const { element, textarea } = terminal;
  textarea.autocomplete = 'off';
  const to = {
    /** @param {string} text */
    type: (/** @type {string} */ text) => terminal.input(text, true),
    /** @param {string} text */
    paste: (/** @type {string} */ text) => terminal.paste(text),
    /** @param {KeyboardEvent} event */
    press: (/** @type {KeyboardEvent} */ event) => pressClaimedKey(terminal, event),
    application: () => terminal.modes.applicationCursorKeysMode,
    speaks: () => Boolean(terminal.options.screenReaderMode),
  };
  return new SoftInput(
    { element, field: textarea, view: need('.composition-view', element) },
    to,
    disposables,
  );
}
