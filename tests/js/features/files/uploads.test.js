import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { makePage, settled } from '../../page.js';

makePage('<div id="terminal" data-upload-max="10"></div><main></main>');
const { uploadInto, uploadPasted } = await import('../../../../static/js/features/files/uploads.js');

/** The server: writes down the names, and answers each upload at once. */
const names = [];
globalThis.XMLHttpRequest = class {
  upload = {};
  status = 200;
  open(_method, path) {
    this.name = new URL(path, location.href).searchParams.get('name');
    names.push(this.name);
  }
  setRequestHeader() {}
  send() {
    this.responseText = JSON.stringify({ id: 'u1', path: `/files/${this.name}`, bytes: 1 });
    queueMicrotask(() => this.onload());
  }
};
URL.createObjectURL ??= () => 'blob:picture';

mock.timers.enable({ apis: ['setTimeout'] }); // a card would keep the process running for 20 s
const main = document.querySelector('main');
const file = (name, size = 1, type = '') => ({ name, size, type });

function pageThat({ mayType = true } = {}) {
  const pasted = [];
  return {
    pasted,
    session: { id: '$1', name: 'work' },
    layer: main,
    settings: { get: () => 'private' },
    screen: { paste: (text) => pasted.push(text) },
    mayType: () => mayType,
    draft: async () => null,
    say: () => {},
    focus: () => {},
  };
}

test('the paths of pasted files are typed after the last upload, without Enter', async () => {
  const page = pageThat();
  await uploadPasted(page, [file('a b.txt'), file('../c.txt')]);
  assert.deepEqual(names.splice(0), ['a b.txt', 'c.txt']);
  assert.deepEqual(page.pasted, ["'/files/a b.txt' /files/c.txt "]);
});

test('a pasted picture without a name of its own gets the time as name', async () => {
  await uploadPasted(pageThat(), [file('image.png', 1, 'image/png')]);
  assert.match(names.splice(0)[0], /^pasted-\d{8}-\d{6}\.png$/);
});

test('a viewer uploads, and nothing is typed', async () => {
  const page = pageThat({ mayType: false });
  await uploadPasted(page, [file('a')]);
  assert.deepEqual(page.pasted, []);
});

test('a file over the limit is not sent, and its card says why', async () => {
  names.splice(0);
  const shelf = main.appendChild(document.createElement('div'));
  await uploadInto(pageThat(), [file('large', 11)], '/srv', { shelf, focus: () => {}, onChange: () => {} });
  await settled();
  assert.deepEqual(names, []);
  assert.match(shelf.textContent, /This file is 11 bytes; the server accepts at most 10 bytes/);
});
