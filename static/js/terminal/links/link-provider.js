/** Links in terminal output: only to the web, and never with a handle on this page. */

/** The address if it leads to the web, else null. */
export function webAddress(text) {
  try {
    const url = new URL(text);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null;
  } catch {
    return null;
  }
}

export function openLink(text) {
  const address = webAddress(text);
  if (address) window.open(address, '_blank', 'noopener,noreferrer');
}

const ADDRESS = /https?:\/\/[^\s"'`<>\\^{}|]+/gi;
const CLOSES = { ')': '(', ']': '[' };

/**
 * The web addresses in a text, without the punctuation behind them; a bracket at the end belongs to one that has its other half.
 * @returns {{address: string, start: number, end: number}[]}
 */
export function findAddresses(text) {
  return [...text.matchAll(ADDRESS)].flatMap(({ 0: found, index }) => {
    const address = trimmed(found);
    return webAddress(address) ? [{ address, start: index, end: index + address.length }] : [];
  });
}

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

function count(text, character, end) {
  return text.slice(0, end).split(character).length - 1;
}
