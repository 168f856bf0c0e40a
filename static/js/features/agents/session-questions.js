/** The questions of all agents of a session that wait, the longest waiting first. */
import { el } from '../../lib/dom.js';
import { QuestionView } from './question-view.js';

export class SessionQuestions {
  #api;
  /** @type {Map<string, {view: QuestionView, since: number}>} */
  #views = new Map();
  element = el('div', { class: 'questions' });

  /** @param {import('./question-requests.js').Asks} api */
  constructor(api) {
    this.#api = api;
  }

  /** @param {import('../../lib/agent-states.js').Agent[]} agents those whose questions to show. */
  show(agents) {
    const waiting = new Map(agents.map((agent) => [agent.pane_id, agent]));
    for (const [paneId, { view }] of this.#views)
      if (!waiting.has(paneId)) {
        view.element.remove();
        this.#views.delete(paneId);
      }
    for (const { pane_id: paneId, since } of [...waiting.values()].sort((a, b) => a.since - b.since))
      this.#place(paneId, since);
  }

  /** Loads all of them again. */
  refresh() {
    for (const { view } of this.#views.values()) view.load();
  }

  #place(paneId, since) {
    const shown = this.#views.get(paneId);
    if (shown?.since === since) return;
    const view = shown?.view ?? new QuestionView({ api: this.#api, paneId });
    this.#views.set(paneId, { view, since });
    if (!shown) this.element.append(view.element);
    view.load();
  }
}
