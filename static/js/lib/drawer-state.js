/** What this browser keeps of the side panel: whether it is open, which tab it shows, whether hidden files are listed. */

const KEY = 'webmux.drawer';

/** @returns {{open?: boolean, tab?: string, hidden?: boolean}} */
export function kept() {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    return value !== null && typeof value === 'object' ? value : {};
  } catch {
    return {};
  }
}

export function keep(changes) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...kept(), ...changes }));
  } catch {
    // Storage may be forbidden or full: then it is as from the start next time.
  }
}
