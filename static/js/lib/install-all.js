/** Installs parts of a page so that one that fails does not stop the others. Pure. */

/**
 * Calls each of them with the page, in their order, also if others throw.
 * @template Page
 * @param {((page: Page) => void)[]} installs
 * @param {Page} page
 * @throws {AggregateError} once all were called: with the names of those that threw, and their errors.
 */
export function installEach(installs, page) {
  /** @type {{name: string, error: any}[]} */
  const failed = [];
  for (const install of installs) {
    try {
      install(page);
    } catch (error) {
      failed.push({ name: install.name, error });
    }
  }
  if (failed.length === 0) return;
  const message = failed.map(({ name, error }) => `${name}: ${error?.message ?? error}`).join('; ');
  throw new AggregateError(
    failed.map(({ error }) => error),
    message,
  );
}
