/**
 * WebGL for one pane at a time, the focused one: browsers allow few contexts for a page. The others are drawn
 * in the DOM, and so are all of them without a graphics card.
 */
import { Disposables } from '../../lib/disposables.js';
import { logWarning } from '../../lib/log.js';
import { drawInDom, hasCard, joinSequences, loadWebgl } from '../render/renderer.js';

/** @import { OpenTerminal } from '../screen.js' */

/** A user who passes several panes on the way to one makes no context for each. */
const STAYS_MS = 300;

/** @typedef {Pick<import('./pane-terminal.js').PaneTerminal, 'extend'>} Pane */

export class PaneRenderer {
  #card;
  #load;
  /** What each terminal holds for its renderer now. @type {Map<OpenTerminal, Disposables>} */
  #held = new Map();
  /** The one drawn by WebGL. @type {OpenTerminal|null} */
  #current = null;
  /** @type {any} */
  #timer = null;

  /** @param {{card?: boolean, load?: typeof loadWebgl}} [options] for tests. */
  constructor({ card = hasCard(), load = loadWebgl } = {}) {
    this.#card = card;
    this.#load = load;
  }

  /** Draws a terminal in the DOM. Call it once for each. @param {Pane} pane */
  prepare(pane) {
    pane.extend((terminal, disposables) => {
      joinSequences(terminal);
      this.#drawInDom(terminal);
      disposables.add(() => this.#forget(terminal));
    });
  }

  /** Moves WebGL to this terminal, if it still has the focus soon. @param {Pane} pane */
  focus(pane) {
    if (!this.#card) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => pane.extend((terminal) => this.#move(terminal)), STAYS_MS);
  }

  dispose() {
    clearTimeout(this.#timer);
  }

  /** @param {OpenTerminal} terminal */
  async #move(terminal) {
    if (terminal === this.#current || !this.#held.has(terminal)) return;
    const before = this.#current;
    this.#current = terminal;
    if (before !== null) this.#drawInDom(before);
    const held = new Disposables();
    try {
      const addon = await this.#load(terminal, held);
      held.own(addon);
      if (this.#current !== terminal || !this.#held.has(terminal)) {
        held.dispose();
        return;
      }
      addon.onContextLoss(() => this.#current === terminal && this.#drawInDom(terminal));
      this.#hold(terminal, held, 'webgl');
    } catch (error) {
      held.dispose();
      this.#card = false;
      logWarning(`drawing without WebGL: ${/** @type {Error} */ (error).message}`);
    }
  }

  /** @param {OpenTerminal} terminal */
  #drawInDom(terminal) {
    if (this.#current === terminal) this.#current = null;
    const held = new Disposables();
    this.#hold(terminal, held, 'dom');
    drawInDom(terminal, held);
  }

  /** @param {OpenTerminal} terminal @param {Disposables} held @param {string} renderer */
  #hold(terminal, held, renderer) {
    this.#held.get(terminal)?.dispose();
    this.#held.set(terminal, held);
    terminal.element.dataset.renderer = renderer;
  }

  /** @param {OpenTerminal} terminal */
  #forget(terminal) {
    if (this.#current === terminal) this.#current = null;
    this.#held.get(terminal)?.dispose();
    this.#held.delete(terminal);
  }
}
