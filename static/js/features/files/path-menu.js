/** The menu of a file or folder whose path is on the screen. */
import { fileAddress } from '../../net/files-api.js';
import { el } from '../../lib/dom.js';
import { fileSize } from '../../lib/file-name.js';
import { editCommand, shellQuote } from '../../lib/shell-quote.js';
import { openMenu } from '../../components/menu.js';
import { TEXT } from './files-text.js';

/** Has the browser save a file. */
export function save(sessionId, path) {
  const link = el('a', { href: fileAddress(sessionId, path), download: '', hidden: true });
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Opens the menu at a place of the window. Items type text without Enter, so that nothing runs.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{clientX: number, clientY: number}} where
 * @param {{path: string, line: number|null}} place
 * @param {{kind: 'file'|'folder', bytes: number}} found
 */
export function openPathMenu(page, { clientX, clientY }, { path, line }, { kind, bytes }) {
  const type = (text) => page.screen.paste(text);
  const item = (label, run) => ({ label, run });
  const file = [
    item(TEXT.downloadSize(fileSize(bytes)), () => save(page.session.id, path)),
    item(line ? TEXT.editLine(line) : TEXT.edit, () => type(editCommand(path, line))),
  ];
  const folder = [item(TEXT.goThere, () => type(`cd ${shellQuote(path)}`))];
  const both = [
    item(TEXT.copyPath, () => page.screen.copy(path)),
    item(TEXT.insertPath, () => type(`${shellQuote(path)} `)),
  ];
  openMenuAt(page, { clientX, clientY }, [kind === 'file' ? file : folder, both], path);
}

/**
 * Opens a menu at a place of the window.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{clientX: number, clientY: number}} where
 * @param {import('../../components/menu.js').Item[][]} groups
 * @param {string} title
 */
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
