/** The menu of an address or path that was touched. Loaded with the first touch. */
import { findPaths } from '../../net/files-api.js';
import { openLink, webAddress } from '../../terminal/links/link-provider.js';
import { TEXT } from './files-text.js';
import { openMenuAt, openPathMenu } from './path-menu.js';

// If the server needs longer, the touch is for the terminal.
const CHECK_MAX_MS = 400;

/**
 * Opens the menu of a link where it was touched.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{clientX: number, clientY: number}} where
 * @param {{address?: string, path?: string, line?: number|null}} link an address or a path.
 * @returns {Promise<boolean>} false if there is nothing to open.
 */
export async function openLinkMenu(page, where, link) {
  if (link.address !== undefined) return openAddress(page, where, link.address);
  const found = await foundPath(page, link.path);
  if (found === undefined) return false;
  openPathMenu(page, where, { path: link.path, line: link.line ?? null }, found);
  return true;
}

function openAddress(page, where, text) {
  const address = webAddress(text);
  if (address === null) return false;
  const items = [
    { label: TEXT.openAddress, run: () => openLink(address) },
    { label: TEXT.copyAddress, run: () => page.screen.copy(address) },
  ];
  openMenuAt(page, where, [items], address);
  return true;
}

async function foundPath(page, path) {
  if (page.guest || !page.mayType() || !page.session) return undefined;
  const timeout = new Promise((resolve) => {
    setTimeout(resolve, CHECK_MAX_MS, new Map());
  });
  const found = await Promise.race([
    findPaths(page.api, page.session.id, [path]).catch(() => new Map()),
    timeout,
  ]);
  return found.get(path);
}
