/**
 * Whether a program fills the active pane, by itself or through a mode of tmux: then keys move what it shows.
 */
import { currentWindow } from '../../lib/window-model.js';

// tmux reports another screen within a second; the rest is for the network. Until then it is unknown.
const REPORT_MS = 1_500;

export class PaneFill {
  #page;
  #drawnAt = -Infinity;

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
    // tmux shows no other screen without moving the cursor first.
    page.screen.extend(({ parser }, disposables) =>
      disposables.own(
        parser.registerCsiHandler({ final: 'H' }, () => {
          this.#drawnAt = performance.now();
          return false;
        }),
      ),
    );
  }

  /** @returns {boolean|null} null if tmux may not have reported it yet. */
  get fills() {
    if (performance.now() - this.#drawnAt < REPORT_MS) return null;
    const window = currentWindow(this.#page.windows);
    return window ? fills(window) : null;
  }
}

/**
 * Asks tmux whether a program fills the active pane.
 * @param {import('../../pages/page-contract.js').Page} page
 * @returns {Promise<boolean>} false also without a reply.
 */
export async function askIfPaneFilled({ subscription }) {
  return subscription.command('pane').then(fills, () => false);
}

/** @param {{[field: string]: unknown}} pane a window, or the reply about its pane. */
function fills({ alternate, mode }) {
  return alternate === true || Boolean(mode);
}
