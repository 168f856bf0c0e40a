/** tmux's prefix and key tables in `view=panes`, where no client of tmux gets the keys. */
import { chordOf, isMac } from '../../lib/chord.js';
import { logWarning } from '../../lib/log.js';
import { optionIsMeta } from '../../terminal/input/special-keys.js';
import { BindingRunner } from './binding-runner.js';
import { InOrder } from './in-order.js';
import { canonical, nameOfText, nameToSend, namesOf } from './key-names.js';
import { PrefixPill } from './prefix-pill.js';
import { KeyTables, PrefixState } from './prefix-state.js';
import { TEXT } from './tmux-text.js';

/** A prefix that is pressed later than that has the tables asked again: `source-file` may have run. */
const FRESH_MS = 30_000;
const TYPED = 0;
const NAME = 2;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class PrefixKeys {
  #page;
  #targets;
  #tables = new KeyTables();
  #state = new PrefixState(this.#tables);
  #pill;
  #runner;
  #order = new InOrder();
  #loadedAt = -Infinity;
  #timer = 0;
  /** The pane that the last binding led to, until the page shows it. */
  #ahead = null;
  /** The key whose repeats belong to what its first press did. */
  #downCode = '';
  #describes = false;

  /**
   * @param {import('../../pages/page-contract.js').Page} page
   * @param {{targets: (pane: number) => number[]}} options the panes that get what is typed in a pane.
   */
  constructor(page, { targets }) {
    this.#page = page;
    this.#targets = targets;
    this.#pill = new PrefixPill(page.layer, (binding) => this.#choose(binding));
    this.#runner = new BindingRunner(page, {
      describe: () => this.#describe(),
      onAnswer: (answer) => this.#answered(answer),
    });
    page.events.on('pane-focus', () => {
      this.#ahead = null;
    });
  }

  /** Asks the server for the tables. */
  async load() {
    this.#loadedAt = performance.now();
    if (!this.#page.mayType()) return;
    try {
      this.#tables = new KeyTables(await this.#page.panes.command('keys'));
      this.#state.use(this.#tables);
    } catch (error) {
      logWarning(`${TEXT.keysFailed} ${error.message}`);
    }
  }

  /** As a press of the prefix, for a button. */
  begin() {
    this.#page.focus();
    this.#state.select();
    this.#waitingChanged();
  }

  /**
   * A key of a pane's terminal, before anything else gets it.
   * @param {KeyboardEvent} event
   * @returns {boolean} whether it was handled.
   */
  press(event) {
    if (!this.#page.mayType()) return false;
    if (event.type !== 'keydown') return this.#endsWith(event);
    if (event.repeat && event.code === this.#downCode && !this.#state.repeating) return stop(event);
    this.#downCode = '';
    const names = namesOf(event, writesByOption(event, this.#page.settings));
    if (names.length === 0) return false;
    if (this.#state.waiting === '' && this.#isOfPage(event)) return false;
    if (this.#decide(names)) {
      this.#downCode = event.code;
      return stop(event);
    }
    return this.#sendName(names) && stop(event);
  }

  /** The `keypress` of a key that was handled writes nothing. @param {KeyboardEvent} event */
  #endsWith(event) {
    return event.type === 'keypress' && this.#downCode !== '' && stop(event);
  }

  /** @param {KeyboardEvent} event */
  #isOfPage(event) {
    const chord = chordOf(event);
    return chord !== null && this.#page.actions.of(chord) !== null;
  }

  /**
   * Typed text, as of soft keyboards and of the key bar; and keys that `press` left alone.
   * @param {Uint8Array} bytes
   * @param {{inserted?: boolean, target?: object}} [options]
   * @returns {boolean} whether it was handled.
   */
  typed(bytes, { inserted = false, target } = {}) {
    if (inserted || target) return this.#inserted(bytes, target);
    const name = nameOfText(decoder.decode(bytes));
    if (name !== null && this.#takesKey(name)) return true;
    const isPlain = !this.#order.busy && this.#ahead === null && this.#targets(this.#pane).length === 1;
    if (isPlain) return false;
    this.#send(TYPED, bytes.slice());
    return true;
  }

  /** @param {string} name of a typed key. */
  #takesKey(name) {
    // CSI u, which a raw key has, would be text for the program.
    return this.#decide([name]) || this.#sendName([name]) || nameToSend([name]) !== null;
  }

  /** A paste, which is nothing that keys mean. */
  #inserted(bytes, target) {
    const { pane = this.#pane, kind = TYPED } = target ?? {};
    const panes = this.#targets(pane);
    if (panes.length === 1) return false;
    for (const each of panes) this.#page.panes.typeTo(each, kind, bytes);
    return true;
  }

  /** Types in the pane that a binding leads to, after the binding. */
  #send(kind, bytes) {
    this.#order.add(() => {
      for (const pane of this.#targets(this.#pane)) this.#page.panes.typeTo(pane, kind, bytes);
    });
  }

  /** The pane that gets keys now. */
  get #pane() {
    return this.#ahead ?? this.#page.panes.screen.focused ?? -1;
  }

  /** @param {string[]} names @returns {boolean} whether it is a key of tmux. */
  #decide(names) {
    const decision = this.#state.press(names);
    if (decision.act === 'pass') {
      if (this.#state.waiting === '') this.#pill.hide();
      return false;
    }
    if (decision.act === 'run') this.#run(decision);
    else if (decision.act === 'drop' && names[0] !== 'Escape')
      this.#note(TEXT.notBound(this.#keysOf(names[0])));
    this.#waitingChanged(decision.act === 'drop');
    return true;
  }

  /** @param {string} name */
  #keysOf(name) {
    return `${this.#tables.prefix} ${name}`;
  }

  #note(text) {
    this.#pill.note(text);
    this.#page.say(text);
  }

  /** @param {{table: string, binding: import('./prefix-state.js').Binding}} decision */
  #run({ table, binding }) {
    if (this.#describes) {
      this.#describes = false;
      this.#note(TEXT.does(this.#keysOf(binding.name), binding.note));
      return;
    }
    const { path } = this.#state;
    this.#order.add(() => {
      const { prefix } = this.#tables;
      return this.#runner.run(binding, { table, pane: this.#pane, path, prefix });
    });
  }

  /**
   * tmux may be in another pane before the page shows it.
   * @param {import('./binding-runner.js').Answer} answer
   */
  #answered({ seq, pane }) {
    if (seq !== undefined && seq !== this.#tables.seq) this.load();
    if (Number.isInteger(pane) && pane !== this.#page.panes.screen.focused) this.#ahead = pane;
  }

  /** A binding was pressed in the list. */
  #choose(binding) {
    const decision = this.#state.press([canonical(binding.name)]);
    if (decision.act === 'run') this.#run(decision);
    this.#waitingChanged();
    this.#page.focus();
  }

  #describe() {
    this.#describes = true;
    this.#state.select();
    this.#pill.wait(TEXT.describe, []);
  }

  /** @param {boolean} [noted] whether the pill shows a note. */
  #waitingChanged(noted = false) {
    clearTimeout(this.#timer);
    const { waiting, repeating, waitsMs } = this.#state;
    if (waiting === '') {
      if (!noted && !this.#describes) this.#pill.hide();
      return;
    }
    if (this.#describes) return;
    const text = repeating ? TEXT.repeating : TEXT.waiting(waiting);
    this.#pill.wait(text, repeating ? [] : this.#tables.of(waiting));
    if (waitsMs < Infinity) this.#timer = setTimeout(() => this.#waitingChanged(), waitsMs + 1);
    if (performance.now() - this.#loadedAt > FRESH_MS) this.load();
  }

  /** Shift+Enter, by the setting. Other programs get a line feed, because Enter may run a command. */
  newline() {
    const choice = this.#page.settings.get('shiftEnter');
    const byName = choice === 'csi-u' || (choice === 'auto' && this.#runner.encodesNames);
    if (byName && this.#sendName(['S-Enter'])) return;
    this.#page.type(encoder.encode(choice === 'enter' ? '\r' : '\n'));
  }

  /** Sends a key that has no byte by its name, if tmux and the program know what it is. */
  #sendName(names) {
    const name = nameToSend(names);
    if (name === null || !this.#runner.knowsNames(this.#pane)) return false;
    this.#send(NAME, encoder.encode(name));
    return true;
  }
}

/** @param {KeyboardEvent} event */
function stop(event) {
  event.preventDefault();
  return true;
}

/** Whether Option writes a character with this key. */
function writesByOption(event, settings) {
  return event.altKey && isMac() && !optionIsMeta(settings.get('mac.option'), event, new Set());
}
