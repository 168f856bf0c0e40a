/** The functions that do, on this page, what the table of actions names. */
import { ACTIONS, chordsOf, keymap, repeats } from './action-table.js';
import { mayType } from '../../lib/role.js';
import { TEXT } from './keys-text.js';

export class Actions {
  #runs = new Map();
  #settings;
  #keymap = new Map();
  #canType;

  /**
   * @param {import('../../net/user-settings.js').Settings} settings
   * @param {() => boolean} [canType] whether the user can type now.
   */
  constructor(settings, canType = mayType) {
    this.#settings = settings;
    this.#canType = canType;
    settings.watch('keys', (own) => {
      this.#keymap = keymap(own);
    });
  }

  /**
   * Has `run` called for this action, instead of a function that was registered before.
   * @param {string} id as in the table.
   * @param {(how: {chord?: string, back?: number}) => unknown} run
   * @throws {TypeError} if the table has no such action.
   */
  register(id, run) {
    if (!ACTIONS.some((one) => one.id === id)) throw new TypeError(TEXT.unknownAction(id));
    this.#runs.set(id, run);
  }

  /**
   * Does an action if it is registered and the user may do it.
   * @param {string} id
   * @param {{chord?: string, back?: number}} [how] the chord that was pressed; see `showHistory` for `back`.
   * @returns {boolean} whether it was done.
   */
  run(id, how = {}) {
    if (!this.has(id)) return false;
    this.#runs.get(id)(how);
    return true;
  }

  /** Like `run`, for a key. @param {boolean} isRepeat whether the key is still down; few actions repeat. */
  press(id, isRepeat, chord) {
    if (!isRepeat || repeats(id)) this.run(id, { chord });
  }

  /** Whether this page can do it now, for this user. */
  has(id) {
    const { types } = ACTIONS.find((one) => one.id === id) ?? {};
    return this.#runs.has(id) && (!types || this.#canType());
  }

  /** The action of a chord, if the page can do it now; else null. */
  of(chord) {
    const id = this.#keymap.get(chord);
    return id !== undefined && this.has(id) ? id : null;
  }

  /** The actions that can be done now, with their chords, in the order of the table. */
  list() {
    return ACTIONS.filter(({ id }) => this.has(id)).map((one) => ({ ...one, chords: this.chords(one.id) }));
  }

  chords(id) {
    return chordsOf(id, this.#settings.get('keys'));
  }
}
