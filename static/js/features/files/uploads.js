/**
 * Uploads files; each has a card. When all are uploaded, their paths are typed without Enter, except for
 * uploads into the folder of the side panel.
 */
import { uploadFile } from '../../net/files-api.js';
import { need } from '../../lib/dom.js';
import { cleanName, fileSize, pastedName } from '../../lib/file-name.js';
import { shellQuote } from '../../lib/shell-quote.js';
import { sentence } from '../../components/dialogs.js';
import { TEXT } from './files-text.js';
import { UploadCard } from './upload-card.js';

const PASTED = Object.freeze({ setting: 'upload.pasted', label: TEXT.pastedGoTo });
const CHOSEN = Object.freeze({ setting: 'upload.chosen', label: TEXT.chosenGoTo });

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
  return upload(page, files.map(withCleanName), { to });
}

export function uploadChosen(page, files) {
  return upload(page, files.map(withCleanName), { to: page.settings.get(CHOSEN.setting), choice: CHOSEN });
}

/** Uploads into the folder of the side panel. @param {import('./upload-card.js').Host} host */
export async function uploadInto(page, files, folder, host) {
  const paths = await sendAll(page, files.map(withCleanName), { to: 'folder', folder }, { host });
  if (paths.length > 0) page.say(TEXT.uploaded(paths));
}

const withCleanName = (file) => ({ name: cleanName(file.name), body: file });

/**
 * @typedef {object} Upload
 * @property {string} name
 * @property {File} body
 *
 * @typedef {{setting: string, label: string}} Choice a setting for the place, which the card lets the user
 *   change.
 */

/**
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {Upload[]} files
 * @param {{to: string, choice?: Choice}} place
 */
async function upload(page, files, { to, choice }) {
  const session = page.session;
  const paths = await sendAll(page, files, { to }, { choice });
  if (paths.length === 0) return;
  const draft = await page.draft();
  const text = `${paths.map(shellQuote).join(' ')} `;
  page.say(TEXT.uploaded(paths));
  if (page.session.id === session.id && draft !== null) draft.write(text);
  else if (page.session.id === session.id && page.mayType()) page.screen.paste(text);
  (draft ?? page).focus();
}

/**
 * Uploads one file after the other, because they share the connection with what the user types.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {Upload[]} files
 * @param {{to: string, folder?: string}} place
 * @param {{choice?: Choice, host?: import('./upload-card.js').Host}} card
 * @returns {Promise<string[]>} paths of the files that were uploaded.
 */
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

/** @returns {Promise<string|null>} the path; null if the upload failed. Then the card says why. */
async function send(sessionId, file, card) {
  const most = Number(need('#terminal').dataset.uploadMax) || Infinity;
  if (card.signal.aborted) return null;
  if (file.body.size > most) {
    card.failed(TEXT.tooLarge(fileSize(file.body.size), fileSize(most)));
    return null;
  }
  try {
    const uploaded = await uploadFile(sessionId, file, {
      onProgress: (sent) => card.progress(sent),
      signal: card.signal,
    });
    card.done(uploaded);
    return uploaded.path;
  } catch (error) {
    if (error.name === 'AbortError') card.remove();
    else card.failed(sentence(error));
    return null;
  }
}
