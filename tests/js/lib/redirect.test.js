import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isExposed, loginPath, safeNext, secretOf } from '../../../static/js/lib/redirect.js';

const HERE = 'https://webmux.test';

test('a path on this server is kept', () => {
  for (const path of ['/', '/s/work', '/s/a%2Fb?view=terminal', '/s/%3Cimg%3E'])
    assert.equal(safeNext(path), path);
});

test('everything that could lead elsewhere becomes the home page', () => {
  const hostile = [
    null,
    undefined,
    '',
    'https://evil.test',
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/\n/evil.test',
    ' //evil.test',
    'javascript:alert(1)',
    'evil',
    '/s/a b',
    '/\u0085x',
    '/\u007fx',
  ];
  for (const path of hostile) assert.equal(safeNext(path), '/', JSON.stringify(path));
});

test('whatever is let through stays on this origin', () => {
  for (const path of ['/./', '/.//evil.test', '/..//evil.test', '/@evil.test', '/:80', '/%2f%2fevil.test']) {
    assert.equal(new URL(safeNext(path), HERE).origin, HERE);
  }
});

test('the login page gets the address to continue at', () => {
  assert.equal(loginPath('/'), '/login?next=%2F');
  assert.equal(loginPath('/s/a&b'), '/login?next=%2Fs%2Fa%26b');
  assert.equal(loginPath('//evil.test'), '/login?next=%2F');
});

test('the secret is what stands behind the sign', () => {
  assert.equal(secretOf('#abc-_1'), 'abc-_1');
  assert.equal(secretOf(''), '');
  assert.equal(secretOf('#'), '');
});

test('only http to another machine is exposed', () => {
  const exposed = (address) => isExposed(new URL(address));
  for (const address of [
    'https://a.test',
    'http://localhost:1',
    'http://127.0.0.1:8',
    'http://[::1]:8',
    'http://x.localhost',
  ]) {
    assert.equal(exposed(address), false, address);
  }
  for (const address of [
    'http://a.test',
    'http://192.168.1.2',
    'http://127.0.0.1.evil.test',
    'http://localhost.evil.test',
  ]) {
    assert.equal(exposed(address), true, address);
  }
});
