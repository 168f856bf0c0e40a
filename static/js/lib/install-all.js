/** Parts of a page that shall not take each other down. Pure. */

/**
 * Calls each of them with the page, in their order, also where others throw.
 * @param {((page: object) => void)[]} installs
 * @throws {AggregateError} once all were called: names those that threw, and holds what they threw.
 */
export function installEach(installs, page) {
  const failed = [];
  for (const install of installs) {
    try {
      install(page);
    } catch (error) {
      failed.push({ name: install.name, error });
    }
  }
  if (failed.length === 0) return;
  const told = failed.map(({ name, error }) => `${name}: ${error?.message ?? error}`).join('; ');
  throw new AggregateError(
    failed.map(({ error }) => error),
    told,
  );
}
