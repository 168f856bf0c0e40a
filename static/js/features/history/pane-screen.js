/** Whether a program fills the active pane, by itself or by a mode of tmux: then keys move what it shows. */

// tmux tells of another screen within a second, and the line takes its time. Before that it is not known.
const TOLD_MS = 1_500;

export class PaneScreen {
  #page;
  #drawnAt = -Infinity;

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
    // tmux shows no other screen without placing the cursor first.
    page.screen.extend(({ parser }, disposables) =>
      disposables.own(
        parser.registerCsiHandler({ final: 'H' }, () => {
          this.#drawnAt = performance.now();
          return false;
        }),
      ),
    );
  }

  /** What is known without asking; null where something was drawn of which tmux may not have told yet. */
  get fills() {
    if (performance.now() - this.#drawnAt < TOLD_MS) return null;
    const window = this.#page.windows.find(({ active }) => active) ?? this.#page.windows[0];
    return window ? fills(window) : null;
  }

  /** Asks tmux. @returns {Promise<boolean>} false also where there is no answer. */
  async ask() {
    return this.#page.subscription.command('pane').then(fills, () => false);
  }
}

function fills({ alternate, mode }) {
  return alternate === true || Boolean(mode);
}
