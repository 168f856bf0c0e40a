/** A paste of megabytes: in pieces, each after the one before has been taken, with a way to stop. */
import { el, need, setText } from '../../lib/dom.js';
import { fileSize } from '../../lib/file-name.js';
import { pasteBytes } from './paste-rules.js';
import { showModal } from '../../lib/visual-viewport.js';
import { toast } from '../../components/toast.js';

// Four messages: enough for any line, little enough to stop within a moment.
const PIECE_BYTES = 128 * 1024;

/** Resolves when it is over, however it ended; nothing else can be typed meanwhile. */
export async function pasteLong(page, text) {
  const bracketed = page.screen.bracketedPaste;
  const bytes = pasteBytes(text, bracketed);
  const shown = progress(bytes.length);
  try {
    const sent = await send(page, bytes, shown);
    if (sent < bytes.length) {
      if (bracketed) page.subscription.typeText('\x1b[201~');
      toast(`Stopped after ${fileSize(sent)} of ${fileSize(bytes.length)}.`);
    }
  } catch (error) {
    toast(`The paste stopped: ${error.message}`, { kind: 'error' });
  } finally {
    shown.close();
  }
}

async function send(page, bytes, shown) {
  let at = 0;
  while (at < bytes.length && !shown.stopped) {
    if (!page.type(bytes.subarray(at, at + PIECE_BYTES), { leaveMode: at === 0 }))
      throw new Error('too much text waits to be sent.');
    at = Math.min(bytes.length, at + PIECE_BYTES);
    if (!(await page.taken())) throw new Error('the connection to this terminal ended.');
    shown.update(at);
  }
  return at;
}

function progress(total) {
  const told = el('p', { class: 'muted' });
  const bar = el('progress', { class: 'progress', max: total, value: 0, 'aria-label': 'Pasted' });
  const dialog = el(
    'dialog',
    { class: 'dialog', 'aria-labelledby': 'long-paste-title' },
    el(
      'form',
      { method: 'dialog' },
      el('h2', { id: 'long-paste-title', text: `Pasting ${fileSize(total)}` }),
      bar,
      told,
      el('div', { class: 'dialog-actions' }, el('button', { type: 'submit', class: 'button', text: 'Stop' })),
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
      setText(told, `${Math.floor((at / total) * 100)} %`);
    },
    close() {
      dialog.close();
      dialog.remove();
    },
  };
}
