/** Writing the clipboard, also where the browser wants a gesture first or has no clipboard API. */
import { WaitingCopy } from '../../lib/pending-copy.js';

export class Clipboard {
  #onCopied;
  #waiting = new WaitingCopy();

  /** @param {(characters: number) => void} onCopied */
  constructor(disposables, onCopied) {
    this.#onCopied = onCopied;
    // A program may copy while the page has no focus; it is written when the reader is back soon.
    for (const type of ['pointerup', 'keydown', 'focus'])
      disposables.listen(window, type, () => this.#retry(), true);
    // What is copied here, or elsewhere once the reader has left, is newer.
    for (const type of ['copy', 'cut']) disposables.listen(window, type, () => this.#waiting.drop(), true);
    disposables.listen(window, 'blur', () => this.#waiting.drop());
  }

  /** Whoever pastes into what takes HTML gets that, where there is some. */
  async write(text, html) {
    if (text === '') return;
    if (await tryWrite(text, html)) {
      this.#waiting.drop();
      this.#onCopied([...text].length);
    } else {
      this.#waiting.hold({ text, html }, Date.now());
    }
  }

  #retry() {
    const waiting = this.#waiting.take(Date.now());
    if (waiting !== null) this.write(waiting.text, waiting.html);
  }
}

async function tryWrite(text, html) {
  try {
    if (html) await navigator.clipboard.write([new ClipboardItem(partsOf(text, html))]);
    else await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return legacyCopy(text, html);
  }
}

function partsOf(text, html) {
  return Object.fromEntries(
    [
      ['text/plain', text],
      ['text/html', html],
    ].map(([type, part]) => [type, new Blob([part], { type })]),
  );
}

/** The way without the clipboard API, which plain http off this machine lacks. */
function legacyCopy(text, html) {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  if (html) area.addEventListener('copy', (event) => setParts(event, text, html));
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus?.({ preventScroll: true });
  return copied;
}

function setParts(event, text, html) {
  event.clipboardData.setData('text/plain', text);
  event.clipboardData.setData('text/html', html);
  event.preventDefault();
}
