/** Where sessions are shown. */
import { rooted } from './base-path.js';

/** Where a session is shown. Slashes, percent signs and dots of its name stay part of the name. */
export function sessionPath(name) {
  const encoded = encodeURIComponent(name);
  return rooted(`/s/${encoded}`);
}

/** Where a session is shown without attaching to it. */
export function mirrorPath(name) {
  return `${sessionPath(name)}?view=mirror`;
}

/** Where a session is shown in the way that `search` asks for; a window that was asked for is another session's. */
export function sessionAddress(name, search) {
  const query = new URLSearchParams(search);
  query.delete('window');
  return sessionPath(name) + (query.size > 0 ? `?${query}` : '');
}

/** The session that a path shows, or null where it shows none. */
export function sessionOf(pathname) {
  const before = rooted('/s/');
  if (!pathname.startsWith(before) || pathname.length === before.length) return null;
  try {
    return decodeURIComponent(pathname.slice(before.length));
  } catch {
    return null;
  }
}
