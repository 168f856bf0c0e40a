/** Everything one may do by a key or from the palette, in one table. Pure: who does it registers elsewhere. */

const action = (id, group, title, pc = [], mac = []) =>
  Object.freeze({ id, group, title, keys: Object.freeze({ pc, mac }) });
const typed = (...what) => Object.freeze({ ...action(...what), types: true });
const windowNumber = (number) =>
  typed(`window.${number}`, 'Windows', `Tab ${number}`, [`Ctrl+Alt+${number}`], [`Alt+Meta+${number}`]);

/**
 * `types`: only for who may type. Keys are chords as `chordOf` writes them; browsers keep Ctrl+N, T, W and Tab for
 * themselves. Ours are Ctrl+Shift, Alt+Shift and a letter (programs know Alt and that letter as the same), and Ctrl+Alt
 * with a digit or an arrow. All else belongs to the terminal: Alt+Shift and a sign is Meta and that sign, Ctrl+Shift
 * with `2`, `6` and `-` writes control characters. Where the tools of a browser are on the same chord, or a browser
 * keeps it for its tabs, there is a second one.
 * @type {readonly {id: string, group: string, title: string, keys: {pc: string[], mac: string[]}, types?: boolean}[]}
 */
export const ACTIONS = Object.freeze([
  action('palette.open', 'Page', 'Command palette', ['Ctrl+Shift+K', 'Alt+Shift+K'], ['Meta+K']),
  action('switcher.open', 'Page', 'Switch session', ['Ctrl+Shift+O', 'Alt+Shift+O'], ['Meta+O']),
  action('help.open', 'Page', 'Keys and help', ['Ctrl+Shift+/'], ['Ctrl+Shift+/']),
  action('settings.open', 'Page', 'Settings'),
  action('home.open', 'Page', 'All sessions'),
  action('notify.allow', 'Page', 'Allow notifications'),
  action('recordings.open', 'Page', 'Recordings'),
  action('account.open', 'Page', 'Account'),
  action('admin.open', 'Page', 'Admin: people, connections, health'),
  action('logout', 'Page', 'Log out'),
  action('theme.toggle', 'Page', 'Toggle dark mode'),
  action('home.layout', 'Page', 'Sessions as cards, small cards or a list'),
  action('rail.toggle', 'Page', 'Sessions beside the terminal', ['Alt+Shift+B'], ['Ctrl+Shift+B']),
  action('rail.focus', 'Page', 'Go to the sessions beside the terminal'),
  action(
    'drawer.toggle',
    'Page',
    'Side panel: files, search, recordings',
    ['Ctrl+Shift+B'],
    ['Meta+Shift+B'],
  ),
  action('zen.toggle', 'Page', 'Toggle toolbar (zen mode)'),
  action('figures.toggle', 'Page', 'Connection stats'),
  action('page.leave', 'Page', 'Leave the terminal by keyboard', ['Alt+Shift+M'], ['Ctrl+Shift+M']),
  action('keys.lock', 'Page', 'Full screen with all keys', ['Alt+Shift+F'], ['Ctrl+Shift+F']),
  action('keys.raw', 'Page', 'Send next key to the terminal', ['Alt+Shift+R'], ['Ctrl+Shift+R']),
  action('screenReader.toggle', 'Page', 'Screen reader mode'),
  action('copy', 'Text', 'Copy', ['Ctrl+Shift+C', 'Alt+Shift+C'], ['Meta+C']),
  action('screen.text', 'Text', 'Copy the screen as text'),
  action('screen.html', 'Text', 'Copy the screen as HTML'),
  action('screen.png', 'Text', 'Save the screen as a picture'),
  typed('paste', 'Text', 'Paste', ['Ctrl+Shift+V'], ['Meta+V']),
  typed('newline', 'Text', 'New line without sending (Shift+Enter)', ['Shift+Enter'], ['Shift+Enter']),
  typed('compose.toggle', 'Text', 'Compose before sending', ['Alt+Shift+W'], ['Ctrl+Shift+W']),
  typed('snippets.open', 'Text', 'Snippets', ['Alt+Shift+X'], ['Ctrl+Shift+X']),
  ...['W', 'T', 'N'].map((letter) => typed(`send.ctrl${letter}`, 'Text', `Send Ctrl+${letter}`)),
  action('select.open', 'Text', 'Select text by finger (touch screens)'),
  action('find.open', 'Text', 'Find on the screen', ['Ctrl+Shift+F'], ['Meta+F']),
  action('history.open', 'Text', 'History', ['Ctrl+Shift+H', 'Alt+Shift+H'], ['Meta+Shift+H']),
  action('history.pageUp', 'Text', 'Scroll up a page', ['Shift+PageUp'], ['Shift+PageUp']),
  action('search.open', 'Text', 'Search all sessions', ['Ctrl+Shift+S', 'Alt+Shift+S'], ['Meta+Shift+F']),
  action('font.larger', 'Text', 'Larger text', ['Ctrl+Shift++', 'Ctrl+Shift+.'], ['Meta++']),
  action('font.smaller', 'Text', 'Smaller text', ['Ctrl+Shift+,'], ['Meta+-']),
  action('font.reset', 'Text', 'Default text size', ['Ctrl+Shift+0'], ['Meta+0']),
  typed('files.browse', 'Files', 'Browse files'),
  typed('file.upload', 'Files', 'Upload files', [], []),
  typed('file.download', 'Files', 'Download a file', [], []),
  typed('window.new', 'Windows', 'New window', ['Alt+Shift+N'], ['Meta+Shift+N', 'Ctrl+Shift+N']),
  typed('window.rename', 'Windows', 'Rename window', [], []),
  typed('window.close', 'Windows', 'Close window', [], []),
  typed(
    'window.previous',
    'Windows',
    'Previous window',
    ['Ctrl+Shift+[', 'Ctrl+Shift+PageUp'],
    ['Meta+Shift+[', 'Ctrl+Shift+['],
  ),
  typed(
    'window.next',
    'Windows',
    'Next window',
    ['Ctrl+Shift+]', 'Ctrl+Shift+PageDown'],
    ['Meta+Shift+]', 'Ctrl+Shift+]'],
  ),
  typed('window.moveLeft', 'Windows', 'Move window left', [], []),
  typed('window.moveRight', 'Windows', 'Move window right', [], []),
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map(windowNumber),
  typed('pane.splitRight', 'Panes', 'Split right', ['Ctrl+Shift+D', 'Alt+Shift+D'], ['Meta+D']),
  typed('pane.splitDown', 'Panes', 'Split down', ['Ctrl+Shift+E', 'Alt+Shift+E'], ['Meta+Shift+D']),
  typed('pane.zoom', 'Panes', 'Zoom pane', ['Ctrl+Shift+Enter'], ['Meta+Shift+Enter']),
  typed('pane.left', 'Panes', 'Pane to the left', ['Ctrl+Alt+Left'], ['Alt+Meta+Left', 'Ctrl+Shift+Left']),
  typed(
    'pane.right',
    'Panes',
    'Pane to the right',
    ['Ctrl+Alt+Right'],
    ['Alt+Meta+Right', 'Ctrl+Shift+Right'],
  ),
  typed('pane.up', 'Panes', 'Pane above', ['Ctrl+Alt+Up'], ['Alt+Meta+Up']),
  typed('pane.down', 'Panes', 'Pane below', ['Ctrl+Alt+Down'], ['Alt+Meta+Down']),
  ...['Left', 'Right', 'Up', 'Down'].map((side) =>
    typed(
      `pane.resize${side}`,
      'Panes',
      `Resize pane ${side.toLowerCase()}`,
      [`Ctrl+Alt+Shift+${side}`],
      [`Ctrl+Meta+${side}`],
    ),
  ),
  typed('pane.even', 'Panes', 'Even out panes', [], []),
  typed('pane.tile', 'Panes', 'Tile panes', [], []),
  typed('pane.close', 'Panes', 'Close pane', [], []),
  typed('session.fit', 'Session', 'Resize to this window', [], []),
  action('view.next', 'Session', 'Zoom: whole screen, fit to width, 100 %'),
  typed('session.new', 'Session', 'New session', [], []),
  typed('session.rename', 'Session', 'Rename session', [], []),
  typed('session.share', 'Session', 'Share this session', [], []),
  action('session.mute', 'Session', 'Mute or unmute this session'),
  typed('session.record', 'Session', 'Start or stop recording', [], []),
]);

const HELD =
  /^(newline|font\.(larger|smaller)|window\.(previous|next|move.*)|pane\.(left|right|up|down|resize.*))$/;

/** Whether holding its key does it again and again; everything else is done once a press. */
export function repeats(id) {
  return HELD.test(id);
}
