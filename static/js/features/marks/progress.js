/** The progress that programs send (OSC 9;4): a bar at the upper edge of the pane, and on the tab. */
import { el, need, setAttribute } from '../../lib/dom.js';
import { isShell } from '../../lib/window-model.js';
import { onNextFrame } from '../../lib/next-frame.js';
import { markOf } from '../../terminal/native/mark-text.js';
import { nextProgress, progressOf } from '../../terminal/native/progress-text.js';
import { TEXT } from './marks-text.js';

/** @import { Progress } from '../../terminal/native/progress-text.js' */

const NONE = Object.freeze({ kind: /** @type {const} */ ('none'), percent: null });
/** The tab of a window shows the first of these that a pane has. */
const URGENT = ['failed', 'paused', 'running', 'unknown'];

/** @param {import('../../pages/page-contract.js').Page} page */
export function installProgress(page) {
  /** @type {Map<import('../../terminal/native/pane-terminal.js').PaneTerminal, PaneProgress>} */
  const all = new Map();
  const tab = new ProgressBar('tab-progress');
  const showTab = () => {
    const { window } = page.panes.screen;
    const place = need('#tabs').querySelector(`[data-window="${CSS.escape(window?.id ?? '')}"]`);
    const inView = [...all.values()].filter(({ bar }) => bar.isInView);
    tab.show(place, mostUrgent(inView.map(({ now }) => now)));
  };
  page.panes.screen.each((pane) =>
    pane.extend((terminal, disposables) => {
      const progress = new PaneProgress(terminal, disposables, showTab);
      all.set(pane, progress);
      disposables.add(() => all.delete(pane));
    }),
  );
  page.events.on('pane-layout', (window) => {
    for (const [{ pane }, progress] of all)
      progress.runs(window?.panes.find((one) => one.pane === pane)?.command ?? null);
    showTab();
  });
  page.events.on('windows', showTab);
}

/** The progress of one pane. Programs may send it thousands of times a second: it is drawn once a frame. */
class PaneProgress {
  /** @type {Progress} */
  now = NONE;
  bar = new ProgressBar('pane-progress');
  #terminal;
  #changed;
  #waits = false;
  #command = null;

  constructor(terminal, disposables, changed) {
    this.#terminal = terminal;
    this.#changed = changed;
    disposables.own(terminal.parser.registerOscHandler(9, (data) => this.#take(data)));
    disposables.own(terminal.parser.registerOscHandler(133, (data) => this.#shellIs(data)));
    disposables.add(() => this.bar.remove());
  }

  /**
   * What runs in the pane now: once the shell is back, its program has ended.
   * @param {string|null} command
   */
  runs(command) {
    if (command === null || command === this.#command) return;
    this.#command = command;
    if (this.now.kind !== 'none' && isShell(command)) this.#set(NONE);
  }

  #take(data) {
    const progress = progressOf(data);
    if (progress === null) return false;
    this.#set(nextProgress(this.now, progress));
    return true;
  }

  /** A shell that marks its prompts says at once that the program has ended. */
  #shellIs(data) {
    if (this.now.kind !== 'none' && markOf(data)?.kind === 'prompt') this.#set(NONE);
    return false;
  }

  #set(progress) {
    this.now = progress;
    if (this.#waits) return;
    this.#waits = true;
    onNextFrame(() => {
      this.#waits = false;
      this.bar.show(this.#terminal.element.closest('.pane-frame'), this.now);
      this.#changed();
    });
  }
}

/** @param {Progress[]} several @returns {Progress} @testonly */
export function mostUrgent(several) {
  for (const kind of URGENT) {
    const found = several.find((one) => one.kind === kind);
    if (found) return found;
  }
  return NONE;
}

/** @testonly */
export class ProgressBar {
  #element;

  /** @param {string} name of its class. */
  constructor(name) {
    this.#element = el('div', { class: name, role: 'progressbar', 'aria-label': TEXT.progress });
    this.#element.setAttribute('aria-valuemax', '100');
    this.#element.setAttribute('aria-valuemin', '0');
  }

  /** @param {Element|null} place @param {Progress} progress */
  show(place, { kind, percent }) {
    if (place === null || kind === 'none') return this.remove();
    if (this.#element.parentElement !== place) place.append(this.#element);
    this.#element.dataset.kind = kind;
    setAttribute(this.#element, 'aria-valuenow', percent !== null && String(percent));
    setAttribute(this.#element, 'aria-valuetext', TEXT.progressOf[kind](percent));
    this.#element.style.setProperty('--percent', `${percent ?? 100}%`);
  }

  get isInView() {
    return this.#element.isConnected;
  }

  remove() {
    this.#element.remove();
  }
}
