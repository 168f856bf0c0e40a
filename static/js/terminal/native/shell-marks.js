/**
 * The commands of a shell in one terminal, by its marks (`OSC 133`). Marks that did not arrive, for example
 * because a flood was shown in part, do not exist; nothing here throws because of them.
 */
import { logicalLine, textBetween } from './marked-text.js';
import { markOf } from './mark-text.js';

/** @import { IMarker } from '../../../vendor/xterm.mjs' */
/** @import { Disposables } from '../../lib/disposables.js' */
/** @import { OpenTerminal } from '../screen.js' */
/** @import { Place } from './marked-text.js' */

/** xterm.js moves every marker with each row that leaves the scrollback, so there are not many. @testonly */
export const COMMANDS_MAX = 200;
const AUTO_WRAP = 7;

/**
 * @typedef {object} ShellCommand
 * @property {IMarker} prompt
 * @property {{below: number, x: number, cols: number}|null} input where the user types: rows below the
 *   prompt; right as long as the terminal has so many columns.
 * @property {{marker: IMarker, x: number}|null} output
 * @property {{marker: IMarker, x: number}|null} end
 * @property {number|null} status
 * @property {boolean} ended
 *
 * @typedef {{offset: number, text: string, output: number|null, command: ShellCommand}} Saved rows below the
 *   top of the screen.
 */

export class ShellMarks {
  #terminal;
  #changed;
  /** @type {ShellCommand[]} */
  #commands = [];
  /** What the terminal had before it was reset. @type {Saved[]} */
  #saved = [];
  /** The first row of the screen in a snapshot. @type {IMarker|null} */
  #screen = null;
  #wrapOff = '';

