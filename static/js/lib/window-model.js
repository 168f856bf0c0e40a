/** Windows as the page lists them: which is next, what they tell, whether closing one ends something. Pure. */

const SHELLS = new Set([
  'ash',
  'bash',
  'csh',
  'dash',
  'fish',
  'ksh',
  'mksh',
  'nu',
  'pwsh',
  'sh',
  'tcsh',
  'xonsh',
  'zsh',
]);

/** @typedef {{id: string, index: number, name: string, active: boolean, panes: number, [field: string]: unknown}} Window */

/**
 * What a window wants one to know, the most urgent first: for each a glyph, which is not told by colour alone, and words.
 * @param {Partial<Window>} window also without the fields that only newer servers tell.
 * @returns {{kind: 'bell'|'done'|'activity'|'silence', glyph: string, text: string}[]}
 */
export function badgesOf(window) {
  const kinds = [
    ['bell', '!', 'bell'],
    ['done', '✓', 'finished'],
    ['activity', '●', 'new output'],
    ['silence', '○', 'silent'],
  ];
  return kinds.filter(([kind]) => window[kind]).map(([kind, glyph, text]) => ({ kind, glyph, text }));
}

/** Whether closing it may end more than a shell that waits: several panes, another program, or nobody knows. */
export function endsSomething({ panes, command }) {
  return panes > 1 || !isShell(command);
}

/** Whether a command, as tmux names it, is a shell that waits. @param {unknown} command */
export function isShell(command) {
  return typeof command === 'string' && SHELLS.has(command.replace(/^-/, '').replace(/^.*\//, ''));
}

/** The window `step` places on, around the end; null where there is no other. @param {Window[]} windows */
export function neighbour(windows, id, step) {
  const at = windows.findIndex((window) => window.id === id);
  if (at < 0 || windows.length < 2) return null;
  return windows[(at + step + windows.length) % windows.length];
}

/** The window beside it in that direction, not around the end; null at the end. */
export function beside(windows, id, step) {
  const at = windows.findIndex((window) => window.id === id);
  return at < 0 ? null : (windows[at + step] ?? null);
}

/** As a line: `2: vim`. */
export function windowLabel({ index, name }) {
  return `${index}: ${name}`;
}

/**
 * The window that the session shows; undefined if the list is empty.
 * @param {Window[]} windows
 */
export function currentWindow(windows) {
  return windows.find(({ active }) => active) ?? windows[0];
}
