/** Everybody's accounts: role, password, logins, locked out or not. */
import { el, need, setText } from '../../lib/dom.js';
import { moment, plural } from '../../lib/format.js';
import { ask } from '../../components/dialogs.js';
import { act } from '../../components/form-status.js';
import { keepingFocus, rowOf, showRows } from '../../components/keyed-list.js';
import { toast } from '../../components/toast.js';

const ROLES = [
  ['viewer', 'view only'],
  ['operator', 'view and type'],
  ['admin', 'everything'],
];
const PASSWORD = {
  name: 'password',
  label: 'New password',
  hint: '10 characters or more. Leave empty to generate one; it is shown once.',
  attributes: { type: 'password', maxlength: 1024, autocomplete: 'new-password' },
};

export class AdminUsers {
  #api;
  #list = need('#users');

  /** @param {import('../../net/admin-api.js').AdminApi} api */
  constructor(api) {
    this.#api = api;
    const form = need('#new-user');
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      act(need('button', form), () => this.#add(form));
    });
  }

  async load() {
    const { users } = await this.#api.listUsers();
    showRows(
      this.#list,
      users.map((user) => ({ key: user.name, fields: user })),
      (user) => this.#row(user),
    );
  }

  async #add(form) {
    const { name, role, password } = Object.fromEntries(new FormData(form));
    const made = await this.#api.addUser({ name: name.trim(), role, password });
    form.reset();
    showPassword(made.name, made.generated_password, `${made.name} can now log in.`);
    await this.load();
  }

  #row(user) {
    const badges = [user.role, ...(user.own ? ['you'] : []), ...(user.disabled ? ['disabled'] : [])];
    return rowOf({ main: user.name, badges, detail: about(user) }, ...(user.own ? [] : this.#acts(user)));
  }

  #acts(user) {
    const { name, disabled } = user;
    const role = el(
      'select',
      { class: 'input', 'aria-label': `Role of ${name}`, 'data-act': 'role' },
      ...ROLES.map(([value, text]) =>
        el('option', { value, text: `${value}: ${text}`, selected: value === user.role }),
      ),
    );
    role.addEventListener('change', () => this.#setRole(role, user));
    const button = (what, text, run) =>
      el('button', {
        class: 'button button-small',
        type: 'button',
        text,
        'data-act': what,
        'aria-label': `${text}: ${name}`,
        on: {
          click: ({ currentTarget }) => keepingFocus(this.#list, currentTarget, () => run(currentTarget)),
        },
      });
    return [
      role,
      button('password', 'Set password', () => this.#setPassword(name)),
      button('logins', 'End logins', () => this.#endLogins(name)),
      disabled
        ? button('disable', 'Enable', (control) => this.#enable(control, name))
        : button('disable', 'Disable', () => this.#disable(name)),
    ];
  }

  #setRole(control, user) {
    return keepingFocus(this.#list, control, async () => {
      await this.#do(
        control,
        () => this.#api.changeUser(user.name, { role: control.value }),
        `${user.name} is now ${control.value}.`,
      );
      control.value = user.role; // refused: a row that was made anew has the other
    });
  }

  #enable(control, name) {
    return this.#do(
      control,
      () => this.#api.changeUser(name, { disabled: false }),
      `${name} can log in again.`,
    );
  }

  async #do(control, work, done) {
    await act(control, async () => {
      await work();
      toast(done);
      await this.load();
    });
  }

  async #setPassword(name) {
    const made = await ask({
      title: `New password for ${name}`,
      text: 'Their current logins stay valid. If someone else may know the old password, end their logins as well.',
      fields: [PASSWORD],
      action: 'Set password',
      submit: ({ password }) => this.#api.setPasswordOf(name, password),
    });
    if (made) showPassword(name, made.generated_password, `${name} has a new password.`);
  }

  async #endLogins(name) {
    const done = await ask({
      title: `End all logins of ${name}?`,
      text: 'Their browsers are logged out at once. Access tokens still work.',
      action: 'End logins',
      danger: true,
      submit: () => this.#api.endLoginsOf(name),
    });
    if (done) toast(`${name} is logged out everywhere.`);
  }

  async #disable(name) {
    const done = await ask({
      title: `Disable ${name}?`,
      text: 'Logins, tokens, share links and open connections of this account end at once. Sessions keep running, and nothing is deleted.',
      action: 'Disable',
      danger: true,
      submit: () => this.#api.changeUser(name, { disabled: true }),
    });
    if (done) await this.load();
  }
}

function about({ password, passkeys, tokens, last_login_at: last }) {
  return [
    last === null ? 'no login for 30 days' : `last login ${moment(last)}`,
    password ? 'password' : 'no password',
    plural(passkeys, 'passkey'),
    plural(tokens, 'token'),
  ].join(' · ');
}

/** One that was made is shown until the next, and nowhere else. */
function showPassword(name, password, done) {
  need('#fresh').hidden = password === null;
  setText(need('#fresh-name'), name);
  setText(need('#fresh-password'), password ?? '');
  toast(done);
}
