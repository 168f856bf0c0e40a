/** Whether this tab shows the terminal without the bar, kept over a reload. */

const KEY = 'webmux.zen';

export function isZenKept() {
  try {
    return sessionStorage.getItem(KEY) === '1';
  } catch {
    return false;
  }
}

export function keepZen(on) {
  try {
    sessionStorage.setItem(KEY, on ? '1' : '0');
  } catch {
    // Storage may be forbidden: then it lasts as long as the page.
  }
}
