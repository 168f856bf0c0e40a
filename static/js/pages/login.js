/** The login page: a one-time link behind `#`, a passkey, name and password, or a typed token. */
import { AccountApi } from '../net/account-api.js';
import { pageSettings } from '../net/user-settings.js';
import { obstacle, usePasskey } from '../net/passkeys.js';
import { installTheme } from '../features/themes/theme.js';
import { need, setText } from '../lib/dom.js';
import { isExposed, safeNext, secretOf } from '../lib/redirect.js';

const GONE = 410;
const TOO_MANY = 429;
const UNAUTHORIZED = 401;
const SECOND_MS = 1000;

const TEXT = {
  linkIsGone: 'This login link was already used or has expired. The text below says how to get a new one.',
  tryAgainIn: (seconds) => `Try again in ${seconds} s`,
  logIn: 'Log in',
  tooMany: 'Too many failed logins. Wait a moment, then try again.',
  wrongLink: 'This login link is not valid. Copy the whole link again, or type the token.',
  wrongPassword: 'The name or the password is wrong.',
  wrongToken: 'This token is wrong. Check it and try again.',
  wrongPasskey: 'This passkey is not accepted here. Log in another way.',
  nothingTyped: 'Type the token, or open the link that WebMux printed.',
  hide: 'Hide',
  show: 'Show',
  hideToken: 'Hide the token',
  showToken: 'Show the token',
};

// Remove the secret from the address first: no history entry, screenshot or referrer may contain it.
const secret = secretOf(location.hash);
if (location.hash) history.replaceState(null, '', location.pathname + location.search);

const api = new AccountApi();
const form = need('#login');
/** @type {HTMLInputElement} */
const user = need('#user');
/** @type {HTMLInputElement} */
const field = need('#token');
/** @type {HTMLButtonElement} */
const button = need('#enter');
const message = need('#message');
/** @type {HTMLButtonElement|null} */
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
    setText(button, left > 0 ? TEXT.tryAgainIn(left) : TEXT.logIn);
    if (left > 0) return;
    clearInterval(countdown);
    say('');
    field.focus();
  };
  countdown = setInterval(tick, SECOND_MS);
  tick();
}

/** The message for a failed login: the same status means different things for a link and for a token. */
function explain(error, byLink) {
  if (error.status === GONE) return TEXT.linkIsGone;
  if (error.status === TOO_MANY) return TEXT.tooMany;
  if (error.status === UNAUTHORIZED) {
    if (byLink) return TEXT.wrongLink;
    return user.value.trim() ? TEXT.wrongPassword : TEXT.wrongToken;
  }
  return error.message;
}

function explainPasskey(error) {
  if (error.status === TOO_MANY) return explain(error, false);
  if (error.status === UNAUTHORIZED) return TEXT.wrongPasskey;
  return error.message;
}

async function logIn(credentials) {
  const byLink = 'link' in credentials;
  button.disabled = true;
  say('');
  try {
    await api.login(credentials);
    if (byLink) await greetDevice();
    enterSite();
  } catch (error) {
    button.disabled = false;
    say(explain(error, byLink));
    if (error.status === TOO_MANY) wait(error.retryAfterS);
    field.focus();
    if (!byLink) field.select();
  }
}

/** Offers a passkey to a device that was just paired, if this page can make one. */
async function greetDevice() {
  const me = obstacle() ? null : await api.me().catch(() => null);
  if (!me?.paired) return;
  const { offerPasskey } = await import('../features/pairing/passkey-offer.js');
  await offerPasskey(api, me.user, need('.login-card'));
}

/** Meanwhile the browser shows its own dialog. */
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
    await logIn({ link: secret });
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
  if (name && field.value) logIn({ user: name, password: field.value });
  else if (token) logIn({ token });
  else {
    say(TEXT.nothingTyped);
    field.focus();
  }
});

if (passkeyButton && !obstacle()) {
  passkeyButton.hidden = false;
  passkeyButton.addEventListener('click', enterByPasskey);
}

const reveal = need('#reveal');
reveal.addEventListener('click', () => {
  const shown = field.type === 'password';
  field.type = shown ? 'text' : 'password';
  setText(reveal, shown ? TEXT.hide : TEXT.show);
  reveal.setAttribute('aria-pressed', String(shown));
  reveal.setAttribute('aria-label', shown ? TEXT.hideToken : TEXT.showToken);
});

installTheme(need('#theme'), pageSettings(api));
setText(need('#host'), location.host);
need('#secure').hidden = location.protocol !== 'https:';
need('#insecure').hidden = !isExposed(location);
// A link opened while this page is already open changes only the fragment.
window.addEventListener('hashchange', () => location.reload());
if (secret) useLink();
