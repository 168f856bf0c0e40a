/** Where to go after a login, and where a secret hides in an address. Pure. */

import { rooted } from './base-path.js';

/**
 * A path on this server, or its first page for everything that could lead elsewhere.
 * One leading slash; no backslash, which browsers read as a slash; nothing below or at a blank.
 * @param {string|null|undefined} path
 */
export function safeNext(path) {
  if (typeof path !== 'string' || !path.startsWith('/') || path.startsWith('//')) return rooted('/');
  for (const character of path) {
    const code = character.codePointAt(0);
    if (character === '\\' || code <= 0x20 || (code >= 0x7f && code <= 0x9f)) return rooted('/');
  }
  return path;
}

/** The login page that comes back to `path`. */
export function loginPath(path) {
  return `${rooted('/login')}?next=${encodeURIComponent(safeNext(path))}`;
}

/** The secret behind `#`, or an empty string. */
export function secretOf(hash) {
  return hash.replace(/^#/, '').trim();
}

/** Whether what is typed on this page crosses a network readable: no https, and not this machine. */
export function isExposed({ protocol, hostname }) {
  if (protocol === 'https:') return false;
  const local = hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]';
  return !local && !/^127(\.\d{1,3}){3}$/.test(hostname);
}
