/** The compose bar on every device: one for each page, loaded when it is wanted; a page under fingers takes it to its keys. */
import { need } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { sentence } from '../../components/dialogs.js';
import { EarlyField } from '../../components/early-field.js';
import { toast } from '../../components/toast.js';

let made = null;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installCompose(page) {
  page.draftIn(shownCompose);
  page.actions.register('compose.toggle', async () => {
    const early = made === null ? new EarlyField('Text for the terminal') : null;
    try {
      const compose = await composeOf(page);
      toggle(compose);
      if (early) compose.write(early.text);
    } catch (error) {
      page.focus();
      toast(sentence(error), { kind: 'error' });
    } finally {
      early?.remove();
    }
  });
}

/** The compose bar of this page, which is in no place yet. @returns {Promise<import('./compose-bar.js').Compose>} */
export function composeOf(page) {
  made ??= make(page);
  return made;
}

/** The compose bar if it is on show, else null: what is written goes on there. @returns {Promise<import('./compose-bar.js').Compose|null>} */
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
    // What was not sent the last time would show it at once.
    element.hidden = true;
  }
  if (!compose.shown) element.classList.toggle('is-high', isCursorLow());
  compose.toggle();
}

/** xterm.js keeps its text field where the cursor is. */
function isCursorLow() {
  const { top, height } = need('#stage').getBoundingClientRect();
  return need('.xterm-helper-textarea').getBoundingClientRect().top > top + height / 2;
}
