/** Everything that the user can do by key or from the palette, in one table, and its keys. Pure. */
import { isMac } from '../../lib/chord.js';
import { TEXT } from './keys-text.js';

/**
 * @typedef {object} Action
 * @property {string} id
 * @property {string} group
 * @property {string} title
 * @property {{pc: string[], mac: string[]}} keys chords as `chordOf` writes them.
 * @property {boolean} [types] only for users who can type.
 */

/** @returns {Action} */
const action = (id, group, pc = [], mac = []) =>
  Object.freeze({ id, group: TEXT.groups[group], title: TEXT.actions[id], keys: Object.freeze({ pc, mac }) });
/** @returns {Action} */
const typed = (id, group, pc, mac) => Object.freeze({ ...action(id, group, pc, mac), types: true });

/**
 * Our chords are Ctrl+Shift with a key, Alt+Shift with a letter, and Ctrl+Alt with a digit or an arrow.
 * Programs treat Alt+Shift and a letter as Alt and that letter. All other chords belong to the terminal:
 * Alt+Shift with a sign is Meta and that sign, and Ctrl+Shift with `2`, `6` or `-` types a control
 * character. Browsers reserve Ctrl+N, T, W and Tab. If a browser uses a chord for its developer tools or
 * its tabs, the action has a second chord.
 * @type {readonly Action[]}
 */
