/** Input that the terminal may or may not have received: the user sees it and decides. */
import { el } from '../../lib/dom.js';
import { asksForSecret, typedParts } from '../clipboard/typed-bytes.js';
import { needStyle } from '../../lib/load-style.js';
import { lateButton } from '../../components/controls.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './page-text.js';
import { cursorRow } from './pending-input.js';

/**
 * Shows the input over the terminal, which keeps the keyboard, until the user sends or discards it.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../../net/input-stream.js').Undecided} input
 */
export function askAboutInput(page, input) {
  needStyle('components/overlays.css');
  needStyle('features/files/files.css');
  const secret = asksForSecret(cursorRow(page));
  const close = () => {
    card.remove();
    page.focus();
  };
  const discard = () => {
    input.settle(false);
    close();
  };
  const copy = () => page.screen.copy(new TextDecoder().decode(input.bytes));
  const buttons = [
    lateButton({ label: TEXT.discard, run: discard }),
    lateButton({ label: TEXT.copy, run: copy }),
    lateButton({ label: TEXT.send, primary: true, run: () => send(page, input) && close() }),
  ];
  const shown = typedParts(input.bytes, { secret }).map(({ key, text }) =>
    key ? el('mark', { class: 'paste-key', text }) : text,
  );
  const card = el(
    'dialog',
    {
      class: 'unconfirmed-card',
      open: true,
      role: 'alertdialog',
      'aria-labelledby': 'unconfirmed-title',
      'aria-describedby': 'unconfirmed-why',
    },
    el('h2', { id: 'unconfirmed-title', text: TEXT.sendTyped }),
    el('p', { id: 'unconfirmed-why', class: 'muted', text: TEXT.sendTypedWhy }),
    el('pre', { class: 'paste-text', tabindex: '0', 'aria-label': TEXT.typed }, ...shown),
    el('div', { class: 'ending-actions' }, ...buttons),
  );
  page.layer.append(card);
  page.say(TEXT.sendTypedSpoken);
}

/** Returns whether the input was sent; if not, a toast says why. */
function send(page, input) {
  if (!page.mayType() || page.subscription.state !== 'live') {
    toast(page.mayType() ? TEXT.notConnected : TEXT.readOnly, { kind: 'error' });
    return false;
  }
  if (!page.type(input.bytes)) return false;
  input.forget();
  page.taken().then(input.settle);
  return true;
}
