/** A mark beside each prompt, in the cell left of the pane, so that it hides no text. */
import { el } from '../../lib/dom.js';

/** @import { OpenTerminal } from '../../terminal/screen.js' */
/** @import { ShellCommand, ShellMarks } from '../../terminal/native/shell-marks.js' */

export class MarkMargin {
  #terminal;
  #marks;
  #element = el('div', { class: 'mark-margin', 'aria-hidden': 'true' });
  #shown = '';

  /** @param {OpenTerminal} terminal @param {ShellMarks} marks */
  constructor(terminal, marks) {
    this.#terminal = terminal;
    this.#marks = marks;
  }

  /** Draws the marks of the rows that are in view. */
  show() {
    const frame = this.#terminal.element.closest('.pane-frame');
    if (frame !== null && this.#element.parentElement !== frame) frame.append(this.#element);
    const top = this.#terminal.buffer.active.viewportY;
    const inView = this.#marks.commands
      .map((command) => ({ row: command.prompt.line - top, state: stateOf(command) }))
      .filter(({ row, state }) => row >= 0 && row < this.#terminal.rows && state !== null);
    const shown = JSON.stringify(inView);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#element.replaceChildren(...inView.map(markFor));
  }

  remove() {
    this.#element.remove();
  }
}

/**
 * How a command is marked; null for a prompt at which nothing ran.
 * @param {ShellCommand} command
 */
function stateOf({ output, ended, status }) {
  if (ended) return status === null || status === 0 ? 'ended' : 'failed';
  return output === null ? null : 'running';
}

/** @param {{row: number, state: string|null}} mark */
function markFor({ row, state }) {
  const mark = el('span', { class: `mark is-${state}` });
  mark.style.setProperty('--row', String(row));
  return mark;
}
