/** Where the sockets of this server are. Pure. */

import { rooted } from '../lib/base-path.js';

// Parts of a page's address that concern its connection.
const PASSED_ON = ['own', 'watch', 'size'];

/** The WebSocket address of `path` on the server that `page` came from. */
export function socketAddress(page, path, query = '') {
  const address = new URL(rooted(path), page);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  address.search = query;
  return address;
}

/**
 * The query of a subscription: what to show, and the flags in the address of the page. `follow`: on a phone, which
 * shows a session in the size that others gave it.
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
