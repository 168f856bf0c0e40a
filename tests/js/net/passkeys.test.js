import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isAddress, obstacle } from '../../../static/js/net/passkeys.js';

const ABLE = { parseCreationOptionsFromJSON() {}, parseRequestOptionsFromJSON() {} };
const page = (address, changes = {}) => ({
  location: new URL(address),
  isSecureContext: true,
  PublicKeyCredential: ABLE,
  ...changes,
});

test('a host is a name or an address', () => {
  for (const name of ['localhost', 'mux.example.org', '1.example.org', '10.0.0.1.example.org'])
    assert.equal(isAddress(name), false, name);
  for (const address of [
    'http://127.0.0.1:8022',
    'http://[::1]:8022',
    'https://192.0.2.7',
    'http://2130706433',
  ]) {
    assert.equal(isAddress(new URL(address).hostname), true, address);
  }
});

test('a page at a name in a browser that can has no obstacle', () => {
  for (const address of ['http://localhost:8022', 'https://mux.example.org'])
    assert.equal(obstacle(page(address)), '');
});

test('whatever is in the way is said', () => {
  assert.match(obstacle(page('http://127.0.0.1:8022')), /localhost/);
  assert.match(obstacle(page('http://127.0.0.1:8022', { PublicKeyCredential: undefined })), /localhost/);
  assert.match(
    obstacle(page('http://mux.example.org', { isSecureContext: false, PublicKeyCredential: undefined })),
    /https/,
  );
  assert.match(obstacle(page('https://mux.example.org', { PublicKeyCredential: undefined })), /no passkeys/);
  assert.match(obstacle(page('https://mux.example.org', { PublicKeyCredential: class {} })), /too old/);
});
