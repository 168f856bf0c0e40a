/** Pasting: what a shell would act on is shown first, pictures and files are uploaded, much goes in pieces. */
import { defused, isRisky } from './paste-rules.js';
import { toast } from '../../components/toast.js';

// Up to here it goes at once: less than a second on a phone's line.
const AT_ONCE_MAX_CHARS = 256 * 1024;
// They take a paste themselves; the terminal's own is none of them.
const FIELDS = 'input, textarea:not(.xterm-helper-textarea), select, [contenteditable], dialog';
const CTRL_V = 0x16;
const REFUSED = 'The browser does not let this page read the clipboard. Paste with the browser’s own key.';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPaste(page) {
  const key = pasteKeyOf(page);
  // Before xterm.js, which would type it.
  document.addEventListener(
    'paste',
    (event) => {
      if (!page.mayType() || !event.clipboardData || event.target.closest?.(FIELDS)) return;
      event.preventDefault();
      event.stopPropagation();
      const { clipboardData: data } = event;
      const [text, files] = [data.getData('text/plain'), [...data.files]];
      if (key.pressed() && !(text === '' && files.some(isPicture))) key.type();
      else if (text !== '' || files.length > 0) take(page, text, files);
      // Of a picture Chromium says nothing where it pastes as plain text, which Ctrl+Shift+V does.
      else pasteClipboard(page);
    },
    true,
  );
  page.actions.register('paste', () => pasteClipboard(page));
}

const isPicture = ({ type }) => type.startsWith('image/');

/** Ctrl+V is the program's key; where the clipboard holds nothing but a picture, which no program gets that way, it pastes that. */
function pasteKeyOf(page) {
  let timer = null;
  const type = () => page.type(Uint8Array.of(CTRL_V));
  page.screen.onPasteKey(() => {
    // Where the browser pastes it does so before any other task.
    timer = setTimeout(() => {
      timer = null;
      type();
    });
  });
  /** Whether the paste under way is that key's; says so once. */
  const pressed = () => {
    const was = timer !== null;
    clearTimeout(timer);
    timer = null;
    return was;
  };
  return { pressed, type };
}

/** From the palette or a button; a key pastes by the browser's own event. */
async function pasteClipboard(page) {
  page.focus();
  try {
    const text = await navigator.clipboard.readText();
    const files = text === '' ? await pictures() : [];
    if (text === '' && files.length === 0)
      toast('Nothing was pasted: the clipboard has neither text nor a picture.');
    else take(page, text, files);
  } catch {
    toast(REFUSED);
  }
}

async function pictures() {
  const items = await navigator.clipboard.read();
  const types = items
    .map((item) => [item, item.types.find((type) => type.startsWith('image/'))])
    .filter(([, type]) => type);
  return Promise.all(types.map(async ([item, type]) => new File([await item.getType(type)], '', { type })));
}

function take(page, text, files) {
  if (files.length > 0 && (text === '' || namesThem(text, files))) takeFiles(page, files);
  else if (text !== '') pasteText(page, text).finally(() => page.focus());
}

/** File managers give the names as text beside the files; a word processor gives a picture of the text. */
function namesThem(text, files) {
  const lines = text.trim().split(/\r?\n/);
  return files.every(({ name }) => lines.some((line) => line === name || line.endsWith(`/${name}`)));
}

async function takeFiles(page, files) {
  if (page.guest) {
    toast('Guests cannot upload files.');
    return;
  }
  const { uploadPasted } = await import('../files/uploads.js');
  await uploadPasted(page, files);
}

/** Pastes text as the reader would want it, after asking where it is risky. @returns {Promise<boolean>} whether it was pasted. */
export async function pasteText(page, text) {
  const ask = page.settings.get('paste.guard') && !page.screen.bracketedPaste && isRisky(text);
  const wanted = ask ? await (await import('./paste-dialog.js')).askPaste(text) : text;
  if (wanted === null || wanted === '') return false;
  if (wanted.length <= AT_ONCE_MAX_CHARS) page.screen.paste(defused(wanted));
  else await (await import('./long-paste.js')).pasteLong(page, wanted);
  return true;
}
