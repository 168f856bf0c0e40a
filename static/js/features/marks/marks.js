/**
 * The marks of a shell (OSC 133) in view=panes: the user scrolls from prompt to prompt and copies the output
 * of the last command, and sees which commands failed and whose output is on the screen.
 */
import { displayText } from '../notifications/notification-rules.js';
import { needStyle } from '../../lib/load-style.js';
import { ShellMarks } from '../../terminal/native/shell-marks.js';
import { toast } from '../../components/toast.js';
import { CommandLine } from './command-line.js';
import { TEXT } from './marks-text.js';
import { MarkMargin } from './mark-margin.js';

/** @import { OpenTerminal } from '../../terminal/screen.js' */

/** @param {import('../../pages/page-contract.js').Page} page */
export function installMarks(page) {
  needStyle('features/marks/marks.css');
  /** @type {WeakMap<OpenTerminal, ShellMarks>} */
  const all = new WeakMap();
  page.screen.extend((terminal, disposables) => {
    const marks = new ShellMarks(terminal, disposables);
    all.set(terminal, marks);
    const margin = new MarkMargin(terminal, marks);
    const line = new CommandLine(terminal, marks, () => page.focus());
    const show = () => {
      margin.show();
      line.show();
    };
    disposables.own(terminal.onRender(show));
    disposables.own(terminal.onScroll(show));
    disposables.add(() => margin.remove());
  });
  const on = (id, work) =>
    page.actions.register(id, () => page.screen.use((terminal) => work(page, terminal, all.get(terminal))));
  on('prompt.previous', toPrevious);
  on('prompt.next', toNext);
  on('output.copy', copyOutput);
}

function toPrevious(page, terminal, marks) {
  const row = marks.before(terminal.buffer.active.viewportY);
  if (row === null) return page.say(marks.commands.length === 0 ? TEXT.none : TEXT.first);
  return go(page, terminal, marks, row);
}

function toNext(page, terminal, marks) {
  if (marks.commands.length === 0) return page.say(TEXT.none);
  const { viewportY, baseY } = terminal.buffer.active;
  const row = marks.after(viewportY);
  if (row === null || row >= baseY) return terminal.scrollToBottom();
  return go(page, terminal, marks, row);
}

function go(page, terminal, marks, row) {
  terminal.scrollToLine(row);
  const command = marks.at(row);
  page.say(TEXT.went(displayText(marks.lineOf(command)) || TEXT.prompt, command.status));
}

function copyOutput(page, _terminal, marks) {
  const output = marks.lastOutput();
  if (output === null) return toast(TEXT.noOutput);
  if (output.text === '') return toast(TEXT.empty);
  if (!output.whole) toast(TEXT.cut);
  return page.screen.copy(output.text);
}
