/** Opens the compose bar, which loads on first use. On a touch screen the touch keys contain it. */
import { need } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { attempt } from '../../components/attempt.js';
import { EarlyField } from '../../components/focus.js';
import { TEXT } from './compose-text.js';

/** @type {Promise<import('./compose-bar.js').Compose>|null} */
let made = null;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installCompose(page) {
  page.draftIn(shownCompose);
  page.actions.register('compose.toggle', async () => {
    const early = made === null ? new EarlyField(TEXT.field) : null;
    const open = async () => {
      const compose = await composeOf(page);
      toggle(compose);
      if (early) compose.write(early.text);
    };
    await attempt(open, { onFailure: () => page.focus() });
    early?.remove();
  });
}

/** The compose bar of this page. The caller adds it to the page. */
export function composeOf(page) {
  made ??= make(page);
  return made;
}

/** The compose bar if it is visible, else null. */
async function shownCompose() {
  const compose = await made;
  return compose?.shown && compose.element.isConnected ? compose : null;
}

async function make(page) {
  try {
    const [{ Compose }, { Drafts }] = await Promise.all([
      import('./compose-bar.js'),
      import('./drafts.js'),
      needStyle('features/compose/compose.css'),
    ]);
    const compose = new Compose(page, new Drafts(() => page.subscription.sessionName));
    page.events.on('attached', ({ session }) => compose.session(session.id));
    page.events.on('session', () => compose.session(page.session?.id));
    return compose;
  } catch (error) {
    made = null;
    throw error;
  }
}

function toggle(compose) {
  const { element } = compose;
  if (!element.isConnected) {
    need('#layer').append(element);
    // `toggle` shows it; a draft has made it visible already.
    element.hidden = true;
  }
  if (!compose.shown) element.classList.toggle('is-high', isCursorLow());
  compose.toggle();
}

/** xterm.js puts its text field where the cursor is. */
function isCursorLow() {
  const { top, height } = need('#stage').getBoundingClientRect();
  return need('.xterm-helper-textarea').getBoundingClientRect().top > top + height / 2;
}