  /**
   * @param {OpenTerminal} terminal
   * @param {Disposables} disposables
   * @param {() => void} [changed] called for each mark.
   */
  constructor(terminal, disposables, changed = () => {}) {
    this.#terminal = terminal;
    this.#changed = changed;
    const { parser } = terminal;
    disposables.own(parser.registerOscHandler(133, (data) => this.#take(data)));
    disposables.own(parser.registerEscHandler({ final: 'c' }, () => this.#save()));
    disposables.own(parser.registerCsiHandler({ prefix: '?', final: 'l' }, ([mode]) => this.#watch(mode)));
    disposables.own(terminal.onWriteParsed(() => this.#restore()));
    disposables.add(() => this.#forget());
  }

  /** The commands whose prompt is in the scrollback or on the screen, from top to bottom. */
  get commands() {
    return this.#isPrimary ? this.#commands.filter(({ prompt }) => isAlive(prompt)) : [];
  }

  /** The row of the nearest prompt above a row; null if there is none. @param {number} row */
  before(row) {
    return this.commands.findLast(({ prompt }) => prompt.line < row)?.prompt.line ?? null;
  }

  /** The row of the nearest prompt below a row; null if there is none. @param {number} row */
  after(row) {
    return this.commands.find(({ prompt }) => prompt.line > row)?.prompt.line ?? null;
  }

  /** The command with its prompt in this row; null if there is none. @param {number} row */
  at(row) {
    return this.commands.find(({ prompt }) => prompt.line === row) ?? null;
  }

  /** The command whose output is in this row, while its prompt is above it. @param {number} row */
  outputAt(row) {
    const command = this.commands.findLast(({ prompt }) => prompt.line < row);
    if (!command || row < this.#outputOf(command).line) return null;
    const end = this.#endOf(command);
    return row < end.line || (row === end.line && end.x > 0) ? command : null;
  }

  /** The command line as one line; empty if the shell does not mark it. @param {ShellCommand} command */
  lineOf({ prompt, input, output }) {
    const { active } = this.#terminal.buffer;
    if (!isAlive(prompt)) return '';
    const exact = input !== null && input.cols === this.#terminal.cols;
    const from = exact ? { line: prompt.line + input.below, x: input.x } : { line: prompt.line, x: 0 };
    const to = output !== null && isAlive(output.marker) ? placeOf(output) : null;
    const text = to && to.line > from.line ? textBetween(active, from, to) : logicalLine(active, from);
    return text.trim();
  }

  /**
   * The output of the last command that has one, also of one that still runs.
   * @returns {{text: string, whole: boolean}|null} `whole`: its beginning is still in the scrollback.
   */
  lastOutput() {
    if (!this.#isPrimary) return null;
    const command = this.#commands.findLast((one) => one.output !== null || one !== this.#commands.at(-1));
    if (command === undefined) return null;
    const from = this.#outputOf(command);
    const text = textBetween(this.#terminal.buffer.active, from, this.#endOf(command));
    return { text, whole: from.line >= 0 };
  }

  get #isPrimary() {
    return this.#terminal.buffer.active.type === 'normal';
  }

  /** The row of the cursor, counted from the top of the scrollback. */
  get #row() {
    const { baseY, cursorY } = this.#terminal.buffer.active;
    return baseY + cursorY;
  }

  /** @param {ShellCommand} command @returns {Place} its line is negative if it left the scrollback. */
  #outputOf({ prompt, input, output }) {
    if (output !== null) return placeOf(output);
    return { line: prompt.line + (input?.below ?? 0) + 1, x: 0 };
  }

  /** @param {ShellCommand} command @returns {Place} */
  #endOf(command) {
    const { end } = command;
    if (end !== null && isAlive(end.marker)) return placeOf(end);
    const next = this.#commands[this.#commands.indexOf(command) + 1];
    if (next && isAlive(next.prompt)) return { line: next.prompt.line, x: 0 };
    return { line: this.#row, x: this.#terminal.buffer.active.cursorX };
  }

  /** @param {string} data */
  #take(data) {
    const mark = markOf(data);
    if (mark === null || !this.#isPrimary) return true;
    if (mark.kind === 'prompt') this.#begin();
    else this.#goOn(mark);
    this.#changed();
    return true;
  }

  #begin() {
    // What was at or below this row was cleared, or the shell draws its prompt again.
    while (this.#commands.length > 0 && (this.#commands.at(-1)?.prompt.line ?? 0) >= this.#row)
      discard(this.#commands.pop());
    while (this.#commands.length >= COMMANDS_MAX) discard(this.#commands.shift());
    const prompt = this.#terminal.registerMarker(0);
    if (prompt)
      this.#commands.push({ prompt, input: null, output: null, end: null, status: null, ended: false });
  }

  /** @param {import('./mark-text.js').Mark} mark */
  #goOn({ kind, status }) {
    const command = this.#commands.at(-1);
    if (command === undefined) return;
    const { cursorX: x } = this.#terminal.buffer.active;
    if (kind === 'input') {
      if (isAlive(command.prompt))
        command.input = { below: this.#row - command.prompt.line, x, cols: this.#terminal.cols };
    } else if (kind === 'output') {
      if (command.output === null) command.output = this.#markAt(x);
    } else if (command.output !== null && !command.ended) {
      Object.assign(command, { end: this.#markAt(x), status, ended: true });
    }
  }

  /** @param {number} x */
  #markAt(x) {
    const marker = this.#terminal.registerMarker(0);
    return marker ? { marker, x } : null;
  }

  /** The terminal is about to be reset, perhaps to be drawn again with the same rows. */
  #save() {
    const { normal } = this.#terminal.buffer;
    const saved = this.#commands.flatMap((command) => {
      const { prompt, output } = command;
      if (!isAlive(prompt)) return [];
      const text = logicalLine(normal, { line: prompt.line, x: 0 });
      const below = output !== null && isAlive(output.marker) ? output.marker.line - prompt.line : null;
      return text === '' ? [] : [{ offset: prompt.line - normal.baseY, text, output: below, command }];
    });
    if (saved.length > 0) this.#saved = saved;
    this.#forget();
    return false;
  }

  #forget() {
    for (const command of this.#commands) discard(command);
    this.#commands = [];
    this.#screen?.dispose();
    this.#screen = null;
  }

  /** Twice at one place it stands before the screen in a snapshot; see `screen-part.js`. */
  #watch(/** @type {number|number[]} */ mode) {
    if (mode !== AUTO_WRAP || this.#saved.length === 0 || !this.#isPrimary) return false;
    const here = `${this.#row},${this.#terminal.buffer.active.cursorX}`;
    if (here === this.#wrapOff) this.#screen ??= this.#terminal.registerMarker(0) ?? null;
    this.#wrapOff = here;
    return false;
  }

  /** Marks the rows of a snapshot as they were before it, if they have the same text. */
  #restore() {
    const top = this.#screen;
    if (top === null || !isAlive(top) || !this.#isPrimary) return;
    const { normal } = this.#terminal.buffer;
    const first = this.#commands.at(0)?.prompt.line ?? Number.POSITIVE_INFINITY;
    const found = this.#saved.flatMap(({ offset, text, output, command }) => {
      const line = top.line + offset;
      if (line < 0 || line >= first || logicalLine(normal, { line, x: 0 }) !== text) return [];
      const prompt = this.#registerAt(line);
      const marker = output === null ? undefined : this.#registerAt(line + output);
      return prompt ? [{ ...command, prompt, output: marker ? { marker, x: 0 } : null, end: null }] : [];
    });
    this.#commands = [...found, ...this.#commands].slice(-COMMANDS_MAX);
    this.#saved = [];
    this.#wrapOff = '';
    top.dispose();
    this.#screen = null;
    this.#changed();
  }

  /** @param {number} line */
  #registerAt(line) {
    return this.#terminal.registerMarker(line - this.#row);
  }
}

/** @param {IMarker} marker */
const isAlive = (marker) => !marker.isDisposed && marker.line >= 0;

/** @param {{marker: IMarker, x: number}} mark @returns {Place} */
const placeOf = ({ marker, x }) => ({ line: marker.line, x });

/** @param {ShellCommand|undefined} command */
function discard(command) {
  command?.prompt.dispose();
  command?.output?.marker.dispose();
  command?.end?.marker.dispose();
}
