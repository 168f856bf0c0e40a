/** Asks the server what an agent in a pane asks, and sends answers to it. */

/**
 * @typedef {{key: string, label: string}} Option
 * @typedef {object} Question
 * @property {string} pane_id
 * @property {string} session the name of the session.
 * @property {string} window_id
 * @property {boolean} waiting
 * @property {string} agent
 * @property {number} since
 * @property {string[]} lines
 * @property {Option[]} options
 * @property {string} digest
 * @property {boolean} may_answer
 * @typedef {{option: string}|{text: string}|{key: 'escape'|'interrupt'}} Press
 * @typedef {{pane_id: string, by: string, device: string, label: string, at: number}} Given
 * @typedef {Pick<import('../../net/api.js').Api, 'ask'>} Asks
 */

/** @param {string} paneId `%12` */
const pathOf = (paneId) => `/api/panes/${encodeURIComponent(paneId.slice(1))}`;

/**
 * What the agent in a pane asks now.
 * @param {Asks} api
 * @param {string} paneId
 * @returns {Promise<Question>}
 * @throws {import('../../net/api.js').ApiError}
 */
export function askQuestion(api, paneId) {
  return api.ask('GET', `${pathOf(paneId)}/question`);
}

/**
 * Answers the question with this digest, and no other.
 * @param {Asks} api
 * @param {Question} question
 * @param {Press} press
 * @returns {Promise<{given: Given}|{refused: import('../../net/api.js').ApiError, question: Question|null}>}
 *   `question` is the one to show after a refusal, if the server sent one.
 */
export async function sendAnswer(api, question, press) {
  try {
    const path = `${pathOf(question.pane_id)}/answer`;
    return { given: await api.ask('POST', path, { digest: question.digest, ...press }) };
  } catch (error) {
    return { refused: error, question: error.body?.question ?? null };
  }
}
