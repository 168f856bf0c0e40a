/** The account page: the user's logins, passkeys, tokens, share links and password. */
import { AccountApi } from '../net/account-api.js';
import { makePasskey, obstacle } from '../net/passkeys.js';
import { pageSettings } from '../net/user-settings.js';
import { act } from '../components/form-status.js';
import { followTheme } from '../features/themes/theme.js';
import { toast } from '../components/toast.js';
import { rooted } from '../lib/base-path.js';
import { browserName } from '../lib/browser-name.js';
import { el, need, setText } from '../lib/dom.js';
import { duration, moment, plural } from '../lib/format.js';
import { loginPath } from '../lib/redirect.js';

const DAY_S = 24 * 3600;

const TEXT = {
  thisBrowser: ' (this browser)',
  unknownAddress: 'unknown address',
  login: ({ paired, address, began, seen }) =>
    `${paired ? 'paired · ' : ''}${address} · since ${began} · seen ${seen} ago`,
  logOut: 'Log out',
  passkey: ({ added, used }) => `added ${added} · ${used}`,
  neverUsed: 'never used',
  lastUsed: (when) => `last used ${when}`,
  remove: 'Remove',
  untilYouEndIt: 'until you end it',
  until: (when) => `until ${when}`,
  end: 'End',
  viewAndType: 'view and type',
  viewOnly: 'view only',
  inWindow: (session, window) => `${session}, window ${window}`,
  guestsNow: (count) => ` · ${plural(count, 'guest')} now`,
  passkeyAdded: 'Passkey added.',
  passwordSet: 'Password set.',
};

const api = new AccountApi({ onLoggedOut: () => location.replace(loginPath(rooted('/account'))) });

const nowSeconds = () => Date.now() / 1000;

function row(main, detail, label, run) {
  const button = el('button', { class: 'button button-small', type: 'button', text: label });
  button.setAttribute('aria-label', `${label}: ${main}`);
  button.addEventListener('click', () => act(button, run));
  return el(
    'li',
    {},
    el('div', {}, el('strong', { text: main }), el('p', { class: 'muted', text: detail })),
    button,
  );
}

async function showLogins() {
  const { logins } = await api.listLogins();
  const rows = logins.map((login) => {
    const name = `${browserName(login.agent)}${login.current ? TEXT.thisBrowser : ''}`;
    const detail = TEXT.login({
      paired: login.paired,
      address: login.address || TEXT.unknownAddress,
      began: moment(login.began_at),
      seen: duration(nowSeconds() - login.seen_at),
    });
    return row(name, detail, TEXT.logOut, async () => {
      await api.endLogin(login.id);
      if (login.current) location.replace(rooted('/login'));
      else await showLogins();
    });
  });
  need('#logins').replaceChildren(...rows);
  need('#logins').removeAttribute('aria-busy');
}

async function showPasskeys() {
  const { passkeys } = await api.listPasskeys();
  const rows = passkeys.map((passkey) => {
    const used = passkey.used_at === null ? TEXT.neverUsed : TEXT.lastUsed(moment(passkey.used_at));
    const detail = TEXT.passkey({ added: moment(passkey.created_at), used });
    return row(passkey.label, detail, TEXT.remove, async () => {
      await api.removePasskey(passkey.id);
      await showPasskeys();
    });
  });
  const why = obstacle();
  need('#passkeys').replaceChildren(...rows);
  need('#no-passkeys').hidden = rows.length > 0 || why !== '';
  need('#no-passkeys-here').hidden = why === '';
  setText(need('#no-passkeys-here'), why);
  need('#new-passkey').hidden = why !== '';
}

async function showTokens() {
  const { tokens } = await api.listTokens();
  const rows = tokens.map((token) => {
    const until = token.expires_at === null ? TEXT.untilYouEndIt : TEXT.until(moment(token.expires_at));
    return row(token.label, `${token.scope} · ${until}`, TEXT.end, async () => {
      await api.revokeToken(token.id);
      await showTokens();
    });
  });
  need('#tokens').replaceChildren(...rows);
  need('#no-tokens').hidden = rows.length > 0;
}

async function showShares() {
  const list = document.querySelector('#shares');
  if (!list) return;
  const { shares } = await api.listShares();
  const rows = shares.map((share) => {
    const role = share.role === 'operator' ? TEXT.viewAndType : TEXT.viewOnly;
    const target = share.window ? TEXT.inWindow(share.session.name, share.window.name) : share.session.name;
    const guests = share.guests.length ? TEXT.guestsNow(share.guests.length) : '';
    const detail = `${role} · ${TEXT.until(moment(share.expires_at))}${guests}`;
    return row(target, detail, TEXT.end, async () => {
      await api.endShare(share.id);
      await showShares();
    });
  });
  list.replaceChildren(...rows);
  need('#no-shares').hidden = rows.length > 0;
}

/** @param {string} selector @returns {HTMLInputElement} */
const input = (selector) => need(selector);

/** @param {string} selector @param {(form: HTMLFormElement) => Promise<unknown>} work */
function onSubmit(selector, work) {
  /** @type {HTMLFormElement} */
  const form = need(selector);
  /** @type {HTMLButtonElement} */
  const button = need('button', form);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(button, () => work(form));
  });
}

/** Shows codes that log in another device. @param {string} user */
async function showPairing(user) {
  const { addDevice } = await import('../features/pairing/pair-dialog.js');
  await addDevice(api, user);
  await Promise.all([showLogins(), showPasskeys()]);
}

function start() {
  followTheme(pageSettings(api));
  onSubmit('#new-passkey', async (form) => {
    const label = input('#passkey-label').value.trim();
    await api.addPasskey(label, await makePasskey(await api.passkeyOptions()));
    form.reset();
    toast(TEXT.passkeyAdded);
    await showPasskeys();
  });
  /** @type {HTMLButtonElement} */
  const anotherDevice = need('#another-device');
  anotherDevice.addEventListener('click', async () => {
    await act(anotherDevice, () => showPairing(/** @type {string} */ (anotherDevice.dataset.user)));
    anotherDevice.focus();
  });
  onSubmit('#new-token', async () => {
    const fields = {
      label: input('#label').value.trim(),
      scope: input('#scope').value,
      lasts_s: Number(input('#days').value) * DAY_S,
    };
    const { token } = await api.createToken(fields);
    setText(need('#fresh-token'), token);
    need('#fresh').hidden = false;
    input('#label').value = '';
    await showTokens();
  });
  onSubmit('#password', async (form) => {
    /** @type {HTMLInputElement|null} */
    const old = document.querySelector('#old');
    await api.setPassword({ ...(old && { old: old.value }), new: input('#new').value });
    form.reset();
    toast(TEXT.passwordSet);
  });
  act(need('#password button'), () =>
    Promise.all([showLogins(), showPasskeys(), showTokens(), showShares()]),
  );
}

start();
