/** One's own account: logins, passkeys, tokens, password. */
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
    const name = `${browserName(login.agent)}${login.current ? ' (this browser)' : ''}`;
    const seen = `${login.address || 'unknown address'} · since ${moment(login.began_at)} · seen ${duration(nowSeconds() - login.seen_at)} ago`;
    return row(name, seen, 'Log out', async () => {
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
    const used = passkey.used_at === null ? 'never used' : `last used ${moment(passkey.used_at)}`;
    return row(passkey.label, `added ${moment(passkey.created_at)} · ${used}`, 'Remove', async () => {
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
    const until = token.expires_at === null ? 'until you end it' : `until ${moment(token.expires_at)}`;
    return row(token.label, `${token.scope} · ${until}`, 'End', async () => {
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
    const what = `${share.role === 'operator' ? 'view and type' : 'view only'} · until ${moment(share.expires_at)}`;
    const where = share.window ? `${share.session.name}, window ${share.window.name}` : share.session.name;
    const guests = share.guests.length ? ` · ${plural(share.guests.length, 'guest')} now` : '';
    return row(where, what + guests, 'End', async () => {
      await api.endShare(share.id);
      await showShares();
    });
  });
  list.replaceChildren(...rows);
  need('#no-shares').hidden = rows.length > 0;
}

function onSubmit(form, work) {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(need('button', form), work);
  });
}

/** Shows what logs another device in: a code for its camera, and the address to copy. */
async function showLoginLink() {
  const [{ link, lasts_s: lastsS }, { showLink }] = await Promise.all([
    api.createLoginLink(),
    import('../features/sharing/share.js'),
  ]);
  await showLink({
    title: 'Log in another device',
    text: `Scan the code with the other device, or open the link there. It logs in as you, works once, and expires in ${Math.round(lastsS / 60)} minutes.`,
    link: new URL(rooted(`/login#${link}`), location.origin).href,
  });
  await showLogins();
}

function start() {
  followTheme(pageSettings(api));
  onSubmit(need('#new-passkey'), async () => {
    const label = need('#passkey-label').value.trim();
    await api.addPasskey(label, await makePasskey(await api.passkeyOptions()));
    need('#new-passkey').reset();
    toast('Passkey added.');
    await showPasskeys();
  });
  need('#another-device').addEventListener('click', ({ currentTarget }) => act(currentTarget, showLoginLink));
  onSubmit(need('#new-token'), async () => {
    const wanted = {
      label: need('#label').value.trim(),
      scope: need('#scope').value,
      lasts_s: Number(need('#days').value) * DAY_S,
    };
    const { token } = await api.createToken(wanted);
    setText(need('#fresh-token'), token);
    need('#fresh').hidden = false;
    need('#label').value = '';
    await showTokens();
  });
  onSubmit(need('#password'), async () => {
    const old = document.querySelector('#old')?.value;
    await api.setPassword(old === undefined ? { new: need('#new').value } : { old, new: need('#new').value });
    need('#password').reset();
    toast('Password set.');
  });
  act(need('#password button'), () =>
    Promise.all([showLogins(), showPasskeys(), showTokens(), showShares()]),
  );
}

start();
