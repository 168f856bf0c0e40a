/** What one does with an address or a path that was touched. Loaded with the first. */
import { findPaths } from '../../net/files-api.js';
import { openLink, webAddress } from '../../terminal/links/link-provider.js';
import { openMenuAt, openPathMenu } from './path-menu.js';

// A finger that meant the terminal does not wait longer.
const PATIENCE_MS = 400;

/**
 * Opens the menu of a link where it was touched.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {{clientX: number, clientY: number}} where
 * @param {{address: string}|{path: string, line: number|null}} link
 * @returns {Promise<boolean>} false if it leads nowhere.
 */
export async function openLinkMenu(page, where, link) {
  if (link.address !== undefined) return openAddress(page, where, link.address);
  const found = await foundPath(page, link.path);
  if (found === undefined) return false;
  openPathMenu(page, where, link, found);
  return true;
}

function openAddress(page, where, text) {
  const address = webAddress(text);
  if (address === null) return false;
  openMenuAt(
    page,
    where,
    [
      [
        { label: 'Open', run: () => openLink(address) },
        { label: 'Copy the address', run: () => page.screen.copy(address) },
      ],
    ],
    address,
  );
  return true;
}

async function foundPath(page, path) {
  if (page.guest || !page.mayType() || !page.session) return undefined;
  const late = new Promise((resolve) => {
    setTimeout(resolve, PATIENCE_MS, new Map());
  });
  const found = await Promise.race([
    findPaths(page.api, page.session.id, [path]).catch(() => new Map()),
    late,
  ]);
  return found.get(path);
}