export const ACTIONS = Object.freeze([
  action('palette.open', 'page', ['Ctrl+Shift+K', 'Alt+Shift+K'], ['Meta+K']),
  action('switcher.open', 'page', ['Ctrl+Shift+O', 'Alt+Shift+O'], ['Meta+O']),
  action('help.open', 'page', ['Ctrl+Shift+/'], ['Ctrl+Shift+/']),
  action('settings.open', 'page'),
  action('home.open', 'page'),
  action('inbox.open', 'page'),
  action('notify.allow', 'page'),
  action('recordings.open', 'page'),
  action('account.open', 'page'),
  action('admin.open', 'page'),
  action('logout', 'page'),
  action('theme.toggle', 'page'),
  action('home.layout', 'page'),
  action('rail.toggle', 'page', ['Alt+Shift+B'], ['Ctrl+Shift+B']),
  action('rail.focus', 'page'),
  action('drawer.toggle', 'page', ['Ctrl+Shift+B'], ['Meta+Shift+B']),
  action('zen.toggle', 'page'),
  action('figures.toggle', 'page'),
  action('page.leave', 'page', ['Alt+Shift+M'], ['Ctrl+Shift+M']),
  action('keys.lock', 'page', ['Alt+Shift+F'], ['Ctrl+Shift+F']),
  action('keys.raw', 'page', ['Alt+Shift+R'], ['Ctrl+Shift+R']),
  action('screenReader.toggle', 'page'),
  action('copy', 'text', ['Ctrl+Shift+C', 'Alt+Shift+C'], ['Meta+C']),
  action('screen.text', 'text'),
  action('screen.html', 'text'),
  action('screen.png', 'text'),
  typed('paste', 'text', ['Ctrl+Shift+V'], ['Meta+V']),
  typed('newline', 'text', ['Shift+Enter'], ['Shift+Enter']),
  typed('compose.toggle', 'text', ['Alt+Shift+W'], ['Ctrl+Shift+W']),
  typed('snippets.open', 'text', ['Alt+Shift+X'], ['Ctrl+Shift+X']),
  ...['W', 'T', 'N'].map((letter) => typed(`send.ctrl${letter}`, 'text')),
  action('select.open', 'text'),
  action('find.open', 'text', ['Ctrl+Shift+F'], ['Meta+F']),
  action('history.open', 'text', ['Ctrl+Shift+H', 'Alt+Shift+H'], ['Meta+Shift+H']),
  action('history.pageUp', 'text', ['Shift+PageUp'], ['Shift+PageUp']),
  action('hints.open', 'text', ['Alt+Shift+L'], ['Ctrl+Shift+L']),
  action('prompt.previous', 'text', ['Ctrl+Shift+Up'], ['Meta+Up']),
  action('prompt.next', 'text', ['Ctrl+Shift+Down'], ['Meta+Down']),
  action('output.copy', 'text', ['Alt+Shift+Y'], ['Ctrl+Shift+Y']),
  action('search.open', 'text', ['Ctrl+Shift+S', 'Alt+Shift+S'], ['Meta+Shift+F']),
  action('font.larger', 'text', ['Ctrl+Shift++', 'Ctrl+Shift+.'], ['Meta++']),
  action('font.smaller', 'text', ['Ctrl+Shift+,'], ['Meta+-']),
  action('font.reset', 'text', ['Ctrl+Shift+0'], ['Meta+0']),
  typed('files.browse', 'files'),
  typed('changes.show', 'files'),
  typed('file.upload', 'files'),
  typed('file.download', 'files'),
  typed('window.new', 'windows', ['Alt+Shift+N'], ['Meta+Shift+N', 'Ctrl+Shift+N']),
  typed('window.rename', 'windows'),
  typed('window.close', 'windows'),
  typed(
    'window.previous',
    'windows',
    ['Ctrl+Shift+[', 'Ctrl+Shift+PageUp'],
    ['Meta+Shift+[', 'Ctrl+Shift+['],
  ),
  typed('window.next', 'windows', ['Ctrl+Shift+]', 'Ctrl+Shift+PageDown'], ['Meta+Shift+]', 'Ctrl+Shift+]']),
  typed('window.moveLeft', 'windows'),
  typed('window.moveRight', 'windows'),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) =>
    typed(`window.${number}`, 'windows', [`Ctrl+Alt+${number}`], [`Alt+Meta+${number}`]),
  ),
  typed('pane.splitRight', 'panes', ['Ctrl+Shift+D', 'Alt+Shift+D'], ['Meta+D']),
  typed('pane.splitDown', 'panes', ['Ctrl+Shift+E', 'Alt+Shift+E'], ['Meta+Shift+D']),
  typed('pane.zoom', 'panes', ['Ctrl+Shift+Enter'], ['Meta+Shift+Enter']),
  typed('pane.left', 'panes', ['Ctrl+Alt+Left'], ['Alt+Meta+Left', 'Ctrl+Shift+Left']),
  typed('pane.right', 'panes', ['Ctrl+Alt+Right'], ['Alt+Meta+Right', 'Ctrl+Shift+Right']),
  typed('pane.up', 'panes', ['Ctrl+Alt+Up'], ['Alt+Meta+Up']),
  typed('pane.down', 'panes', ['Ctrl+Alt+Down'], ['Alt+Meta+Down']),
  ...['Left', 'Right', 'Up', 'Down'].map((side) =>
    typed(`pane.resize${side}`, 'panes', [`Ctrl+Alt+Shift+${side}`], [`Ctrl+Meta+${side}`]),
  ),
  typed('pane.even', 'panes'),
  typed('pane.tile', 'panes'),
  typed('pane.close', 'panes'),
  action('pane.solo', 'panes'),
  ...['swap', 'break', 'join', 'rename', 'respawn', 'synchronize', 'clearHistory'].map((name) =>
    typed(`pane.${name}`, 'panes'),
  ),
  typed('tmux.prefix', 'panes'),
  typed('tmux.view', 'panes', ['Alt+Shift+T'], ['Ctrl+Shift+T']),
  typed('tmux.limits', 'panes'),
  typed('panes.broadcast', 'panes'),
  typed('session.fit', 'session'),
  action('view.next', 'session'),
  typed('view.swap', 'session', ['Alt+Shift+V'], ['Ctrl+Shift+V']),
  typed('session.new', 'session'),
  typed('session.rename', 'session'),
  typed('session.savePreset', 'session'),
  typed('presets.open', 'session'),
  typed('restore.open', 'session'),
  typed('session.share', 'session'),
  action('session.mute', 'session'),
  typed('session.record', 'session'),
]);

/** The actions by group, in the order of the table. */
export const GROUPS = [...new Set(ACTIONS.map(({ group }) => group))].map((title) => ({
  title,
  actions: ACTIONS.filter(({ group }) => group === title),
}));

const REPEATING =
  /^(newline|font\.(larger|smaller)|window\.(previous|next|move.*)|prompt\..*|pane\.(left|right|up|down|resize.*))$/;

/** Whether an action repeats while its key is down. */
export function repeats(id) {
  return REPEATING.test(id);
}

/** Which action each chord means. @param {Record<string, string[]>} [own] the user's chords by action. */
export function keymap(own = {}, mac = isMac()) {
  return new Map(ACTIONS.flatMap(({ id }) => chordsOf(id, own, mac).map((chord) => [chord, id])));
}

/** The chords of an action: the user's, or the default ones that the user gave to no other action. */
export function chordsOf(id, own = {}, mac = isMac()) {
  if (own[id]) return own[id];
  const { keys } = ACTIONS.find((one) => one.id === id);
  const taken = ACTIONS.flatMap((one) => own[one.id] ?? []);
  return (mac ? keys.mac : keys.pc).filter((chord) => !taken.includes(chord));
}
