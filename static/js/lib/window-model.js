/**
 * Windows as the page lists them: the next one, their badges, and whether closing one ends a program. Pure.
 */

const SHELLS = new Set('ash bash csh dash fish ksh mksh nu pwsh sh tcsh xonsh zsh'.split(' '));

/** @typedef {'waiting'|'bell'|'done'|'activity'|'silence'} Kind `waiting`: an agent needs an answer. */
/**
 * @typedef {{id: string, index: number, name: string, active: boolean, panes: number, [field: string]:
 *   unknown}} Window
 */

/**
 * The badges of a window, the most urgent first: a symbol, so that colour is not all, and words.
 * @param {Partial<Window>} window older servers leave out some fields.
 * @returns {{kind: Kind, glyph: string, text: string}[]}
 */
export function badgesOf(window) {
  /** @type {[Kind, string, string][]} */
  const kinds = [
    ['waiting', '?', 'needs you'],
    ['bell', '!', 'bell'],
    ['done', '✓', 'finished'],
    ['activity', '●', 'new output'],
    ['silence', '○', 'silent'],
  ];
  return kinds.filter(([kind]) => window[kind]).map(([kind, glyph, text]) => ({ kind, glyph, text }));
}

/**
 * Whether closing it can end more than a waiting shell: several panes, or a program that is not a shell.
 * @param {{panes: number, command: unknown}} options
 */
export function endsSomething({ panes, command }) {
  return panes > 1 || !isShell(command);
}

/** Whether a command is a shell, by its name in tmux. @param {unknown} command */
export function isShell(command) {
  return typeof command === 'string' && SHELLS.has(command.replace(/^-/, '').replace(/^.*\//, ''));
}

/**
 * The window that many places on, continuing at the other end; null if there is no other.
 * @param {Window[]} windows
 * @param {string} id
 * @param {number} step
 */
export function neighbour(windows, id, step) {
  const at = windows.findIndex((window) => window.id === id);
  if (at < 0 || windows.length < 2) return null;
  return windows[(at + step + windows.length) % windows.length];
}

/**
 * The window next to it in that direction; null at the end.
 * @param {Window[]} windows
 * @param {string} id
 * @param {number} step
 */
export function adjacent(windows, id, step) {
  const at = windows.findIndex((window) => window.id === id);
  return at < 0 ? null : (windows[at + step] ?? null);
}

/** As a line: `2: vim`. @param {{index: number, name: string}} options */
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
