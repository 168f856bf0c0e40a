/** A large paste: sent in pieces, each after the terminal took the one before. The user can stop it. */
import { el, need, setText } from '../../lib/dom.js';
import { fileSize } from '../../lib/file-name.js';
import { pasteBytes } from './paste-rules.js';
import { showModal } from '../../lib/visual-viewport.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './clipboard-text.js';

// Four messages: enough for a fast connection, little enough to stop at once on a slow one.
const PIECE_BYTES = 128 * 1024;

/** Resolves when the paste is complete, stopped or failed. The dialog takes all keys until then. */
export async function pasteLong(page, text) {
  const bracketed = page.screen.bracketedPaste;
  const bytes = pasteBytes(text, bracketed);
  const progress = showProgress(bytes.length);
  try {
    const sent = await send(page, bytes, progress);
    if (sent < bytes.length) {
      if (bracketed) page.subscription.typeText('\x1b[201~');
      toast(TEXT.stoppedAfter(fileSize(sent), fileSize(bytes.length)));
    }
  } catch (error) {
    toast(TEXT.stoppedBecause(error.message), { kind: 'error' });
  } finally {
    progress.close();
  }
}

async function send(page, bytes, progress) {
  let at = 0;
  while (at < bytes.length && !progress.stopped) {
    if (!page.type(bytes.subarray(at, at + PIECE_BYTES), { leaveMode: at === 0 }))
      throw new Error(TEXT.tooMuchWaits);
    at = Math.min(bytes.length, at + PIECE_BYTES);
    if (!(await page.taken())) throw new Error(TEXT.connectionEnded);
    progress.update(at);
  }
  return at;
}

function showProgress(total) {
  const status = el('p', { class: 'muted' });
  const bar = el('progress', { class: 'progress', max: total, value: 0, 'aria-label': TEXT.pasted });
  const dialog = el(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'long-paste-title' },
    el(
      'form',
      { method: 'dialog' },
      el('h2', { id: 'long-paste-title', text: TEXT.pasting(fileSize(total)) }),
      bar,
      status,
      el(
        'div',
        { class: 'dialog-actions' },
        el('button', { type: 'submit', class: 'button', text: TEXT.stop }),
      ),
    ),
  );
  let stopped = false;
  dialog.addEventListener('close', () => {
    stopped = true;
  });
  document.body.append(dialog);
  showModal(dialog);
  need('[type=submit]', dialog).focus();
  return {
    get stopped() {
      return stopped;
    },
    update(at) {
      bar.value = at;
      setText(status, TEXT.percent(Math.floor((at / total) * 100)));
    },
    close() {
      dialog.close();
      dialog.remove();
    },
  };
}
