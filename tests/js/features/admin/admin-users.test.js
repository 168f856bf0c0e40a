import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage(`<p id="problem" hidden></p><ul id="users"></ul>
  <form id="new-user"><input name="name"><select name="role"><option>viewer</option></select>
  <input name="password"><button></button></form>
  <div id="fresh" hidden><b id="fresh-name"></b><code id="fresh-password"></code></div>`);
const { AdminUsers } = await import('../../../../static/js/features/admin/admin-users.js');

const users = [
  { name: 'ada', role: 'admin', own: true, disabled: false, password: true, passkeys: 1, tokens: 0 },
  { name: 'bob', role: 'viewer', own: false, disabled: false, password: false, passkeys: 0, tokens: 2 },
].map((user) => ({ ...user, last_login_at: null }));
const asked = [];
const api = {
  listUsers: async () => ({ users: structuredClone(users) }),
  addUser: async (fields) => {
    asked.push(fields);
    return { name: fields.name, generated_password: 'secret-1' };
  },
  changeUser: async (name, fields) => {
    asked.push([name, fields]);
    if (fields.role === 'admin') throw new Error('Not allowed.');
    Object.assign(
      users.find((user) => user.name === name),
      fields,
    );
  },
};
const rows = () => [...document.querySelectorAll('#users li')];
const click = (label) => document.querySelector(`[aria-label="${label}"]`).click();
await new AdminUsers(api).load();

test('a row says what an account has, and your own has no buttons', () => {
  assert.match(
    rows()[0].textContent,
    /ada admin you.*no login for 30 days · password · 1 passkey · 0 tokens/,
  );
  assert.equal(rows()[0].querySelector('button'), null);
  assert.match(rows()[1].textContent, /no password · 0 passkeys · 2 tokens/);
});

test('a refused role shows why, and the old role again', async () => {
  const select = rows()[1].querySelector('select');
  select.value = 'admin';
  select.dispatchEvent(new Event('change'));
  await settled();
  assert.deepEqual(
    [select.value, document.querySelector('#problem').textContent],
    ['viewer', 'Not allowed.'],
  );
});

test('an account is disabled after a question, and enabled at once', async () => {
  click('Disable: bob');
  document.querySelector('dialog form').dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
  assert.match(rows()[1].textContent, /disabled/);
  click('Enable: bob');
  await settled();
  assert.deepEqual(asked.slice(-2), [
    ['bob', { disabled: true }],
    ['bob', { disabled: false }],
  ]);
});

test('a generated password of a new account is shown', async () => {
  const form = document.querySelector('#new-user');
  form.elements.name.value = ' eve ';
  form.dispatchEvent(new Event('submit', { cancelable: true }));
  await settled();
  assert.deepEqual(asked.at(-1), { name: 'eve', role: 'viewer', password: '' });
  assert.equal(document.querySelector('#fresh').hidden, false);
  assert.equal(document.querySelector('#fresh-password').textContent, 'secret-1');
});
