/** Typing a snippet into the terminal: once, and with Enter only where the snippet says so. */
import { rooted } from '../../lib/base-path.js';
import { isTyped } from '../../lib/snippet-rules.js';
import { pasteText } from '../clipboard/paste.js';
import { toast } from '../../components/toast.js';

const encoder = new TextEncoder();

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../../lib/snippet-rules.js').Snippet} snippet
 * @returns {Promise<boolean>} whether it was typed; where it was not, the reader was told.
 */
export async function typeSnippet(page, { text, enter }) {
  const trouble = troubleOf(page);
  if (trouble) {
    toast(trouble, { kind: 'error' });
    return false;
  }
  const end = enter ? '\r' : '';
  if (isTyped(text)) {
    return page.type(encoder.encode(text + end), { leaveMode: true });
  }
  if (!(await pasteText(page, text))) return false;
  return end === '' || page.type(encoder.encode(end));
}

/** Goes to where snippets are changed. */
export function openEditor() {
  location.assign(
    `${rooted('/settings')}?back=${encodeURIComponent(location.pathname + location.search)}#snippets`,
  );
}

function troubleOf(page) {
  return page.mayType() ? '' : 'Read-only: you cannot type here.';
}
