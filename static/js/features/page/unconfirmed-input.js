/** Typed bytes of which nobody knows whether the terminal took them: the reader sees them and decides. */
import { el } from '../../lib/dom.js';
import { asksForSecret, typedParts } from '../clipboard/typed-text.js';
import { needStyle } from '../../lib/load-style.js';
import { lateButton } from '../../components/late-button.js';
import { toast } from '../../components/toast.js';
import { cursorRow } from './pending-input.js';

/**
 * Shows them beside the terminal, which keeps the keyboard, until the reader sends or discards them.
 * @param {import('../../pages/terminal.js').Page} page
 * @param {import('../../net/subscription.js').Held} held
 */
export function askAboutInput(page, held) {
  needStyle('components/overlays.css');
  needStyle('features/files/files.css');
  const secret = asksForSecret(cursorRow(page));
  const close = () => {
    card.remove();
    page.focus();
  };
  const acts = {
    Discard: () => {
      held.settle(false);
      close();
    },
    Copy: () => page.screen.copy(new TextDecoder().decode(held.bytes)),
    Send: () => {
      if (!send(page, held)) return;
      close();
    },
  };
  const buttons = Object.entries(acts).map(([label, run]) =>
    lateButton({ label, primary: label === 'Send', run }),
  );
  const shown = typedParts(held.bytes, { secret }).map(({ key, text }) =>
    key ? el('mark', { class: 'paste-key', text }) : text,
  );
  const card = el(
    'dialog',
    {
      class: 'held-card',
      open: true,
      role: 'alertdialog',
      'aria-labelledby': 'held-title',
      'aria-describedby': 'held-why',
    },
    el('h2', { id: 'held-title', text: 'Send what you typed?' }),
    el('p', {
      id: 'held-why',
      class: 'muted',
      text: 'The connection ended before WebMux knew whether the terminal received it. It was not sent again.',
    }),
    el('pre', { class: 'paste-text', tabindex: '0', 'aria-label': 'What you typed' }, ...shown),
    el('div', { class: 'ending-actions' }, ...buttons),
  );
  page.layer.append(card);
  page.say(
    'Some of what you typed may not have been received. Buttons over the terminal send or discard it.',
  );
}

function send(page, held) {
  const trouble = !page.mayType()
    ? 'Read-only: you cannot type here.'
    : page.subscription.state === 'live'
      ? ''
      : 'Not connected: try again in a moment.';
  if (trouble) toast(trouble, { kind: 'error' });
  else if (page.type(held.bytes)) {
    held.forget();
    page.taken().then(held.settle);
  } else return false;
  return !trouble;
}
