/** What the page says when a terminal has ended, and what it offers then. */
import { TEXT } from './page-text.js';

/**
 * @typedef {'attach'|'create'|'list'|'login'|'reload'} Offer
 * @typedef {{label: string, run: () => void, primary: boolean}} Button
 */

/** What is offered, the main button first. `blank`: the user may no longer see what was on the screen. */
const ENDINGS = {
  session_ended: { offers: { create: TEXT.startAgain, list: TEXT.allSessions } },
  not_found: { offers: { create: TEXT.startAgain, list: TEXT.allSessions }, blank: true },
  detached: { offers: { attach: TEXT.attachAgain, list: TEXT.allSessions } },
  server_exited: { offers: { list: TEXT.allSessions } },
  disconnected: { offers: { attach: TEXT.connectAgain, list: TEXT.allSessions } },
  switched: { offers: { attach: TEXT.openAgain, list: TEXT.allSessions }, blank: true },
  forbidden: { offers: { list: TEXT.allSessions }, blank: true },
  signed_out: { offers: { login: TEXT.logIn }, blank: true },
  outdated: { offers: { reload: TEXT.reload, list: TEXT.allSessions } },
};
const OTHER = ENDINGS.detached;

/**
 * @param {string} reason of the Exit record, or of the close code.
 * @param {string} name of the session.
 * @param {Partial<Record<Offer, () => void>>} actions an offer without an action is left out.
 * @returns {{title: string, text: string, actions: Button[], blank: boolean}}
 */
export function endingOf(reason, name, actions) {
  const known = Object.hasOwn(ENDINGS, reason);
  const { offers, blank = false } = known ? ENDINGS[reason] : OTHER;
  const { title, text } = known ? TEXT.ended[reason] : TEXT.endedOtherwise;
  const buttons = Object.entries(offers).map(([offer, label], place) => ({
    label,
    run: actions[offer],
    primary: place === 0,
  }));
  return { title, text: text(known ? name : reason), actions: buttons.filter(({ run }) => run), blank };
}
