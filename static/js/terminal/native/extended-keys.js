/** Whether the program of a terminal asked for keys that have no byte of their own, such as Shift+Enter. */

/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */

// modifyOtherKeys of xterm: CSI > 4 ; level m, and CSI > 4 n.
const RESOURCE = 4;

export class ExtendedKeys {
  /** @type {WeakSet<OpenTerminal>} */
  #asked = new WeakSet();

  /** Watches a terminal. @param {OpenTerminal} terminal @param {Disposables} disposables */
  watch(terminal, disposables) {
    /** @param {(number|number[])[]} parameters */
    const onSet = ([resource, level = 0]) => this.#set(terminal, resource, Number(level) > 0);
    /** @param {(number|number[])[]} parameters */
    const onUnset = ([resource]) => this.#set(terminal, resource, false);
    disposables.own(terminal.parser.registerCsiHandler({ prefix: '>', final: 'm' }, onSet));
    disposables.own(terminal.parser.registerCsiHandler({ prefix: '>', final: 'n' }, onUnset));
    const onReset = () => this.#set(terminal, RESOURCE, false);
    disposables.own(terminal.parser.registerEscHandler({ final: 'c' }, onReset));
  }

  /** @param {OpenTerminal} terminal */
  has(terminal) {
    return this.#asked.has(terminal);
  }

  /** @param {OpenTerminal} terminal @param {number|number[]} resource @param {boolean} on */
  #set(terminal, resource, on) {
    if (resource === RESOURCE) this.#asked[on ? 'add' : 'delete'](terminal);
    return false; // Other handlers get it too.
  }
}
