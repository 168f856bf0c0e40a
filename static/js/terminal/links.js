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
