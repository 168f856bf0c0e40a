/** Input that the terminal may not have received, or that its pane did not: the user sees it and decides. */
import { el } from '../../lib/dom.js';
import { asksForSecret, typedParts } from '../clipboard/typed-bytes.js';
import { needStyle } from '../../lib/load-style.js';
import { lateButton } from '../../components/controls.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './page-text.js';
import { cursorRow } from './pending-input.js';

/** @import { Page } from '../../pages/page-contract.js' */
/** @import { Undecided } from '../../net/input-stream.js' */

/**
 * The card about input whose pane had ended; more of it joins it.
 * @type {{card: Element, inputs: Undecided[], secret: boolean}|null}
 */
let refusal = null;

/**
 * Shows the input over the terminal, which keeps the keyboard, until the user sends or discards it.
 * @param {Page} page
 * @param {Undecided} input
 */
export function askAboutInput(page, input) {
  const secret = asksForSecret(cursorRow(page));
  if (!input.refused) return void showCard(page, [input], { secret, why: TEXT.sendTypedWhy });
  const before = refusal?.card.isConnected ? refusal : null;
  const inputs = [...(before?.inputs ?? []), input];
  // Single keys such as Ctrl+D were meant for that pane alone.
  if (inputs.every(({ bytes }) => typedParts(bytes).every(({ key }) => key))) {
    input.settle(false);
    toast(TEXT.keysRefused);
    return;
  }
  before?.card.remove();
  const options = { secret: secret || Boolean(before?.secret), why: TEXT.sendRefusedWhy };
  refusal = { inputs, secret: options.secret, card: showCard(page, inputs, options) };
}

/**
 * @param {Page} page
 * @param {Undecided[]} inputs
 * @param {{secret: boolean, why: string}} options
 */
function showCard(page, inputs, { secret, why }) {
  needStyle('components/overlays.css');
  needStyle('features/files/files.css');
  const close = () => {
    card.remove();
    page.focus();
  };
  const discard = () => {
    inputs.forEach((input) => input.settle(false));
    close();
  };
  const bytes = joined(inputs);
  const copy = () => page.screen.copy(new TextDecoder().decode(bytes));
  const buttons = [
    lateButton({ label: TEXT.discard, run: discard }),
    lateButton({ label: TEXT.copy, run: copy }),
    lateButton({ label: TEXT.send, primary: true, run: () => send(page, inputs) && close() }),
  ];
  const shown = typedParts(bytes, { secret }).map(({ key, text }) =>
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
    el('p', { id: 'unconfirmed-why', class: 'muted', text: why }),
    el('pre', { class: 'paste-text', tabindex: '0', 'aria-label': TEXT.typed }, ...shown),
    el('div', { class: 'ending-actions' }, ...buttons),
  );
  page.layer.append(card);
  page.say(TEXT.sendTypedSpoken);
  return card;
}

/** Returns whether the input was sent; if not, a toast says why. */
function send(page, inputs) {
  if (!page.mayType() || page.subscription.state !== 'live') {
    toast(page.mayType() ? TEXT.notConnected : TEXT.readOnly, { kind: 'error' });
    return false;
  }
  while (inputs.length > 0) {
    const [input] = inputs;
    if (!sendOne(page, input)) return false;
    inputs.shift(); // the rest is sent when the user tries again, and this is not
    input.forget();
    page.taken().then(input.settle);
  }
  return true;
}

function sendOne(page, { bytes, pasted }) {
  const pane = page.panes?.screen.focused ?? null;
  if (!pasted || pane === null) return page.type(bytes);
  return page.panes.pasteTo(pane, bytes);
}

/** @param {Undecided[]} inputs */
function joined(inputs) {
  return Uint8Array.from(inputs.flatMap(({ bytes }) => [...bytes]));
}
