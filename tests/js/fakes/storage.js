/** `localStorage` for tests: `place` is what `lib/storage.js` takes, `items` what is stored. */
export function fakeStorage(given = {}) {
  const items = new Map(Object.entries(given));
  const storage = {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => items.set(key, String(value)),
    removeItem: (key) => items.delete(key),
  };
  return { items, place: () => storage };
}

/** A browser that forbids storage. */
export function forbidden() {
  throw new Error('denied');
}
