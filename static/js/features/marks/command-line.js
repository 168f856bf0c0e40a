/**
 * The command whose output the user scrolls through, above the pane. The rows move down by one meanwhile, so
 * it hides none of them; at the end of the output there is no such line.
 */
import { el, setText } from '../../lib/dom.js';
import { displayText } from '../notifications/notification-rules.js';
import { TEXT } from './marks-text.js';

/** @import { OpenTerminal } from '../../terminal/screen.js' */
/** @import { ShellMarks } from '../../terminal/native/shell-marks.js' */

const LINE_MAX_CHARS = 300;

export class CommandLine {
  #terminal;
  #marks;
  #text = el('span', { class: 'command-line-text' });
  #status = el('span', { class: 'command-line-status' });
  #element;
  #row = 0;

  /**
   * @param {OpenTerminal} terminal
   * @param {ShellMarks} marks
   * @param {() => void} focus gives the keyboard back to the terminal.
   */
  constructor(terminal, marks, focus) {
    this.#terminal = terminal;
    this.#marks = marks;
    const go = () => {
      terminal.scrollToLine(this.#row);
      focus();
    };
    this.#element = el(
      'button',
      { type: 'button', class: 'command-line', tabindex: -1, title: TEXT.toPrompt, on: { click: go } },
      this.#text,
      this.#status,
    );
  }

  show() {
    const { viewportY, baseY } = this.#terminal.buffer.active;
    const command = viewportY < baseY ? this.#marks.outputAt(viewportY) : null;
    const text = command === null ? '' : displayText(this.#marks.lineOf(command), LINE_MAX_CHARS);
    const { element } = this.#terminal;
    element.classList.toggle('has-command-line', text !== '');
    this.#element.hidden = text === '';
    if (command === null || text === '') return;
    if (this.#element.parentElement === null) element.after(this.#element);
    this.#row = command.prompt.line;
    setText(this.#text, text);
    setText(this.#status, TEXT.status(command.status));
  }
}
