/** Addresses to go to after a login, and the secret in an address. Pure. */

import { rooted } from './base-path.js';

/**
 * The path if it stays on this server, otherwise the first page. It has one leading slash, no backslash,
 * which
 * browsers read as a slash, and no blank or control character.
 * @param {string|null|undefined} path
 */
export function safeNext(path) {
  if (typeof path !== 'string' || !path.startsWith('/') || path.startsWith('//')) return rooted('/');
  for (const character of path) {
    const code = character.charCodeAt(0);
    if (character === '\\' || code <= 0x20 || (code >= 0x7f && code <= 0x9f)) return rooted('/');
  }
  return path;
}

/** The login page that comes back to `path`. @param {string} path */
export function loginPath(path) {
  return `${rooted('/login')}?next=${encodeURIComponent(safeNext(path))}`;
}

/** The secret behind `#`, or an empty string. @param {string} hash */
export function secretOf(hash) {
  return hash.replace(/^#/, '').trim();
}

/**
 * Whether text typed on this page crosses a network unencrypted: no https, and not this machine.
 * @param {{protocol: string, hostname: string}} options
 */
export function isExposed({ protocol, hostname }) {
  if (protocol === 'https:') return false;
  const local = hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]';
  return !local && !/^127(\.\d{1,3}){3}$/.test(hostname);
}
