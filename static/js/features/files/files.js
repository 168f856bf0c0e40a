/** Uploads and downloads by action, and uploads of files that are dropped on the page. */
import { el } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { ask } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { DropZone } from './drop-zone.js';
import { TEXT } from './files-text.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installFiles(page) {
  needStyle('features/files/files.css');
  const canUpload = () => !page.guest && page.mayType() && page.session !== null;
  // Also for guests: without it, the browser would open a dropped file instead of the page.
  new DropZone(page.layer, canUpload, async (files, to) => {
    if (files.length === 0) toast(TEXT.noFolders);
    else if (to === 'folder') page.events.emit('files.dropped', files);
    else (await import('./uploads.js')).uploadDropped(page, files, to);
  });
  if (page.guest) return;
  page.actions.register('file.upload', () => choose(page));
  page.actions.register('file.download', () => askDownload(page));
}

async function choose(page) {
  const files = await chooseFiles(document.body);
  if (files === null) page.focus();
  else (await import('./uploads.js')).uploadChosen(page, files);
}

/**
 * Has the user choose files.
 * @param {HTMLElement} parent
 * @returns {Promise<File[]|null>} null if the user cancelled.
 */
export function chooseFiles(parent) {
  const attributes = { type: 'file', multiple: true, hidden: true, 'aria-label': TEXT.filesToUpload };
  const input = el('input', attributes);
  parent.append(input);
  input.click();
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve([...input.files]));
    input.addEventListener('cancel', () => resolve(null));
  }).finally(() => input.remove());
}

async function askDownload(page) {
  await ask({
    title: TEXT.downloadTitle,
    fields: [
      {
        name: 'path',
        label: TEXT.path,
        hint: TEXT.pathHint,
        attributes: { class: 'input mono', required: true },
      },
    ],
    action: TEXT.download,
    busy: TEXT.checking,
    submit: ({ path }) => download(page, path.trim()),
  });
  page.focus();
}

async function download(page, path) {
  const [{ findPaths }, { save }] = await Promise.all([
    import('../../net/files-api.js'),
    import('./path-menu.js'),
  ]);
  const found = path === '' ? undefined : (await findPaths(page.api, page.session.id, [path])).get(path);
  if (!found) throw new Error(TEXT.fileNotFound);
  if (found.kind !== 'file') throw new Error(TEXT.isFolder);
  save(page.session.id, path);
}
