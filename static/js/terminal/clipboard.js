/** Writing the clipboard, also where the browser wants a gesture first or has no clipboard API. */

export class Clipboard {
  #onCopied;
  #pending = null;

  /** @param {(characters: number) => void} onCopied */
  constructor(disposables, onCopied) {
    this.#onCopied = onCopied;
    // A program may copy while the page has no focus; the next touch of the page makes it good.
    for (const type of ['pointerup', 'keydown', 'focus']) disposables.listen(window, type, () => this.#retry(), true);
  }

  /** Whoever pastes into what takes HTML gets that, where there is some. */
  async write(text, html) {
    if (text === '') return;
    this.#pending = (await tryWrite(text, html)) ? null : { text, html };
    if (this.#pending === null) this.#onCopied([...text].length);
  }

  #retry() {
    const pending = this.#pending;
    this.#pending = null;
    if (pending !== null) this.write(pending.text, pending.html);
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
  return Object.fromEntries([['text/plain', text], ['text/html', html]].map(([type, part]) => [type, new Blob([part], { type })]));
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
