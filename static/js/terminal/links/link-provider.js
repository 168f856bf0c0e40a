/** Links in terminal output: only to the web, and never with access to this page. */

/** The address if it leads to the web, else null. @param {string} text */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

/** @param {string} text */
export function openLink(text) {
  const address = webAddress(text);
  if (address) window.open(address, '_blank', 'noopener,noreferrer');
}

const ADDRESS = /https?:\/\/[^\s"'`<>\\^{}|]+/gi;
/** @type {Record<string, string>} */
const CLOSES = { ')': '(', ']': '[' };

/**
 * The web addresses in a text, without the punctuation after them. A closing bracket belongs to an address
 * with its opening
 * bracket.
 * @param {string} text
 * @returns {{address: string, start: number, end: number}[]}
 */
export function findAddresses(text) {
  return [...text.matchAll(ADDRESS)].flatMap(({ 0: found, index }) => {
    const address = trimmed(found);
    return webAddress(address) ? [{ address, start: index, end: index + address.length }] : [];
  });
}

/** @param {string} address */
function trimmed(address) {
  let end = address.length;
  while (end > 0) {
    const last = address[end - 1];
    const open = CLOSES[last];
    const unpaired = open && count(address, last, end) > count(address, open, end);
    if (!unpaired && !/[.,:;!?*~]/.test(last)) break;
    end -= 1;
  }
  return address.slice(0, end);
}

/** @param {string} text @param {string} character @param {number} end */
function count(text, character, end) {
  return text.slice(0, end).split(character).length - 1;
}
