/** The entries that the user ran last, stored in this browser. Pure: the storage is an argument. */
import { readJson, writeJson } from '../../lib/storage.js';

const KEY = 'webmux.recent.commands';
const STORED_MAX = 50;

export class Recent {
  #place;

  /** @param {import('../../lib/storage.js').Place} [place] */
  constructor(place) {
    this.#place = place;
  }

  /** The keys of the entries. Read each time, because other tabs write too. @returns {string[]} */
  get keys() {
    const stored = readJson(KEY, this.#place);
    return Array.isArray(stored) ? stored.filter((key) => typeof key === 'string').slice(0, STORED_MAX) : [];
  }

  use(key) {
    const others = this.keys.filter((one) => one !== key);
    writeJson(KEY, [key, ...others].slice(0, STORED_MAX), this.#place);
  }

  /**
   * A copy of `entries` with the recent ones first, newest first; the others stay in their order.
   * @template {{key: string}} T
   * @param {T[]} entries
   * @returns {T[]}
   */
  order(entries) {
    const places = new Map(this.keys.map((key, place) => [key, place]));
    const placeOf = ({ key }) => places.get(key) ?? STORED_MAX;
    return [...entries].sort((one, other) => placeOf(one) - placeOf(other));
  }
}
