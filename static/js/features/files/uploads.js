/** Uploads under way and done: one card each. Their paths are typed, without Enter, when all are there, unless a folder was chosen for them. */
import { uploadFile } from '../../net/files-api.js';
import { need } from '../../lib/dom.js';
import { cleanName, fileSize, pastedName } from '../../lib/file-name.js';
import { shellQuote } from '../../lib/shell-quote.js';
import { sentence } from '../../components/dialogs.js';
import { UploadCard } from './upload-card.js';

const PASTED = Object.freeze({ setting: 'upload.pasted', label: 'Pasted files go to' });
const CHOSEN = Object.freeze({ setting: 'upload.chosen', label: 'Chosen files go to' });

/** Pictures from the clipboard, and files copied in a file manager. */
export function uploadPasted(page, files) {
  const named = files.map((file) => ({
    name:
      file.type.startsWith('image/') && /^(image\.\w+)?$/.test(file.name)
        ? pastedName(file.type, new Date())
        : cleanName(file.name),
    body: file,
  }));
  return upload(page, named, { to: page.settings.get(PASTED.setting), choice: PASTED });
}

export function uploadDropped(page, files, to) {
  return upload(page, files.map(asItIs), { to });
}

export function uploadChosen(page, files) {
  return upload(page, files.map(asItIs), { to: page.settings.get(CHOSEN.setting), choice: CHOSEN });
}

/** Into a folder that is on show; nothing is typed. @param {import('./upload-card.js').Host} host */
export async function uploadInto(page, files, folder, host) {
  const paths = await sendAll(page, files.map(asItIs), { to: 'folder', folder }, { host });
  if (paths.length > 0) page.say(`Uploaded: ${paths.join(', ')}`);
}

const asItIs = (file) => ({ name: cleanName(file.name), body: file });

async function upload(page, files, { to, choice }) {
  const session = page.session;
  const paths = await sendAll(page, files, { to }, { choice });
  if (paths.length === 0) return;
  const draft = await page.draft();
  const text = `${paths.map(shellQuote).join(' ')} `;
  page.say(`Uploaded: ${paths.join(', ')}`);
  if (page.session.id === session.id && draft !== null) draft.write(text);
  else if (page.session.id === session.id && page.mayType()) page.screen.paste(text);
  (draft ?? page).focus();
}

/** One after the other: the line is shared with what is typed. @returns {Promise<string[]>} where they are. */
async function sendAll(page, files, place, { choice, host }) {
  const { id } = page.session;
  const cards = files.map((file) => new UploadCard(page, { ...file, choice }, host));
  const paths = [];
  for (const [index, file] of files.entries()) {
    const path = await send(id, { ...file, ...place }, cards[index]);
    if (path !== null) paths.push(path);
  }
  return paths;
}

/** @returns {Promise<string|null>} where it is; the card says why it is not. */
async function send(sessionId, file, card) {
  const most = Number(need('#terminal').dataset.uploadMax) || Infinity;
  if (card.signal.aborted) return null;
  if (file.body.size > most) {
    card.failed(
      `This file is ${fileSize(file.body.size)}; the server accepts at most ${fileSize(most)} (upload_max_bytes).`,
    );
    return null;
  }
  try {
    const done = await uploadFile(sessionId, file, {
      onProgress: (sent) => card.progress(sent),
      signal: card.signal,
    });
    card.done(done);
    return done.path;
  } catch (error) {
    if (error.name === 'AbortError') card.remove();
    else card.failed(sentence(error));
    return null;
  }
}
