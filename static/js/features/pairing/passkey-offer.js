/** What a device that was just added is offered: a passkey, so that it needs no code the next time. */
import { el, setText } from '../../lib/dom.js';
import { browserName } from '../../lib/browser-name.js';
import { isTouchFirst } from '../../lib/device.js';
import { makePasskey } from '../../net/passkeys.js';
import { TEXT } from './pairing-text.js';

/**
 * Shows it in place of the card of the login page; resolves when the user added a passkey, or wants none now.
 * @param {import('../../net/account-api.js').AccountApi} api
 * @param {string} user
 * @param {HTMLElement} card
 * @returns {Promise<void>}
 */
export function offerPasskey(api, user, card) {
  const title = TEXT.addPasskey(isTouchFirst());
  const error = el('p', { class: 'form-error', role: 'alert' });
  const add = el('button', { class: 'button button-primary button-wide', type: 'button', text: title });
  const later = el('button', { class: 'button button-wide', type: 'button', text: TEXT.later });
  const offer = el(
    'section',
    { class: 'login-card' },
    el('h1', { text: TEXT.loggedIn(user) }),
    el('p', { class: 'muted', text: TEXT.whyPasskey }),
    error,
    add,
    later,
  );
  card.hidden = true;
  card.after(offer);
  add.focus();
  return new Promise((resolve) => {
    later.addEventListener('click', () => resolve());
    add.addEventListener('click', async () => {
      add.disabled = true;
      setText(error, '');
      try {
        await api.addPasskey(browserName(navigator.userAgent), await makePasskey(await api.passkeyOptions()));
        resolve();
      } catch (failure) {
        setText(error, /** @type {Error} */ (failure).message);
        add.disabled = false;
        setText(later, TEXT.goOn);
      }
    });
  });
}
