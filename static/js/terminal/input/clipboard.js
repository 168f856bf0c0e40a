/** Writes the clipboard, also if the browser requires a gesture first or has no clipboard API. */
import { WaitingCopy } from '../../lib/pending-copy.js';

/** @import { Disposables } from '../../lib/disposables.js' */

export class Clipboard {
  #onCopied;
  /** @type {WaitingCopy<{text: string, html?: string}>} */
  #waiting = new WaitingCopy();

  /** @param {Disposables} disposables @param {(characters: number) => void} onCopied */
  constructor(disposables, onCopied) {
    this.#onCopied = onCopied;
    // A program may copy while the page has no focus; the text is written when the user is back soon.
    for (const type of ['pointerup', 'keydown', 'focus'])
      disposables.listen(window, type, () => this.#retry(), true);
    // A copy here, or in another window, is newer.
    for (const type of ['copy', 'cut']) disposables.listen(window, type, () => this.#waiting.drop(), true);
    disposables.listen(window, 'blur', () => this.#waiting.drop());
  }

  /**
   * Programs that accept HTML paste that, if it is given.
   * @param {string} text
   * @param {string} [html]
   */
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

/** @param {string} text @param {string} [html] */
async function tryWrite(text, html) {
  try {
    if (html) await navigator.clipboard.write([new ClipboardItem(partsOf(text, html))]);
    else await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return legacyCopy(text, html);
  }
}

/** @param {string} text @param {string} [html] */
function partsOf(text, html = '') {
  return Object.fromEntries(
    [
      ['text/plain', text],
      ['text/html', html],
    ].map(([type, part]) => [type, new Blob([part], { type })]),
  );
}

/**
 * Copies without the clipboard API, which browsers withhold on plain http.
 * @param {string} text
 * @param {string} [html]
 */
function legacyCopy(text, html) {
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
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

/** @param {ClipboardEvent} event @param {string} text @param {string} [html] */
function setParts(event, text, html = '') {
  event.clipboardData?.setData('text/plain', text);
  event.clipboardData?.setData('text/html', html);
  event.preventDefault();
}
