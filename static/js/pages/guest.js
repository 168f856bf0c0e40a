/** The page of a share link: it exchanges the link's secret for a cookie, then shows the terminal. */
import { AccountApi } from '../net/account-api.js';
import { sentence } from '../components/dialogs.js';
import { need, setText } from '../lib/dom.js';
import { secretOf } from '../lib/redirect.js';

const UNAUTHORIZED = 401;

const TEXT = {
  incomplete: 'This link is incomplete or no longer works. Ask for a new one.',
  wrong: 'This link is wrong or no longer works. Ask for a new one.',
};

// Remove the secret from the address first: no history entry, screenshot or referrer may contain it.
const secret = secretOf(location.hash);
if (location.hash) history.replaceState(null, '', location.pathname);

async function open() {
  try {
    if (!secret) throw new Error(TEXT.incomplete);
    await new AccountApi().openShare(location.pathname.split('/').at(-1), secret);
    location.reload();
  } catch (error) {
    need('#working').hidden = true;
    setText(need('#message'), error.status === UNAUTHORIZED ? TEXT.wrong : sentence(error));
  }
}

open();
