/** What the user reads and hears about the commands of a shell that marks its prompts. */
export const TEXT = {
  none: 'No prompt is marked here. Turn on the shell integration of your shell (OSC 133).',
  first: 'No prompt is above.',
  noOutput: 'No command with output is marked here. Turn on the shell integration of your shell (OSC 133).',
  empty: 'The last command printed nothing.',
  cut: 'The beginning of the output is gone from the scrollback. The rest was copied.',
  went: (command, status) => [command, TEXT.status(status)].filter(Boolean).join(', '),
  status: (status) => (status === null || status === 0 ? '' : `exited with ${status}`),
  toPrompt: 'Scroll to this command',
  prompt: 'Prompt',
  progress: 'Progress of the program',
  progressOf: {
    running: (percent) => `${percent} %`,
    failed: (percent) => (percent === null ? 'failed' : `failed at ${percent} %`),
    paused: (percent) => (percent === null ? 'paused' : `paused at ${percent} %`),
    unknown: () => 'in progress',
  },
};
