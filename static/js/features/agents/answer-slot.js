/** Where a card shows the questions of its session, and who answered them. What it needs loads late. */
import { el, setText } from '../../lib/dom.js';
import { logError } from '../../lib/log.js';
import { needStyle } from '../../lib/load-style.js';
import { TEXT } from './answers-text.js';

/** After the screen of a session changed. A program that prints all the time causes no more requests. */
const REFRESH_MS = 1500;

/** @typedef {import('../../lib/agent-states.js').Agent} Agent */

/** Part of one card. It is hidden as long as no agent of the session waits and none was answered. */
export class AnswerSlot {
  #api;
  /** @type {Promise<import('./session-questions.js').SessionQuestions>|null} */
  #questions = null;
  /** @type {import('./session-questions.js').SessionQuestions|null} */
  #loaded = null;
  #timer = 0;
  #given = el('p', { class: 'answered', hidden: true });
  element = el('div', { class: 'answer-slot', hidden: true }, this.#given);

  /** @param {import('./question-requests.js').Asks} api */
  constructor(api) {
    this.#api = api;
  }

  /** @param {{agents?: Agent[], answers?: import('./question-requests.js').Given[]}} session */
  show({ agents = [], answers = [] }) {
    const waiting = agents.filter(({ kind }) => kind === 'waiting');
    this.#given.hidden = answers.length === 0;
    setText(this.#given, answers.map(TEXT.by).join('\n'));
    this.element.hidden = waiting.length === 0 && answers.length === 0;
    if (!this.element.hidden) needStyle('features/agents/answers.css');
    if (waiting.length > 0 || this.#loaded) this.#show(waiting);
  }

  /** The screen of the session changed: a question may be another one. */
  refresh() {
    if (!this.#loaded || this.#timer) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#loaded?.refresh();
    }, REFRESH_MS);
  }

  dispose() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  async #show(waiting) {
    this.#questions ??= this.#load();
    try {
      this.#loaded = await this.#questions;
      this.#loaded.show(waiting);
    } catch (error) {
      this.#questions = null; // so that the next change loads it again
      logError('the questions of agents did not load', error);
    }
  }

  async #load() {
    const [{ SessionQuestions }] = await Promise.all([
      import('./session-questions.js'),
      needStyle('features/agents/answers.css'),
    ]);
    const questions = new SessionQuestions(this.#api);
    this.element.prepend(questions.element);
    return questions;
  }
}
