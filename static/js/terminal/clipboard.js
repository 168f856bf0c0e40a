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

  async write(text) {
    if (text === '') return;
    this.#pending = (await tryWrite(text)) ? null : text;
    if (this.#pending === null) this.#onCopied([...text].length);
  }

  #retry() {
    const text = this.#pending;
    this.#pending = null;
    if (text !== null) this.write(text);
  }
}

async function tryWrite(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return legacyCopy(text);
  }
}

/** The way without the clipboard API, which plain http off this machine lacks. */
function legacyCopy(text) {
  const focused = document.activeElement;
  const area = document.createElement('textarea');
  area.value = text;
  area.setAttribute('aria-hidden', 'true');
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  focused?.focus?.({ preventScroll: true });
  return copied;
}
