/** What one sees is the past: our history is open, or tmux's copy mode. The chip says so and leads back. */
import { CopyMode } from './copy-mode.js';
import { el, need } from '../../lib/dom.js';
import { toast } from '../../components/toast.js';

const COPY_MODE = 'copy-mode';
const HISTORY = { text: 'Scrolled back', more: ' · Jump to end', title: '' };
const BACK = {
  text: 'Scrolled back',
  more: ' · copy mode',
  title: 'tmux is in copy mode: keys scroll and select, and the screen does not change.',
};
const BEHIND = { text: 'New output ↓', more: '', title: `${BACK.title} The program has printed more since.` };

/** @param {import('../../pages/page-contract.js').Page} page */
export function installPast(page) {
  new Past(page);
  const copyMode = new CopyMode();
  page.events.on('windows', (windows) => copyMode.show(windows));
  page.watchInput(copyMode);
}

class Past {
  #page;
  #chip = need('#scrolled');
  #history = false;
  #shown = null;

  constructor(page) {
    this.#page = page;
    page.events.on('history', ({ open }) => {
      this.#history = open;
      this.#show();
    });
    for (const name of ['windows', 'window', 'role', 'attached']) page.events.on(name, () => this.#show());
    this.#chip.addEventListener('click', () => this.#leave());
  }

  /** A mirror shows what programs print, whatever tmux's modes are. */
  get #copying() {
    const window = this.#page.windows.find(({ active }) => active) ?? this.#page.windows[0];
    return window?.mode === COPY_MODE && need('#terminal').dataset.view === 'terminal' ? window : null;
  }

  #show() {
    const copying = this.#copying;
    const now = this.#history ? HISTORY : copying === null ? null : copying.new_output ? BEHIND : BACK;
    this.#chip.hidden = now === null;
    this.#chip.disabled = !this.#history && !this.#page.mayType();
    if (now === this.#shown) return;
    this.#shown = now;
    if (now === null) return;
    this.#chip.replaceChildren(now.text, el('span', { class: 'wide', text: now.more }));
    this.#chip.title =
      now.title && this.#page.mayType() ? `${now.title} Press to leave copy mode.` : now.title;
    if (now !== HISTORY) this.#page.say(now.title);
  }

  async #leave() {
    if (this.#history) this.#page.events.emit('history.close', {});
    else
      await this.#page.subscription
        .command('leave-copy-mode')
        .catch((error) => toast(error.message, { kind: 'error' }));
    this.#page.focus();
  }
}
