/** Says that the screen jumped because the line is slower than the program. */
import { toast } from '../../components/toast.js';

// In a flood it jumps again and again: one note is enough.
const QUIET_MS = 60_000;

/** @param {import('../../pages/terminal.js').Page} page */
export function installSkipped(page) {
  let toldAt = -Infinity;
  page.events.on('skipped', () => {
    // A hidden page is slow by nature.
    if (document.hidden || performance.now() - toldAt < QUIET_MS) return;
    toldAt = performance.now();
    toast('Skipped ahead: output was faster than your connection.');
  });
}
