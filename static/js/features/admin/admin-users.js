/** All accounts on the admin page: role, password, logins, disabled or not. */
import { el, need, setText } from '../../lib/dom.js';
import { moment } from '../../lib/format.js';
import { textButton } from '../../components/controls.js';
import { ask } from '../../components/dialogs.js';
import { act } from '../../components/form-status.js';
import { keepingFocus, rowOf, showRows } from '../../components/keyed-list.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './admin-text.js';

const PASSWORD = {
  name: 'password',
  label: TEXT.newPassword,
  hint: TEXT.passwordHint,
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
    const fields = /** @type {Record<string, string>} */ (Object.fromEntries(new FormData(form)));
    const { name, role, password } = fields;
    const made = await this.#api.addUser({ name: name.trim(), role, password });
    form.reset();
    showPassword(made.name, made.generated_password, TEXT.added(made.name));
    await this.load();
  }

  #row(user) {
    const badges = [user.role, ...(user.own ? [TEXT.you] : []), ...(user.disabled ? [TEXT.disabled] : [])];
    return rowOf({ main: user.name, badges, detail: about(user) }, ...(user.own ? [] : this.#actions(user)));
  }

  #actions(user) {
    const { name, disabled } = user;
    const role = el(
      'select',
      { class: 'input', 'aria-label': TEXT.roleOf(name), 'data-act': 'role' },
      ...Object.entries(TEXT.roles).map(([value, text]) =>
        el('option', { value, text, selected: value === user.role }),
      ),
    );
    role.addEventListener('change', () => this.#setRole(role, user));
    const button = (what, text, run) =>
      textButton(
        text,
        ({ currentTarget }) => keepingFocus(this.#list, currentTarget, () => run(currentTarget)),
        { 'data-act': what, 'aria-label': TEXT.actionFor(text, name) },
      );
    return [
      role,
      button('password', TEXT.setPassword, () => this.#setPassword(name)),
      button('logins', TEXT.endLogins, () => this.#endLogins(name)),
      disabled
        ? button('disable', TEXT.enable, (control) => this.#enable(control, name))
        : button('disable', TEXT.disable, () => this.#disable(name)),
    ];
  }

  #setRole(control, user) {
    return keepingFocus(this.#list, control, async () => {
      await this.#do(
        control,
        () => this.#api.changeUser(user.name, { role: control.value }),
        TEXT.hasRole(user.name, control.value),
      );
      control.value = user.role; // after a refusal; after a success another row replaced this one
    });
  }

  #enable(control, name) {
    return this.#do(control, () => this.#api.changeUser(name, { disabled: false }), TEXT.enabled(name));
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
      title: TEXT.newPasswordFor(name),
      text: TEXT.passwordAbout,
      fields: [PASSWORD],
      action: TEXT.setPassword,
      submit: ({ password }) => this.#api.setPasswordOf(name, password),
    });
    if (made) showPassword(name, made.generated_password, TEXT.hasNewPassword(name));
  }

  async #endLogins(name) {
    const done = await ask({
      title: TEXT.endLoginsTitle(name),
      text: TEXT.endLoginsAbout,
      action: TEXT.endLogins,
      danger: true,
      submit: () => this.#api.endLoginsOf(name),
    });
    if (done) toast(TEXT.loginsEnded(name));
  }

  async #disable(name) {
    const done = await ask({
      title: TEXT.disableTitle(name),
      text: TEXT.disableAbout,
      action: TEXT.disable,
      danger: true,
      submit: () => this.#api.changeUser(name, { disabled: true }),
    });
    if (done) await this.load();
  }
}

function about({ password, passkeys, tokens, last_login_at: last }) {
  return [
    last === null ? TEXT.noLogin : TEXT.lastLogin(moment(last)),
    password ? TEXT.hasPassword : TEXT.noPassword,
    TEXT.passkeys(passkeys),
    TEXT.tokens(tokens),
  ].join(' · ');
}

/** A generated password is shown only here, until the next one. */
function showPassword(name, password, done) {
  need('#fresh').hidden = password === null;
  setText(need('#fresh-name'), name);
  setText(need('#fresh-password'), password ?? '');
  toast(done);
}
