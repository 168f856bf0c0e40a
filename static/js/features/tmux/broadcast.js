/** Types in several panes at once: what is typed in one of the chosen panes goes to all of them. */
import { el } from '../../lib/dom.js';
import { ask } from '../../components/dialogs.js';
import { textButton } from '../../components/controls.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './tmux-text.js';

const PANES_MIN = 2;

export class Broadcast {
  #page;
  /** @type {Set<number>} */
  #panes = new Set();
  #chip = null;

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
    page.events.on('pane-layout', () => this.#refresh());
    page.events.on('attached', () => this.stop());
  }

  /** The panes that get what is typed in this one: itself, or all chosen ones. @param {number} pane */
  targets(pane) {
    return this.#panes.has(pane) ? [...this.#panes] : [pane];
  }

  /** Asks for the panes, or ends it. */
  async toggle() {
    if (this.#panes.size > 0) {
      this.stop();
      return;
    }
    const panes = this.#page.panes.screen.window?.panes.filter(({ dead }) => !dead) ?? [];
    if (panes.length < PANES_MIN) toast(TEXT.onePane);
    else await ask(this.#dialog(panes));
    this.#page.focus();
  }

  stop() {
    if (this.#panes.size === 0) return;
    this.#panes = new Set();
    this.#refresh();
    this.#page.say(TEXT.stopped);
  }

  #dialog(panes) {
    const boxes = panes.map((pane, place) =>
      el(
        'label',
        { class: 'broadcast-pane' },
        el('input', { type: 'checkbox', name: `pane${pane.pane}`, checked: true }),
        el('span', { text: TEXT.pane(place, pane) }),
      ),
    );
    return {
      ...{ title: TEXT.broadcast, text: TEXT.broadcastText, action: TEXT.start },
      figure: el('div', { role: 'group', 'aria-label': TEXT.broadcast }, ...boxes),
      submit: async (values) =>
        this.#start(panes.map(({ pane }) => pane).filter((pane) => values[`pane${pane}`])),
    };
  }

  #start(panes) {
    if (panes.length < PANES_MIN) throw new Error(TEXT.needTwo);
    this.#panes = new Set(panes);
    this.#refresh();
    this.#page.say(TEXT.typing(panes.length));
  }

  /** Draws the frames and the chip, without panes that are gone. */
  #refresh() {
    const { screen } = this.#page.panes;
    const known = screen.windows.flatMap(({ panes }) => panes.map(({ pane }) => pane));
    const left = [...this.#panes].filter((pane) => known.includes(pane));
    this.#panes = new Set(left.length >= PANES_MIN ? left : []);
    for (const pane of known)
      screen.terminalOf(pane)?.element.classList.toggle('is-broadcast', this.#panes.has(pane));
    this.#chip?.remove();
    this.#chip = null;
    if (this.#panes.size === 0) return;
    this.#chip = el(
      'div',
      { class: 'broadcast-chip' },
      el('span', { text: TEXT.typing(this.#panes.size) }),
      textButton(TEXT.stop, () => {
        this.stop();
        this.#page.focus();
      }),
    );
    this.#page.layer.append(this.#chip);
    this.#page.say(TEXT.typing(this.#panes.size));
  }
}
