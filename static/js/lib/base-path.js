/**
 * The path below which this server answers: `''`, or as `/mux`. It is what precedes `/static/` in our own
 * address.
 * Separate file: the only one that may use import.meta, whose address is the same when modules are packed.
 * @param {string} address
 * @testonly
 */
export function baseOf(address) {
  const { protocol, pathname } = new URL(address);
  return protocol === 'file:' ? '' : pathname.slice(0, pathname.lastIndexOf('/static/'));
}

const BASE = baseOf(import.meta.url);

/** The address on this server of a path of the HTTP interface. @param {string} path */
export function rooted(path) {
  return BASE + path;
}
