/** The chip of a user who scrolled back, in our history or in tmux's copy mode. It leads to the end. */
import { CopyMode } from './copy-mode.js';
import { TEXT } from './history-text.js';
import { el, need } from '../../lib/dom.js';
import { currentWindow } from '../../lib/window-model.js';
import { attempt } from '../../components/attempt.js';

const COPY_MODE = 'copy-mode';
const IN_HISTORY = { text: TEXT.scrolledBack, more: TEXT.jumpToEnd, title: '' };
const IN_COPY_MODE = { text: TEXT.scrolledBack, more: TEXT.copyMode, title: TEXT.copyModeTitle };
const BEHIND_OUTPUT = { text: TEXT.newOutput, more: '', title: TEXT.newOutputTitle };

/** @param {import('../../pages/page-contract.js').Page} page */
export function installScrollbackChip(page) {
  new ScrollbackChip(page);
  const copyMode = new CopyMode();
  page.events.on('windows', (windows) => copyMode.show(windows));
  page.watchInput(copyMode);
}

class ScrollbackChip {
  #page;
  #chip = /** @type {HTMLButtonElement} */ (need('#scrolled'));
  #inHistory = false;
  #shown = null;

  constructor(page) {
    this.#page = page;
    page.events.on('history', ({ open }) => {
      this.#inHistory = open;
      this.#show();
    });
    for (const name of ['windows', 'window', 'role', 'attached']) page.events.on(name, () => this.#show());
    this.#chip.addEventListener('click', () => this.#leave());
  }

  get #state() {
    if (this.#inHistory) return IN_HISTORY;
    const window = currentWindow(this.#page.windows);
    // A mirror shows the output, also if tmux is in a mode.
    if (window?.mode !== COPY_MODE || need('#terminal').dataset.view !== 'terminal') return null;
    return window.new_output ? BEHIND_OUTPUT : IN_COPY_MODE;
  }

  #show() {
    const state = this.#state;
    const mayType = this.#page.mayType();
    this.#chip.hidden = state === null;
    this.#chip.disabled = !this.#inHistory && !mayType;
    if (state === this.#shown) return;
    this.#shown = state;
    if (state === null) return;
    const { text, more, title } = state;
    this.#chip.replaceChildren(text, el('span', { class: 'wide', text: more }));
    this.#chip.title = title && mayType ? TEXT.leaveCopyMode(title) : title;
    if (state !== IN_HISTORY) this.#page.say(title);
  }

  async #leave() {
    if (this.#inHistory) this.#page.events.emit('history.close', {});
    else await attempt(() => this.#page.subscription.command('leave-copy-mode'));
    this.#page.focus();
  }
}
