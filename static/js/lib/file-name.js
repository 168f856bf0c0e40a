/** Names of files as the server accepts them, and files that a page saves. */

// By then the browser has begun to read the file.
const REVOKE_AFTER_MS = 1000;
const NAME_MAX_BYTES = 200;
const SUFFIX_MAX_BYTES = 20;
/** @type {Record<string, string>} */
const TYPES = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'image/bmp': 'bmp',
  'image/avif': 'avif',
};
// eslint-disable-next-line no-control-regex -- they are removed
const REMOVED = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** @param {string} text */
const bytesOf = (text) => new TextEncoder().encode(text).length;

/**
 * A name without folders, control characters, and leading dashes, dots or spaces; `file` if nothing is left.
 * @param {string} name
 */
export function cleanName(name) {
  const plain = name
    .toWellFormed()
    .replace(REMOVED, '')
    .replace(/[/\\]/g, '-')
    .replace(/^[-.\s]+/, '')
    .trimEnd();
  return shortened(plain) || 'file';
}

/** @param {string} name */
function shortened(name) {
  if (bytesOf(name) <= NAME_MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const suffix = dot > 0 && bytesOf(name.slice(dot)) <= SUFFIX_MAX_BYTES ? name.slice(dot) : '';
  let stem = Array.from(suffix ? name.slice(0, dot) : name).slice(0, NAME_MAX_BYTES);
  while (bytesOf(stem.join('') + suffix) > NAME_MAX_BYTES) stem = stem.slice(0, -1);
  return stem.join('').trimEnd() + suffix;
}

/** A local time for the name of a file: `20261126-054700`. @param {Date} at */
export function momentName(at) {
  /** @param {number} value */
  const two = (value) => String(value).padStart(2, '0');
  const day = [at.getFullYear(), at.getMonth() + 1, at.getDate()].map(two).join('');
  return `${day}-${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join('')}`;
}

/**
 * The name of a pasted picture; browsers call each of them `image.png`.
 * @param {string} type
 * @param {Date} at
 */
export function pastedName(type, at) {
  return `pasted-${momentName(at)}.${TYPES[type] ?? 'bin'}`;
}

/** `42 bytes`, `1.5 kB`, `100 MB`, as disks count. @param {number} bytes */
export function fileSize(bytes) {
  if (bytes < 1000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  const power = Math.min(4, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${['', 'kB', 'MB', 'GB', 'TB'][power]}`;
}

/** Saves a file where the browser stores downloads. @param {Blob} blob @param {string} name */
export function saveFile(blob, name) {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKE_AFTER_MS);
}
