import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makePage, settled } from '../page.js';

makePage();
HTMLElement.prototype.showModal ??= function show() {
  this.setAttribute('open', '');
};
const { ask, sentence } = await import('../../../static/js/components/dialogs.js');

const dialog = () => document.querySelector('dialog');
const submit = () =>
  dialog()
    .querySelector('form')
    .dispatchEvent(new Event('submit', { cancelable: true }));

function askName(submitted, more = {}) {
  const field = { name: 'name', label: 'Name', value: 'work', hint: 'Any name.' };
  return ask({ title: 'Rename', fields: [field], action: 'Rename', submit: submitted, ...more });
}

test('a dialog resolves to the result, and leaves the page', async () => {
  const asked = askName(async ({ name }) => `${name}!`);
  assert.equal(dialog().querySelector('label').textContent, 'Name');
  dialog().querySelector('input').value = 'other';
  submit();
  assert.equal(await asked, 'other!');
  assert.equal(dialog(), null);
});

test('a refused dialog stays open and shows the reason below its field', async () => {
  const refusal = Object.assign(new Error('name: too long'), { status: 400 });
  askName(() => Promise.reject(refusal));
  submit();
  await settled();
  const error = dialog().querySelector('.field .form-error');
  assert.equal(error.textContent, 'Too long');
  assert.equal(dialog().querySelector('input').getAttribute('aria-invalid'), 'true');
  assert.equal(dialog().querySelector('[type=submit]').disabled, false);
  dialog().remove();
});

test('Cancel resolves to nothing', async () => {
  const asked = askName(async () => 'never', { danger: true });
  assert.equal(document.activeElement, dialog().querySelector('[data-cancel]'));
  dialog().querySelector('[data-cancel]').click();
  assert.equal(await asked, undefined);
});

test('errors have sentences of ours, and those of the server a request id', () => {
  assert.match(sentence({ code: 'name_taken', message: 'x' }), /already has this name/);
  assert.equal(sentence({ message: 'Disk full.', status: 503, requestId: 'ab' }), 'Disk full. (request ab)');
  assert.equal(sentence({ message: 'Wrong.', status: 400, requestId: 'ab' }), 'Wrong.');
});
