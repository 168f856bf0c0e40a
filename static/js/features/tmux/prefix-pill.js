/** Shows that tmux waits for a key, and which keys it knows. */
import { isTouchFirst } from '../../lib/device.js';
import { el, speak } from '../../lib/dom.js';
import { TEXT } from './tmux-text.js';

/** Users who know their keys are faster than that. */
const LIST_MS = 1_000;
const NOTE_MS = 2_000;

export class PrefixPill {
  #layer;
  #onChoose;
  #pill = el('p', { class: 'prefix-pill', hidden: true });
  #list = null;
  #timer = 0;

  /**
   * @param {HTMLElement} layer
   * @param {(binding: import('./prefix-state.js').Binding) => void} onChoose a binding was pressed.
   */
  constructor(layer, onChoose) {
    this.#layer = layer;
    this.#onChoose = onChoose;
    layer.append(this.#pill);
  }

  /**
   * @param {string} text
   * @param {import('./prefix-state.js').Binding[]} bindings listed after a moment; at once on a touch screen.
   */
  wait(text, bindings) {
    this.hide();
    this.#show(text);
    if (bindings.length === 0) return;
    this.#timer = setTimeout(() => this.#showList(bindings), isTouchFirst() ? 0 : LIST_MS);
  }

  /** Shows a sentence for a moment. @param {string} text */
  note(text) {
    this.hide();
    this.#show(text);
    this.#pill.classList.add('is-note');
    this.#timer = setTimeout(() => this.hide(), NOTE_MS);
  }

  /** Costs nothing if nothing is shown: it is called for each key. */
  hide() {
    clearTimeout(this.#timer);
    if (this.#pill.hidden) return;
    this.#pill.hidden = true;
    this.#pill.textContent = '';
    this.#pill.classList.remove('is-note');
    this.#list?.remove();
    this.#list = null;
  }

  #show(text) {
    this.#pill.hidden = false;
    this.#pill.textContent = text;
    speak(text);
  }

  #showList(bindings) {
    const buttons = bindings.map((binding) =>
      el(
        'button',
        // The keyboard stays in the terminal.
        { type: 'button', on: { pointerdown: (event) => event.preventDefault(), click: choose(binding) } },
        el('kbd', { text: binding.name }),
        el('span', { text: binding.note }),
      ),
    );
    const owner = this;
    function choose(binding) {
      return () => owner.#onChoose(binding);
    }
    this.#list = el('div', { class: 'prefix-list', role: 'group', 'aria-label': TEXT.bindings }, ...buttons);
    this.#layer.append(this.#list);
  }
}
