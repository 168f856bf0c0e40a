/** The page of a share link: its secret becomes a cookie, and the terminal is shown. */
import { AccountApi } from '../net/account-api.js';
import { sentence } from '../components/dialogs.js';
import { need, setText } from '../lib/dom.js';
import { secretOf } from '../lib/redirect.js';

const UNAUTHORIZED = 401;

// First of all the secret leaves the address: no history entry, screenshot or referrer keeps it.
const secret = secretOf(location.hash);
if (location.hash) history.replaceState(null, '', location.pathname);

async function open() {
  try {
    if (!secret) throw new Error('This link is incomplete or no longer works. Ask for a new one.');
    await new AccountApi().openShare(location.pathname.split('/').at(-1), secret);
    location.reload();
  } catch (error) {
    need('#working').hidden = true;
    setText(
      need('#message'),
      error.status === UNAUTHORIZED
        ? 'This link is wrong or no longer works. Ask for a new one.'
        : sentence(error),
    );
  }
}

open();
