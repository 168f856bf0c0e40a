/** Addresses of the pages that show sessions. */
import { rooted } from './base-path.js';

/**
 * The page of a session. Slashes, percent signs and dots stay part of the name.
 * @param {string} name
 */
export function sessionPath(name) {
  const encoded = encodeURIComponent(name);
  return rooted(`/s/${encoded}`);
}

/** The page that shows a session without attaching to it. @param {string} name */
export function mirrorPath(name) {
  return `${sessionPath(name)}?view=mirror`;
}

/**
 * The page of a session, with a query except its window, which belongs to another session.
 * @param {string} name
 * @param {string} search
 */
export function sessionAddress(name, search) {
  const query = new URLSearchParams(search);
  query.delete('window');
  return sessionPath(name) + (query.size > 0 ? `?${query}` : '');
}

/** The session that a path shows, or null. @param {string} pathname */
export function sessionOf(pathname) {
  const before = rooted('/s/');
  if (!pathname.startsWith(before) || pathname.length === before.length) return null;
  try {
    return decodeURIComponent(pathname.slice(before.length));
  } catch {
    return null;
  }
}
