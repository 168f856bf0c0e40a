/** Pasting: risky text is shown first, pictures and files are uploaded, large text is sent in pieces. */
import { isRisky, withoutPasteMarks } from './paste-rules.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './clipboard-text.js';

// Text up to this size is sent at once: less than a second on the connection of a phone.
const AT_ONCE_MAX_CHARS = 256 * 1024;
// Elements that handle a paste themselves. The text area of xterm.js is not one of them.
const FIELDS = 'input, textarea:not(.xterm-helper-textarea), select, [contenteditable], dialog';
const CTRL_V = 0x16;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPaste(page) {
  const key = pasteKeyOf(page);
  // In the capture phase, before xterm.js, which would type the text.
  document.addEventListener(
    'paste',
    (event) => {
      const isInField = event.target instanceof Element && event.target.closest(FIELDS) !== null;
      if (!page.mayType() || !event.clipboardData || isInField) return;
      event.preventDefault();
      event.stopPropagation();
      const { clipboardData: data } = event;
      const [text, files] = [data.getData('text/plain'), [...data.files]];
      if (key.pressed() && !(text === '' && files.some(isPicture))) key.type();
      else if (text !== '' || files.length > 0) take(page, text, files);
      // Chromium reports no picture if the user pastes as plain text with Ctrl+Shift+V.
      else pasteClipboard(page);
    },
    true,
  );
  page.actions.register('paste', () => pasteClipboard(page));
}

const isPicture = ({ type }) => type.startsWith('image/');

/** Ctrl+V is a key of the program. It pastes only a picture, which a program cannot get that way. */
function pasteKeyOf(page) {
  let timer = null;
  const type = () => page.type(Uint8Array.of(CTRL_V));
  page.screen.onPasteKey(() => {
    // If the browser pastes for this key, its event comes before any other task.
    timer = setTimeout(() => {
      timer = null;
      type();
    });
  });
  /** Whether that key caused the current paste; true only once. */
  const pressed = () => {
    const isPressed = timer !== null;
    clearTimeout(timer);
    timer = null;
    return isPressed;
  };
  return { pressed, type };
}

/** For the palette and buttons. A key needs no permission: the browser sends a paste event. */
async function pasteClipboard(page) {
  page.focus();
  try {
    const text = await navigator.clipboard.readText();
    const files = text === '' ? await pictures() : [];
    if (text === '' && files.length === 0) toast(TEXT.nothingToPaste);
    else take(page, text, files);
  } catch {
    toast(TEXT.noPermission);
  }
}

async function pictures() {
  const items = await navigator.clipboard.read();
  const files = items.map(async (item) => {
    const type = item.types.find((one) => one.startsWith('image/'));
    return type ? [new File([await item.getType(type)], '', { type })] : [];
  });
  return (await Promise.all(files)).flat();
}

function take(page, text, files) {
  if (files.length > 0 && (text === '' || namesThem(text, files))) takeFiles(page, files);
  else if (text !== '') pasteText(page, text).finally(() => page.focus());
}

/** A file manager adds the file names as text. A word processor adds a picture of its text. */
function namesThem(text, files) {
  const lines = text.trim().split(/\r?\n/);
  return files.every(({ name }) => lines.some((line) => line === name || line.endsWith(`/${name}`)));
}

async function takeFiles(page, files) {
  if (page.guest) {
    toast(TEXT.guestCannotUpload);
    return;
  }
  const { uploadPasted } = await import('../files/uploads.js');
  await uploadPasted(page, files);
}

/** Pastes text; asks first if the text is risky. @returns {Promise<boolean>} whether it was pasted. */
export async function pasteText(page, text) {
  const asks = page.settings.get('paste.guard') && !page.screen.bracketedPaste && isRisky(text);
  const pasted = asks ? await (await import('./paste-dialog.js')).askPaste(text) : text;
  if (pasted === null || pasted === '') return false;
  if (pasted.length <= AT_ONCE_MAX_CHARS) page.screen.paste(withoutPasteMarks(pasted));
  else await (await import('./long-paste.js')).pasteLong(page, pasted);
  return true;
}
