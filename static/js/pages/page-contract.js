/**
 * What the terminal page and its features agree on: the page as a feature gets it, and the events of the
 * page.
 */

/**
 * @typedef {object} Page what a feature may use of the terminal page.
 * @property {import('../net/api.js').Api} api
 * @property {import('../net/user-settings.js').Settings} settings
 * @property {import('../features/keys/action-registry.js').Actions} actions registers what keys, the palette
 *   and buttons run.
 * @property {import('../terminal/screen.js').Screen} screen the terminal; in `view=panes` the focused one.
 * @property {NativePart|null} panes only in `view=panes`.
 * @property {import('../net/subscription.js').Subscription} subscription
 * @property {import('../lib/emitter.js').Emitter} events see below.
 * @property {HTMLElement} layer lies over the terminal. What is put there never moves the terminal.
 * @property {boolean} guest whether a share link opened this page.
 * @property {{id: string, name: string}|null} session
 * @property {import('../lib/window-model.js').Window[]} windows of the session, ordered by index, in the
 *   fields of docs/protocol.md.
 * @property {() => boolean} mayType
 * @property {(text: string) => void} say announces a text to screen readers.
 * @property {() => void} focus moves the keyboard focus to the terminal.
 * @property {boolean} recording whether the session is being recorded.
 * @property {(bytes: Uint8Array, options?: {leaveMode?: boolean}) => boolean} type sends input; see
 *   `Subscription.type`.
 * @property {() => Promise<boolean>} taken settles when the terminal has all input sent so far; false if
 *   input was discarded.
 * @property {() => Promise<void>} takeSize gives the session the size of this window.
 * @property {(watcher: import('../features/history/copy-mode.js').CopyMode) => void} watchInput lets the
 *   watcher see all input first, and decide what leaves a mode of tmux.
 * @property {() => Promise<{write: (text: string) => void, focus: () => void}|null>} draft the open composer;
 *   null if none is open.
 * @property {(find: () => Promise<object|null>) => void} draftIn sets how `draft` finds the composer.
 * @property {(gauges: import('../features/page/stats.js').Stats) => void} measure reports keys, output and
 *   frames to the gauges from now on.
 * @property {(name: string) => void} open shows another session here. The caller sets the address.
 */

/**
 * What `view=panes` adds.
 * @typedef {object} NativePart
 * @property {import('../features/panes/pane-screen.js').PaneScreen} screen the panes and their terminals.
 * @property {import('../net/subscription.js').Subscription} subscription
 * @property {(name: string, args?: object) => Promise<Record<string, any>>} command see
 *   `Subscription.command`.
 * @property {(pane: number, kind: number, bytes: Uint8Array) => boolean} typeTo types into one pane; see
 *   `InputKind`.
 * @property {(pane: number, bytes: Uint8Array) => boolean} pasteTo pastes into one pane. For features of both
 *   views: they do not import `InputKind`, because its module would then be in their file.
 * @property {(listener: (bytes: Uint8Array, options: {inserted?: boolean, target?: {pane: number, kind:
 *   number}}) => boolean) => void} typeFirst shows all that is typed or pasted, except by `typeTo` or
 *   `pasteTo`, to a listener first; it returns whether it took that.
 */

/**
 * Events with a state: a listener that comes later hears the latest value at once.
 *
 * - `attached`: the fields of the greeting that features need
 * - `state`: the name of the connection's state
 * - `input`: the `InputLog` of input that is not confirmed
 * - `layout`, `windows` (list), `window` (id), `presence`, `terminals`, `title`
 * - `session`: {id, name}
 * - `role`: whether the user may type
 * - `zen`: whether the bar is hidden
 * - `elsewhere`: other sessions that need attention
 * - `agents`: what agents in panes do, of all sessions; see docs/protocol.md
 * - `pane-layout`: the current window in the fields of Layout, or null; only in `view=panes`
 * - `pane-focus`: the number of the focused pane, or null; only in `view=panes`
 * - `pane-solo`: whether one of several panes is shown; only in `view=panes`
 *
 * Events without one: `latency` (ms), `bell`, `output` (bytes of output arrived), `typed` (input is about to
 * be sent), `address` (the page is about to open the session of a new address), and every
 * other event of the server by its name.
 */
export const STATES = [
  'attached',
  'state',
  'input',
  'layout',
  'windows',
  'window',
  'presence',
  'terminals',
  'title',
  'session',
  'role',
  'zen',
  'elsewhere',
  'agents',
  'pane-layout',
  'pane-focus',
  'pane-solo',
];
