/** The card over a terminal that has ended, and what its buttons do. */
import { socketAddress } from '../../net/address.js';
import { SessionFeed } from '../../net/lists.js';
import { onWake } from '../../net/wake.js';
import { rooted } from '../../lib/base-path.js';
import { Disposables } from '../../lib/disposables.js';
import { el, need, setText } from '../../lib/dom.js';
import { loginPath } from '../../lib/redirect.js';
import { mayType } from '../../lib/role.js';
import { needStyle } from '../../lib/load-style.js';
import { sentence } from '../../components/dialogs.js';
import { endingOf } from './end-reasons.js';
import { lateButton } from '../../components/controls.js';

/**
 * Shows why the terminal has ended, and offers what the user can do.
 * @param {string} reason of the Exit record, or of the close code.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('./status.js').Status} status
 */
export function showEnd(reason, page, status) {
  const { guest, screen, subscription } = page;
  if (reason === 'signed_out' && guest) {
    location.reload();
    return;
  }
  const ending = endingOf(reason, subscription.sessionName, {
    attach: () => attach(page),
    create: !guest && mayType() ? () => create(page) : undefined,
    list: guest ? undefined : () => location.assign(rooted('/')),
    login: () => location.assign(loginPath(location.pathname + location.search)),
    reload: () => location.reload(),
  });
  needStyle('components/overlays.css');
  if (ending.blank) screen.blank();
  status.end(cardOf(ending));
  /** @type {HTMLElement} */ (document.querySelector('.ending button'))?.focus();
  if (reason === 'server_exited' && !guest) attachWhenBack(page);
}

/** Attaches again when the tmux server runs and has a session of this name. */
function attachWhenBack(page) {
  const attachIfListed = ({ sessions }) => {
    if (
      page.subscription.state === 'ended' &&
      sessions.some(({ name }) => name === page.subscription.sessionName)
    )
      attach(page);
  };
  const parts = new Disposables();
  const feed = new SessionFeed(() => new WebSocket(socketAddress(location.href, '/ws')), {
    onChange: (list) =>
      list ? attachIfListed(list) : page.api.listSessions().then(attachIfListed, () => {}),
    onOnline: () => {},
    onLoggedOut: () => {},
  });
  parts.add(() => feed.close());
  onWake(parts, () => feed.hurry());
  parts.add(page.events.on('state', (state) => state !== 'ended' && parts.dispose()));
}

function cardOf({ title, text, actions }) {
  // Not modal: the bar above leads to other sessions. Escape does nothing: no terminal is left to return to.
  return el(
    'dialog',
    {
      class: 'ending',
      open: true,
      role: 'alertdialog',
      'aria-labelledby': 'ending-title',
      'aria-describedby': 'ending-text',
    },
    el('h2', { id: 'ending-title', text: title }),
    el('p', { id: 'ending-text', class: 'muted', text }),
    el('p', { class: 'form-error', role: 'alert' }),
    el('div', { class: 'ending-actions' }, ...actions.map(lateButton)),
  );
}

function attach({ subscription, focus }) {
  subscription.start();
  focus();
}

async function create(page) {
  const { session } = page;
  const again = session?.epoch ? `${session.epoch} ${session.id}` : '';
  try {
    await page.api.createSession({ name: page.subscription.sessionName, again });
    attach(page);
  } catch (error) {
    setText(need('.ending .form-error'), sentence(error));
  }
}
