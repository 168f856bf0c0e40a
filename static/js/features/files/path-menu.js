/** What one does with a file whose path is on the screen. */
import { fileAddress } from '../../net/files-api.js';
import { el } from '../../lib/dom.js';
import { fileSize } from '../../lib/file-name.js';
import { editCommand, shellQuote } from '../../lib/shell-quote.js';
import { openMenu } from '../../components/menu.js';

/** Has the browser save a file. */
export function save(sessionId, path) {
  const link = el('a', { href: fileAddress(sessionId, path), download: '', hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Opens the menu where it was clicked; nothing it types is run.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{path: string, line: number|null}} place
 * @param {{kind: 'file'|'folder', bytes: number}} found
 */
export function openPathMenu(page, { clientX, clientY }, { path, line }, { kind, bytes }) {
  const type = (text) => page.screen.paste(text);
  const item = (label, run) => ({ label, run });
  const file = [
    item(`Download (${fileSize(bytes)})`, () => save(page.session.id, path)),
    item(line ? `Edit at line ${line} (types command)` : 'Edit (types command)', () =>
      type(editCommand(path, line)),
    ),
  ];
  const folder = [item('Go there (types command)', () => type(`cd ${shellQuote(path)}`))];
  const both = [
    item('Copy path', () => page.screen.copy(path)),
    item('Insert path', () => type(`${shellQuote(path)} `)),
  ];
  openMenuAt(page, { clientX, clientY }, [kind === 'file' ? file : folder, both], path);
}

/** Opens a menu at a place of the window; `title` is what it is about. @param {import('../../components/menu.js').Item[][]} groups */
export function openMenuAt(page, { clientX, clientY }, groups, title) {
  const anchor = el('span', { class: 'path-anchor' });
  const { left, top } = page.layer.getBoundingClientRect();
  Object.assign(anchor.style, { left: `${clientX - left}px`, top: `${clientY - top}px` });
  page.layer.append(anchor);
  const onClose = () => {
    anchor.remove();
    page.focus();
  };
  openMenu(anchor, groups, { label: title, title, onClose });
}
