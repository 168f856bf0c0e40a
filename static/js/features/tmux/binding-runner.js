/** Does what a key of tmux says: tmux itself, a dialog or a view of the page, or tmux's own view. */
import { attempt } from '../../components/attempt.js';
import { ExtendedKeys } from '../../terminal/native/extended-keys.js';
import { TEXT } from './tmux-text.js';

const NAME = 2;
/** From this version on tmux sends the nearest byte if the program did not ask for the key. */
const ENCODES = [3, 5];

/**
 * @typedef {object} Place
 * @property {string} table of the key.
 * @property {number} pane it acts on.
 * @property {string[]} path the keys by which a client of tmux comes to it.
 * @property {string} prefix
 *
 * @typedef {{kind: string, form?: string, text?: string, error?: string, seq?: number, pane?: number}}
 *   Answer of the command `binding`.
 */

export class BindingRunner {
  #page;
  #describe;
  #onAnswer;
  #extended = new ExtendedKeys();
  #version = '';

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {{describe: () => void, onAnswer: (answer: Answer) => void}} options `onAnswer` gets each answer
   *   of the server, also to a dialog.
   */
  constructor(page, { describe, onAnswer }) {
    this.#page = page;
    this.#describe = describe;
    this.#onAnswer = onAnswer;
    page.panes.screen.extend((terminal, disposables) => this.#extended.watch(terminal, disposables));
    page.events.on('attached', ({ tmux }) => {
      this.#version = String(tmux ?? '');
    });
  }

  /** Whether tmux knows what to send for any key. */
  get encodesNames() {
    const [major = 0, minor = 0] = (/\d+\.\d+/.exec(this.#version)?.[0] ?? '').split('.').map(Number);
    return major > ENCODES[0] || (major === ENCODES[0] && minor >= ENCODES[1]);
  }

  /** Whether a key without a byte can be sent to a pane. Before tmux 3.5 its name might be typed as text. */
  knowsNames(pane) {
    if (this.encodesNames) return true;
    const terminal = this.#page.panes.screen.terminalOf(pane);
    return terminal !== null && terminal.use((one) => this.#extended.has(one));
  }

  /**
   * @param {import('./prefix-state.js').Binding} binding
   * @param {Place} place
   * @returns {Promise<unknown>} settled when tmux has done it, or a dialog asks first.
   */
  async run(binding, place) {
    const { kind, form, name } = binding;
    if (kind === 'prefix')
      return void this.#page.panes.typeTo(place.pane, NAME, new TextEncoder().encode(place.prefix));
    if (kind !== 'done' && kind !== 'printed') return this.#show(kind, form, binding, place);
    return attempt(async () => {
      await this.#take(await this.ask(place, name), binding, place);
    });
  }

  /**
   * @param {Place} place
   * @param {string} key
   * @param {string} [answer] of a dialog.
   * @returns {Promise<Answer>}
   */
  async ask({ pane, table }, key, answer) {
    const given = answer === undefined ? {} : { answer };
    const answered = await this.#page.panes.command('binding', { pane, table, key, ...given });
    this.#onAnswer(answered);
    return answered;
  }

  /**
   * Runs a command that the user typed.
   * @param {Place} place
   * @param {string} text
   * @returns {Promise<Answer>}
   */
  async runText({ pane }, text) {
    const answered = await this.#page.panes.command('run', { pane, text });
    this.#onAnswer(answered);
    return answered;
  }

  /** The tables of the page may be older than those of tmux: the answer counts. */
  async #take({ kind, form = '', text = '', error = '' }, binding, place) {
    if (error) throw new Error(error);
    if (kind === 'printed') (await import('./text-panel.js')).showText(this.#page, text);
    else if (kind === 'unknown') throw new Error(TEXT.notBound(place.path.join(' ')));
    else if (kind !== 'done') this.#show(kind, form, binding, place);
  }

  /** @returns {undefined} nobody waits for what a user does in a dialog. */
  #show(kind, form, binding, place) {
    if (form === 'describe-key') {
      this.#describe();
      return undefined;
    }
    attempt(async () => {
      const { showForm } = await import('./tmux-forms.js');
      const shown = kind !== 'ghost' && (await showForm(this.#page, form, { runner: this, binding, place }));
      if (!shown) (await import('./ghost-view.js')).openGhost(this.#page, place.path);
    });
    return undefined;
  }
}
