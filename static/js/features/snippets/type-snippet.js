/** Types a snippet into the terminal once, with Enter only if the snippet has it. */
import { rooted } from '../../lib/base-path.js';
import { isTyped } from '../../lib/snippet-rules.js';
import { pasteText } from '../clipboard/paste.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './snippets-text.js';

const encoder = new TextEncoder();

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {import('../../lib/snippet-rules.js').Snippet} snippet
 * @returns {Promise<boolean>} whether it was typed. If not, the user knows why.
 */
export async function typeSnippet(page, { text, enter }) {
  if (!page.mayType()) {
    toast(TEXT.readOnly, { kind: 'error' });
    return false;
  }
  const end = enter ? '\r' : '';
  if (isTyped(text)) return page.type(encoder.encode(text + end), { leaveMode: true });
  if (!(await pasteText(page, text))) return false;
  return end === '' || page.type(encoder.encode(end));
}

/** Opens the page of settings at the snippets. */
export function openEditor() {
  location.assign(
    `${rooted('/settings')}?back=${encodeURIComponent(location.pathname + location.search)}#snippets`,
  );
}
