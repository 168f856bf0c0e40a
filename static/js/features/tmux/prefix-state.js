/** Which of tmux's key tables the next key belongs to, as a client of tmux keeps it. Pure. */
import { canonical } from './key-names.js';

/**
 * @typedef {object} Binding of tmux, as the command `keys` gives it.
 * @property {string} name of the key, as tmux prints it.
 * @property {string} kind what the command `binding` will answer, or `prefix` for `send-prefix`.
 * @property {string} form which of the page's own dialogs and views it is; empty for other kinds.
 * @property {boolean} repeat whether the next key needs no prefix for some time.
 * @property {string} table that the next key is looked up in; empty for the first one.
 * @property {string} note for people, or its commands.
 */

/**
 * What to do with a key. `pass`: it is not tmux's. `wait`: it selected a table. `run`: it runs a binding.
 * `drop`: tmux ignores it.
 * @typedef {{act: 'pass'}|{act: 'wait'}|{act: 'run', table: string, binding: Binding}|
 *   {act: 'drop', table: string, key: string}} Decision
 */

/** The prefix of tmux's default, until the server sent the tables. */
const DEFAULTS = {
  prefix: 'C-b',
  prefix2: '',
  repeat_ms: 500,
  prefix_ms: 0,
  key_table: 'root',
  seq: 0,
  tables: {},
};

/** The key tables of a session. */
export class KeyTables {
  #tables = new Map();
  #prefixes;

  /** @param {Partial<typeof DEFAULTS>} [reply] of the command `keys`. */
  constructor(reply = {}) {
    const fields = { ...DEFAULTS, ...reply };
    /** Whether these are the tables of tmux; else it is asked about every key after the prefix. */
    this.known = reply.tables !== undefined;
    this.prefix = fields.prefix;
    this.seq = fields.seq;
    this.first = fields.key_table || DEFAULTS.key_table;
    this.repeatMs = fields.repeat_ms;
    this.prefixMs = fields.prefix_ms;
    this.#prefixes = [fields.prefix, fields.prefix2].filter((name) => name && name !== 'None').map(canonical);
    for (const [table, keys] of Object.entries(fields.tables))
      this.#tables.set(table, new Map(keys.map(bindingOf)));
  }

  /** @param {string} table @param {string[]} names @returns {Binding|null} */
  find(table, names) {
    const keys = this.#tables.get(table);
    const name = names.find((one) => keys?.has(one));
    // In a table of the user, `Any` is every key that has no binding.
    return keys?.get(name ?? 'Any') ?? null;
  }

  /** The bindings of a table. @param {string} table @returns {Binding[]} */
  of(table) {
    return [...(this.#tables.get(table)?.values() ?? [])];
  }

  /** @param {string[]} names */
  isPrefix(names) {
    return names.some((name) => this.#prefixes.includes(name));
  }
}

/** @returns {[string, Binding]} */
function bindingOf({ key, kind = 'done', form = '', repeat = false, table = '', note = '', commands = '' }) {
  return [canonical(key), { name: key, kind, form, repeat, table, note: note || commands }];
}

export class PrefixState {
  #tables;
  #now;
  #table;
  #repeating = false;
  #until = Infinity;
  /** @type {string[]} */
  #path = [];
  /** The keys that select the table. @type {string[]} */
  #leading = [];

  /** @param {KeyTables} tables @param {() => number} [now] in milliseconds. */
  constructor(tables, now = () => performance.now()) {
    this.#tables = tables;
    this.#now = now;
    this.#table = tables.first;
  }

  /** Uses other tables from the next key on. @param {KeyTables} tables */
  use(tables) {
    if (this.#table === this.#tables.first) this.#table = tables.first;
    this.#tables = tables;
  }

  /** The table that waits for a key; empty if none does. */
  get waiting() {
    this.#expire();
    return this.#table === this.#tables.first ? '' : this.#table;
  }

  /** The keys by which a client of tmux comes to the binding that ran last. */
  get path() {
    return [...this.#path];
  }

  /** Whether it waits because a key can be repeated without the prefix. */
  get repeating() {
    this.#expire();
    return this.#repeating;
  }

  /** How long it still waits, in milliseconds; Infinity without an end. */
  get waitsMs() {
    return Math.max(0, this.#until - this.#now());
  }

  /** Selects a table for the next key. */
  select(table = 'prefix') {
    this.#repeating = false;
    this.#table = table;
    this.#leading = [this.#tables.prefix];
    const timed = table === 'prefix' && this.#tables.prefixMs > 0;
    this.#until = timed ? this.#now() + this.#tables.prefixMs : Infinity;
  }

  /** Waits for nothing. */
  reset() {
    this.select(this.#tables.first);
  }

  /**
   * @param {string[]} names of the key, the exact one first; see `namesOf`.
   * @returns {Decision}
   */
  press(names) {
    this.#expire();
    if (names.length === 0) return { act: 'pass' };
    if (this.#table !== 'prefix' && this.#tables.isPrefix(names)) {
      this.select();
      this.#leading = [names[0]];
      return { act: 'wait' };
    }
    const table = this.#table;
    const binding = this.#tables.find(table, names);
    // While a key repeats, any other key ends that and means what it means without the prefix.
    if (this.#repeating && !binding?.repeat) {
      this.reset();
      return this.press(names);
    }
    if (binding !== null) return this.#run(table, binding);
    if (table === this.#tables.first) return { act: 'pass' };
    this.reset();
    if (!this.#tables.known) return this.#run(table, bindingOf({ key: names[0] })[1]);
    return { act: 'drop', table, key: names[0] };
  }

  /** @param {string} table @param {Binding} binding @returns {Decision} */
  #run(table, binding) {
    this.#path = table === this.#tables.first ? [binding.name] : [...this.#leading, binding.name];
    if (binding.repeat && this.#tables.repeatMs > 0) {
      this.#repeating = true;
      this.#until = this.#now() + this.#tables.repeatMs;
    } else if (binding.table) {
      this.select(binding.table);
      this.#leading = this.#path;
    } else this.reset();
    return { act: 'run', table, binding };
  }

  #expire() {
    if (this.#now() >= this.#until) this.reset();
  }
}
