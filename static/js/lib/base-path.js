/**
 * The path below which this server stands, `''` or like `/mux`: what comes before `/static/` in our own address.
 * @testonly
 */
export function baseOf(address) {
  const { protocol, pathname } = new URL(address);
  return protocol === 'file:' ? '' : pathname.slice(0, pathname.lastIndexOf('/static/'));
}

const BASE = baseOf(import.meta.url);

/** The address on this server of what the contract calls `path`. */
export function rooted(path) {
  return BASE + path;
}
