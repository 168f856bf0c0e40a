/** One question of an agent, with its options as buttons, a field for a text, Esc and Ctrl+C. */
import { el, setAttribute, setText, speak } from '../../lib/dom.js';
import { sessionPath } from '../../lib/paths.js';
import { withoutMenu } from '../../lib/question-lines.js';
import { sentence } from '../../components/dialogs.js';
import { TEXT } from './answers-text.js';
import { askQuestion, sendAnswer } from './question-requests.js';

/** After new options appear they take no press: it was meant for what stood there before. */
const SETTLE_MS = 300;

/** @import { Asks, Given, Press, Question } from './question-requests.js' */

/** Shows the question of one pane. A typed text stays until it was sent, whatever the server answers. */
export class QuestionView {
  #api;
  #paneId;
  #onAnswered;
  #settleMs;
  #asked = 0;
  /** A timer as long as options take no press. */
  #settling = 0;
  #busy = false;
  /** @type {Question|null} */
  #question = null;
  #who = el('p', { class: 'question-who' });
  #lines = el('pre', { class: 'question-lines', 'aria-label': TEXT.lines, tabindex: '0' });
  #options = el('div', { class: 'question-options', role: 'group', 'aria-label': TEXT.options });
  #field = el('textarea', {
    class: 'input question-field',
    rows: '1',
    placeholder: TEXT.write,
    'aria-label': TEXT.write,
    maxlength: '4000',
    autocapitalize: 'none',
    on: { input: () => this.#fit(), keydown: (event) => this.#onKey(event) },
  });
  #send = el('button', { class: 'button', type: 'submit', text: TEXT.send });
  #hint = el('p', { class: 'question-hint muted', text: TEXT.escapeFirst });
  #form = el(
    'form',
    { class: 'question-form', on: { submit: (event) => this.#submit(event) } },
    this.#field,
    this.#send,
  );
  #keys = el('div', { class: 'question-keys' }, this.#key('escape'), this.#key('interrupt'));
  #terminal = el('a', { class: 'question-terminal', text: TEXT.inTerminal });
  #status = el('p', { class: 'question-status', role: 'status' });
  element = el('section', { class: 'question', 'aria-busy': 'true' });

  /**
   * @param {object} options
   * @param {Asks} options.api
   * @param {string} options.paneId
   * @param {(given: Given) => void} [options.onAnswered]
   * @param {number} [options.settleMs]
   */
  constructor({ api, paneId, onAnswered = () => {}, settleMs = SETTLE_MS }) {
    this.#api = api;
    this.#settleMs = settleMs;
    this.#paneId = paneId;
    this.#onAnswered = onAnswered;
    const foot = el('div', { class: 'question-foot' }, this.#keys, this.#terminal);
    this.element.append(this.#who, this.#lines, this.#options, this.#form, this.#hint, foot, this.#status);
    for (const part of [this.#lines, this.#options, this.#form, this.#hint, this.#keys, this.#terminal])
      part.hidden = true;
    this.#say(TEXT.loading);
  }

  /** The question that is shown; null before the first one. */
  get question() {
    return this.#question;
  }

  /** Loads the question again. What is typed stays. */
  async load() {
    const asked = ++this.#asked;
    try {
      const question = await askQuestion(this.#api, this.#paneId);
      if (asked === this.#asked && !this.#busy) this.#take(question);
    } catch (error) {
      if (asked === this.#asked && !this.#busy) this.#say(TEXT.notLoaded(sentence(error)), true);
    }
  }

  /** Sends an answer to the question that is shown. @param {Press} press */
  async answer(press) {
    const question = this.#question;
    if (!question?.may_answer || this.#busy) return;
    if (this.#settling) {
      this.#say(TEXT.justChanged, true);
      return;
    }
    this.#setBusy(true);
    this.#say(TEXT.sending);
    const reply = await sendAnswer(this.#api, question, press);
    this.#setBusy(false);
    if ('given' in reply) this.#answered(reply.given, press);
    else this.#refuse(reply.refused, reply.question);
  }

  /** Presses the option with this key; returns whether there is one. @param {string} key */
  press(key) {
    const found = this.#question?.options.some((option) => option.key === key) ?? false;
    if (found) this.answer({ option: key });
    return found;
  }

  /** Focuses the first thing that answers. */
  focus() {
    /** @type {HTMLElement|null} */
    const first = this.element.querySelector('.question-option, textarea:not([hidden])');
    (first ?? this.#lines).focus({ preventScroll: true });
  }

  #answered(given, press) {
    if ('text' in press) this.#field.value = '';
    this.#fit();
    this.#say(TEXT.sent(given.label));
    speak(TEXT.sent(given.label));
    this.#onAnswered(given);
  }

  #refuse(error, question) {
    const hadFocus = this.element.contains(document.activeElement);
    if (question) this.#take(question);
    this.#say(TEXT.refused[error.code] ?? TEXT.notSent(sentence(error)), true);
    if (hadFocus && !this.element.contains(document.activeElement)) this.focus();
  }

  #take(question) {
    const changed = this.#question?.digest !== question.digest;
    if (changed) this.#say('');
    this.#question = question;
    this.#show(question);
    if (changed && this.#settleMs > 0) this.#settle();
  }

  #settle() {
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(() => {
      this.#settling = 0;
      this.#markButtons();
    }, this.#settleMs);
    this.#markButtons();
  }

  /** @param {Question} question */
  #show(question) {
    const may = question.may_answer && question.waiting;
    const menu = question.options.length > 0;
    setAttribute(this.element, 'aria-busy', 'false');
    this.element.setAttribute('aria-label', TEXT.question(question.agent, question.session));
    setText(this.#who, question.agent || TEXT.anAgent);
    setText(this.#lines, (may ? withoutMenu(question) : question.lines).join('\n'));
    this.#lines.hidden = question.lines.length === 0;
    const place = `?window=${encodeURIComponent(question.window_id)}`;
    this.#terminal.setAttribute('href', sessionPath(question.session) + place);
    this.#terminal.hidden = false;
    this.#showOptions(may ? question.options : []);
    this.#form.hidden = !may || (menu && !this.#field.value);
    this.#send.disabled = menu;
    this.#hint.hidden = this.#form.hidden || !menu;
    this.#keys.hidden = !may;
    // Of a long question with a menu the command comes first; without a menu the end of the screen matters.
    this.#lines.scrollTop = menu ? 0 : this.#lines.scrollHeight;
    if (!question.may_answer) this.#say(TEXT.readOnly);
  }

  /** Buttons that stay the same are not replaced, so that a press never lands on another one. */
  #showOptions(options) {
    const focused = this.#options.contains(document.activeElement);
    const texts = options.map(({ key, label }) => TEXT.option(key, label)).join('\n');
    if (this.#options.dataset.shown === texts) return;
    this.#options.dataset.shown = texts;
    this.#options.replaceChildren(...options.map((option) => this.#button(option)));
    this.#options.hidden = options.length === 0;
    if (focused) this.focus();
  }

  #button({ key, label }) {
    return el(
      'button',
      { class: 'button question-option', type: 'button', on: { click: () => this.answer({ option: key }) } },
      el('kbd', { text: key, 'aria-hidden': 'true' }),
      el('span', { text: label }),
    );
  }

  /** @param {'escape'|'interrupt'} name */
  #key(name) {
    return el('button', {
      class: 'button button-small',
      type: 'button',
      text: TEXT[name],
      title: TEXT[`${name}Title`],
      on: { click: () => this.answer({ key: name }) },
    });
  }

  #submit(event) {
    event.preventDefault();
    if (this.#field.value.trim() && !this.#send.disabled) this.answer({ text: this.#field.value });
  }

  /** Enter sends, Shift+Enter begins a line; a key of an input method does neither. */
  #onKey(event) {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) this.#submit(event);
    if (event.key === 'Escape') this.#field.blur();
    event.stopPropagation();
  }

  #fit() {
    this.#field.style.height = 'auto';
    this.#field.style.height = `${Math.min(this.#field.scrollHeight + 2, 160)}px`;
  }

  #setBusy(busy) {
    this.#busy = busy;
    setAttribute(this.element, 'aria-busy', String(busy));
    this.#markButtons();
  }

  #markButtons() {
    for (const button of this.element.querySelectorAll('button'))
      setAttribute(button, 'aria-disabled', (this.#busy || this.#settling > 0) && 'true');
  }

  #say(text, problem = false) {
    setText(this.#status, text);
    this.#status.classList.toggle('is-problem', problem);
  }
}
