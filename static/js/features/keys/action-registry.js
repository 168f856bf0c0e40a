/** Who does what the table of actions names, on this page. */
import { ACTIONS, repeats } from './action-table.js';
import { chordsOf, keymap } from './keymap.js';
import { mayType } from '../../lib/role.js';

export class Actions {
  #runs = new Map();
  #settings;
  #keymap = new Map();
  #mayType;

  /** @param {import('../../net/user-settings.js').Settings} settings @param {() => boolean} [may] whether the reader may type now. */
  constructor(settings, may = mayType) {
    this.#settings = settings;
    this.#mayType = may;
    settings.watch('keys', (own) => {
      this.#keymap = keymap(own);
    });
  }

  /**
   * Has `run` called for this action; a later one takes its place.
   * @param {string} id as in the table.
   * @throws {TypeError} the table has no such action.
   */
  register(id, run) {
    if (!ACTIONS.some((one) => one.id === id)) throw new TypeError(`no action is called ${id}`);
    this.#runs.set(id, run);
  }

  /**
   * Does it, where somebody registered for it and the reader may.
   * @param {{chord?: string}} [how] the chord that was pressed for it.
   * @returns {boolean} whether it was done.
   */
  run(id, how = {}) {
    if (!this.has(id)) return false;
    this.#runs.get(id)(how);
    return true;
  }

  /** As `run`, for a key: one that is held down goes on only with what is done in steps. */
  press(id, held, chord) {
    if (!held || repeats(id)) this.run(id, { chord });
  }

  /** Whether this page can do it for this reader now. */
  has(id) {
    const { types } = ACTIONS.find((one) => one.id === id) ?? {};
    return this.#runs.has(id) && (!types || this.#mayType());
  }

  /** The action of a chord, where the page can do it now; else null. */
  of(chord) {
    const id = this.#keymap.get(chord);
    return id !== undefined && this.has(id) ? id : null;
  }

  /** What can be done now, with its chords, in the order of the table. */
  list() {
    return ACTIONS.filter(({ id }) => this.has(id)).map((one) => ({ ...one, chords: this.chords(one.id) }));
  }

  chords(id) {
    return chordsOf(id, this.#settings.get('keys'));
  }
}
