/** The window that an address names, `?window=@3` or an index. */

const NAME = /^@?\d{1,10}$/;

/** @param {string} search of an address. @returns {string|null} null where it names none. */
export function windowIn(search) {
  const wanted = new URLSearchParams(search).get('window');
  return wanted !== null && NAME.test(wanted) ? wanted : null;
}

/** The same query with the current one of these windows named; with none where there is no other. @param {{id: string, active: boolean}[]} windows */
export function withWindow(search, windows) {
  const query = new URLSearchParams(search);
  const current = windows.length > 1 && windows.find(({ active }) => active);
  if (query.get('window') === (current ? current.id : null)) return search; // as it was written
  query.delete('window');
  const text = [query.toString(), current && `window=${current.id}`].filter(Boolean).join('&');
  return text && `?${text}`;
}

/** @returns {{id: string, active: boolean}|undefined} the window that an id or an index names. */
export function windowNamed(windows, wanted) {
  return windows.find(({ id, index }) => wanted === id || wanted === String(index));
}
