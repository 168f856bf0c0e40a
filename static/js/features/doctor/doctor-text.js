/** What the checks of the machine show and speak. */
import { plural } from '../../lib/format.js';

export const TEXT = {
  check: 'Check this machine',
  again: 'Check again',
  checking: 'Checking, up to 10 seconds…',
  levels: { ok: 'ok', warning: 'warning', error: 'error' },
  found: (errors, warnings) =>
    [errors && plural(errors, 'error'), warnings && plural(warnings, 'warning')]
      .filter(Boolean)
      .join(' and ') || 'All is well',
  summary: (found) => `${found}.`,
  inOrder: (count) => `${plural(count, 'check')} in order`,
  notChecked: (reason) => `The machine could not be checked. ${reason}`,
  elsewhere: (count, path) =>
    `${plural(count, 'session')} ${count === 1 ? 'is' : 'are'} on another socket: ${path}.`,
  show: 'To show them, stop this WebMux and start it with that socket:',
  copy: 'Copy',
  copyCommand: 'Copy the command',
  copied: 'Copied.',
  selected: 'Selected: press Ctrl+C to copy.',
};
