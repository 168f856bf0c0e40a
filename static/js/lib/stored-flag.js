/** A yes or no that this browser remembers. Pure: the storage is an argument. */

/** Whether it was set; no where storage is forbidden. @param {() => Storage} [storage] may throw. */
export function flagOf(key, storage = () => globalThis.localStorage) {
  try {
    return storage().getItem(key) === '1';
  } catch {
    return false;
  }
}

/** Remembers it, where that is allowed. */
export function setFlag(key, on, storage = () => globalThis.localStorage) {
  try {
    storage().setItem(key, on ? '1' : '0');
  } catch {
    // Forbidden or full: then it holds as long as the page.
  }
}
