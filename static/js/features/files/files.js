/** Files by action and by dropping them on the page. */
import { el } from '../../lib/dom.js';
import { needStyle } from '../../lib/load-style.js';
import { ask } from '../../components/dialogs.js';
import { DropZone } from './drop-zone.js';
import { toast } from '../../components/toast.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installFiles(page) {
  needStyle('features/files/files.css');
  const may = () => !page.guest && page.mayType() && page.session !== null;
  // A file that misses would take the page's place.
  new DropZone(page.layer, may, async (files, to) => {
    if (files.length === 0) toast('Folders cannot be uploaded. Pack them into an archive first.');
    else if (to === 'folder')
      page.events.emit('files.dropped', files); // the side panel's
    else (await import('./uploads.js')).uploadDropped(page, files, to);
  });
  if (page.guest) return;
  page.actions.register('file.upload', () => choose(page));
  page.actions.register('file.download', () => askDownload(page));
}

function choose(page) {
  const input = el('input', { type: 'file', multiple: true, hidden: true, 'aria-label': 'Files to upload' });
  input.addEventListener('change', async () => {
    input.remove();
    (await import('./uploads.js')).uploadChosen(page, [...input.files]);
  });
  input.addEventListener('cancel', () => {
    input.remove();
    page.focus();
  });
  document.body.append(input);
  input.click();
}

async function askDownload(page) {
  await ask({
    title: 'Download a file',
    fields: [
      {
        name: 'path',
        label: 'Path',
        hint: 'Relative to the active pane’s folder, or absolute, like /var/log/syslog or ~/notes.md.',
        attributes: { class: 'input mono', required: true },
      },
    ],
    action: 'Download',
    busy: 'Checking…',
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
  if (!found) throw new Error('File not found.');
  if (found.kind !== 'file') throw new Error('That is a folder. Pack it into an archive first.');
  save(page.session.id, path);
}
