/** The question of one agent with its answers as buttons, without a terminal. */
import { el, need, setText } from '../../lib/dom.js';
import { duration } from '../../lib/format.js';
import { sessionPath } from '../../lib/paths.js';
import { withoutMenu } from '../../lib/question-lines.js';
import { sentence } from '../../components/dialogs.js';
import { TEXT } from './answer-text.js';

/** A question that replaces another takes no press for so long: a finger may be on its way to the old one. */
const STILL_MS = 500;
const KEYS = ['escape', 'interrupt'];

/**
 * @typedef {object} Question as the API has it.
 * @property {string} session
 * @property {string} window_id
 * @property {boolean} waiting
 * @property {string} agent
 * @property {number} since in seconds.
 * @property {string[]} lines
 * @property {{key: string, label: string}[]} options
 * @property {string} digest
 * @property {boolean} may_answer
 */

export class AnswerView {
  #api;
  #path;
  /** The digest of the question that was notified, until the user answers one. */
  #notified;
  /** @type {Question|null} */
  #question = null;
  /** The last answer of this page: its words, and since when the agent had waited. */
  #sent = { text: '', since: 0 };
  #busy = false;
  /** Whether the last answer was refused; the reason stays until the next one. */
  #refused = false;
  #still = 0;
  #parts = {
    who: need('#who'),
    state: need('#state'),
    lines: need('#lines'),
    problem: need('#problem'),
    options: need('#options'),
    keys: need('#keys'),
    terminal: /** @type {HTMLAnchorElement} */ (need('#terminal')),
    write: /** @type {HTMLFormElement} */ (need('#write')),
    text: /** @type {HTMLInputElement} */ (need('#text')),
  };

  /**
   * @param {import('../../net/api.js').Api} api
   * @param {{pane: string, digest: string}} of the number of the pane; the digest that was notified, or ''.
   */
  constructor(api, { pane, digest }) {
    this.#api = api;
    this.#path = `/api/panes/${encodeURIComponent(pane)}`;
    this.#notified = digest;
    this.#parts.write.addEventListener('submit', (event) => {
      event.preventDefault();
      const text = this.#parts.text.value;
      if (text.trim()) this.#send({ text }, TEXT.sentText);
    });
    for (const key of KEYS)
      this.#parts.keys.append(
        el('button', {
          class: 'button',
          type: 'button',
          text: TEXT.keys[key],
          on: { click: () => this.#send({ key }, TEXT.sent(TEXT.keys[key])) },
        }),
      );
  }

  /** Asks what the pane shows now. */
  async load() {
    try {
      this.#show(await this.#api.ask('GET', `${this.#path}/question`));
    } catch (error) {
      this.#failed(error);
    }
    need('#answer').removeAttribute('aria-busy');
  }

  /** @param {Question} question */
  #show(question) {
    const replaces = this.#question !== null && this.#question.digest !== question.digest;
    const hasMoved = this.#notified !== '' && this.#notified !== question.digest;
    const { who, lines, problem, terminal, write } = this.#parts;
    if (replaces) this.#stayStill();
    setText(this.#parts.state, this.#stateOf(question, hasMoved));
    this.#question = question;
    problem.hidden = !this.#refused;
    setText(who, TEXT.who(question.agent || TEXT.anAgent, question.session));
    terminal.href = `${sessionPath(question.session)}?window=${encodeURIComponent(question.window_id)}`;
    const answers = question.waiting && question.may_answer;
    setText(lines, (answers ? withoutMenu(question) : question.lines).join('\n'));
    lines.hidden = question.lines.length === 0;
    lines.scrollTop = lines.scrollHeight;
    write.hidden = !answers || question.options.length > 0;
    this.#parts.keys.hidden = !answers;
    this.#showOptions(answers ? question.options : [], replaces);
    this.#enable();
  }

  /** @param {Question} question @param {boolean} hasMoved */
  #stateOf({ waiting, agent, since, options, may_answer: may }, hasMoved) {
    const name = agent || TEXT.anAgent;
    if (!waiting) return [this.#sent.text, agent ? TEXT.isDone(name) : TEXT.noAgent].join(' ').trim();
    // An agent reports late that it goes on.
    if (this.#sent.since === since) return `${this.#sent.text} ${TEXT.goesOn(name)}`;
    const age = duration(Math.max(0, Date.now() / 1000 - since));
    const state = [hasMoved ? TEXT.movedOn : TEXT.waits(name, age)];
    if (!may) state.push(TEXT.readOnly);
    else if (options.length === 0) state.push(TEXT.inTerminal);
    return state.join(' ');
  }

  #showOptions(options, replaces) {
    const isSame = !replaces && this.#parts.options.childElementCount === options.length;
    if (isSame && options.length > 0) return; // a new element would lose the focus
    this.#parts.options.replaceChildren(
      ...options.map(({ key, label }) =>
        el(
          'button',
          {
            class: 'button answer-option',
            type: 'button',
            'data-key': key,
            on: { click: () => this.#send({ option: key }, TEXT.sent(label)) },
          },
          el('kbd', { text: key }),
          el('span', { text: label }),
        ),
      ),
    );
  }

  async #send(answer, sent) {
    if (this.#busy || !this.#question) return;
    this.#busy = true;
    this.#enable();
    setText(this.#parts.state, TEXT.sending);
    this.#parts.problem.hidden = true;
    this.#refused = false;
    try {
      await this.#api.ask('POST', `${this.#path}/answer`, { digest: this.#question.digest, ...answer });
      this.#notified = '';
      this.#sent = { text: sent, since: this.#question.since };
      this.#parts.text.value = '';
      setText(this.#parts.state, sent);
    } catch (error) {
      this.#refused = true;
      this.#failed(error);
    } finally {
      this.#busy = false;
    }
    await this.load();
  }

  #failed(error) {
    const { problem, options, keys, write } = this.#parts;
    problem.hidden = false;
    const known = { moved_on: TEXT.again, pane_not_found: TEXT.paneEnded };
    setText(problem, known[error.code] ?? sentence(error));
    if (error.code !== 'pane_not_found') return;
    options.replaceChildren();
    keys.hidden = write.hidden = true;
    setText(this.#parts.state, '');
  }

  #stayStill() {
    clearTimeout(this.#still);
    this.#still = window.setTimeout(() => {
      this.#still = 0;
      this.#enable();
    }, STILL_MS);
  }

  #enable() {
    const disabled = this.#busy || this.#still !== 0;
    /** @type {NodeListOf<HTMLButtonElement>} */
    const buttons = document.querySelectorAll('.answer-foot button');
    for (const button of buttons) button.disabled = disabled;
  }
}
