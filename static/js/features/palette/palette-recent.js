/** What was run from the palette last, kept by this browser, newest first. Pure: the storage is an argument. */

const KEY = 'webmux.recent.commands';
const MOST = 50;

export class Recent {
  #storage;

  /** @param {Storage} [storage] without one it remembers nothing. */
  constructor(storage = storageHere()) {
    this.#storage = storage;
  }

  /** The names, newest first; read anew each time, as other tabs write too. */
  get names() {
    try {
      const kept = JSON.parse(this.#storage?.getItem(KEY) ?? '[]');
      return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string').slice(0, MOST) : [];
    } catch {
      return [];
    }
  }

  /** `name` is the newest from now on. */
  use(name) {
    this.#keep([name, ...this.names.filter((one) => one !== name)]);
  }

  /** A copy of `items`, used ones first, newest first; the rest stays in its order. */
  order(items, nameOf = (item) => item) {
    const places = new Map(this.names.map((name, place) => [name, place]));
    const place = (item) => places.get(nameOf(item)) ?? MOST;
    return [...items].sort((one, other) => place(one) - place(other));
  }

  #keep(names) {
    try {
      this.#storage?.setItem(KEY, JSON.stringify(names.slice(0, MOST)));
    } catch {
      // Storage may be forbidden or full: then the order stays as it was.
    }
  }
}

function storageHere() {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}
