/** Files that a page made. */

// By then the browser has begun to read it.
const KEPT_MS = 1000;

/** Saves it where the browser keeps downloads. @param {Blob} blob @param {string} name */
export function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), KEPT_MS);
}
