/** The action of hint mode. Separate file: hint mode itself is loaded on first use. */
import { attempt } from '../../components/attempt.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installHints(page) {
  page.actions.register('hints.open', () =>
    attempt(async () => (await import('./hint-mode.js')).toggleHints(page)),
  );
}
