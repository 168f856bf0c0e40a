/** Addresses of WebSockets, and the query of a subscription. Pure. */
import { rooted } from '../lib/base-path.js';

// Flags in the address of a page that its connection gets too.
const PASSED_ON = ['own', 'watch', 'size'];

/**
 * The WebSocket address of a path on the server of the page.
 * @param {string|URL} page
 * @param {string} path
 * @param {string|URLSearchParams} [query]
 */
export function socketAddress(page, path, query = '') {
  const address = new URL(rooted(path), page);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = String(query);
  return address;
}

/**
 * The query of a subscription: what to show, and the flags in the address of the page. With `follow`, as on
 * phones,
 * the session keeps the size that others gave it.
 * @param {{session: string, view: string, share: string, follow?: boolean}} options
 * @param {string} search
 */
export function subscriptionQuery({ session, view, share, follow = false }, search) {
  const given = new URLSearchParams(search);
  const flags = PASSED_ON.filter((flag) => given.has(flag)).map((flag) => [flag, given.get(flag)]);
  return {
    session,
    view,
    ...(share && { share }),
    ...(follow && { size: 'follow' }),
    ...Object.fromEntries(flags),
  };
}
