/** OSC 52: a program writes the clipboard. Reading is never answered. Pure. */

export const CLIPBOARD_MAX_BYTES = 100 * 1024;
const BASE64_MAX_CHARS = Math.ceil(CLIPBOARD_MAX_BYTES / 3) * 4;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/**
 * @param {string} data what stands between `OSC 52 ;` and the end.
 * @returns {{text: string}|{tooBig: true}|null} null for reading, for an empty write and for what is no base64.
 */
export function clipboardWrite(data) {
  const separator = data.indexOf(';');
  if (separator < 0) return null;
  const encoded = data.slice(separator + 1);
  if (encoded === '' || encoded === '?') return null;
  if (encoded.length > BASE64_MAX_CHARS) return { tooBig: true };
  if (!BASE64.test(encoded)) return null;
  const bytes = bytesOf(encoded);
  if (bytes === null || bytes.length === 0) return null;
  return { text: new TextDecoder().decode(bytes) };
}

function bytesOf(encoded) {
  try {
    return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}
