/** The login page: a one-time link behind `#`, a passkey, or the token typed by hand. */
import { AccountApi } from '../net/account-api.js';
import { pageSettings } from '../net/user-settings.js';
import { obstacle, usePasskey } from '../net/passkeys.js';
import { installTheme } from '../features/themes/theme.js';
import { need, setText } from '../lib/dom.js';
import { isExposed, safeNext, secretOf } from '../lib/redirect.js';

const GONE = 410;
const LINK_GONE =
  'This login link was already used or has expired. The text below says how to get a new one.';
const TOO_MANY = 429;
const UNAUTHORIZED = 401;
const SECOND_MS = 1000;

// First of all the secret leaves the address: no history entry, screenshot or referrer keeps it.
const secret = secretOf(location.hash);
if (location.hash) history.replaceState(null, '', location.pathname + location.search);

const api = new AccountApi();
const form = need('#login');
const user = need('#user');
const field = need('#token');
const button = need('#enter');
const message = need('#message');
const passkeyButton = document.querySelector('#passkey');
let countdown = null;

function enterSite() {
  location.replace(safeNext(new URLSearchParams(location.search).get('next')));
}

function say(text) {
  setText(message, text);
  field.setAttribute('aria-invalid', String(text !== ''));
}

function wait(seconds) {
  clearInterval(countdown);
  const until = Date.now() + seconds * SECOND_MS;
  const tick = () => {
    const left = Math.ceil((until - Date.now()) / SECOND_MS);
    button.disabled = left > 0;
    setText(button, left > 0 ? `Try again in ${left} s` : 'Log in');
    if (left > 0) return;
    clearInterval(countdown);
    say('');
    field.focus();
  };
  countdown = setInterval(tick, SECOND_MS);
  tick();
}

/** What to tell; the same failure means different things for a link and for a token. */
function explain(error, byLink) {
  if (error.status === GONE) {
    return LINK_GONE;
  }
  if (error.status === TOO_MANY) return 'Too many failed logins. Wait a moment, then try again.';
  if (error.status === UNAUTHORIZED) {
    if (byLink) return 'This login link is not valid. Copy the whole link again, or type the token.';
    return user.value.trim()
      ? 'The name or the password is wrong.'
      : 'This token is wrong. Check it and try again.';
  }
  return error.message;
}

function explainPasskey(error) {
  if (error.status === TOO_MANY) return explain(error, false);
  if (error.status === UNAUTHORIZED) return 'This passkey is not accepted here. Log in another way.';
  return error.message;
}

async function attempt(what) {
  const byLink = 'link' in what;
  button.disabled = true;
  say('');
  try {
    await api.login(what);
    enterSite();
  } catch (error) {
    button.disabled = false;
    say(explain(error, byLink));
    if (error.status === TOO_MANY) wait(error.retryAfterS);
    field.focus();
    if (!byLink) field.select();
  }
}

/** The browser shows a dialog of its own meanwhile. */
async function enterByPasskey() {
  passkeyButton.disabled = true;
  say('');
  try {
    await api.passkeyLogin(await usePasskey(await api.passkeyLoginOptions()));
    enterSite();
  } catch (error) {
    passkeyButton.disabled = false;
    setText(message, explainPasskey(error));
    if (error.status === TOO_MANY) wait(error.retryAfterS);
  }
}

async function useLink() {
  need('#working').hidden = false;
  form.hidden = true;
  try {
    await attempt({ link: secret });
  } finally {
    need('#working').hidden = true;
    form.hidden = false;
    if (message.textContent) field.focus();
  }
}

form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (button.disabled) return;
  const name = user.value.trim();
  const token = field.value.trim();
  if (name && field.value) attempt({ user: name, password: field.value });
  else if (token) attempt({ token });
  else {
    say('Type the token, or open the link that WebMux printed.');
    field.focus();
  }
});

if (passkeyButton && !obstacle()) {
  passkeyButton.hidden = false;
  passkeyButton.addEventListener('click', enterByPasskey);
}

need('#reveal').addEventListener('click', ({ currentTarget }) => {
  const shown = field.type === 'password';
  field.type = shown ? 'text' : 'password';
  setText(currentTarget, shown ? 'Hide' : 'Show');
  currentTarget.setAttribute('aria-pressed', String(shown));
  currentTarget.setAttribute('aria-label', shown ? 'Hide the token' : 'Show the token');
});

installTheme(need('#theme'), pageSettings(api));
setText(need('#host'), location.host);
need('#secure').hidden = location.protocol !== 'https:';
need('#insecure').hidden = !isExposed(location);
// A link opened while this page is already open changes only the fragment.
window.addEventListener('hashchange', () => location.reload());
if (secret) useLink();
