/** Texts of the explanation of a badge. */
export const TEXT = Object.freeze({
  title: 'Why?',
  anAgent: 'agent',
  says: (name, kind) => `${name} ${kind}`,
  kinds: Object.freeze({ waiting: 'needs you', working: 'works', done: 'is done', idle: 'has no task yet' }),
  source: 'Source',
  sources: Object.freeze({
    hook: 'The agent says it, by its hooks.',
    screen: 'Its screen: a rule fits.',
    process: 'The name of its program alone.',
  }),
  rule: 'Rule',
  since: 'Since',
  age: (age) => `${age} ago`,
  pane: 'Pane',
  explain: 'Wrong? In a terminal:',
  command: (pane) => `webmux agents explain ${pane}`,
});
