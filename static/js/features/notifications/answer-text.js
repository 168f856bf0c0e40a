/** What the user reads on the page that a notification of an agent opens. */

export const TEXT = {
  anAgent: 'An agent',
  who: (agent, session) => `${agent} · ${session}`,
  waits: (agent, age) => `${agent} needs you, for ${age}.`,
  movedOn: 'It has moved on. This is the question now:',
  isDone: (agent) => `${agent} does not wait for an answer any more. This is what it shows now:`,
  noAgent: 'No agent waits in this pane any more. This is what it shows now:',
  readOnly: 'Read-only: you cannot answer.',
  inTerminal: 'Write an answer, or use the terminal.',
  sending: 'Sending…',
  goesOn: (agent) => `If ${agent} asks more, it appears here.`,
  sent: (label) => `Sent: ${label}.`,
  sentText: 'Sent.',
  again: 'It has moved on, so nothing was sent. Check the question and answer again.',
  paneEnded: 'This pane has ended. Nothing waits for you here.',
  keys: { escape: 'Esc', interrupt: 'Ctrl+C' },
};
