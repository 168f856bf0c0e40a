/**
 * What the page says about what a tmux lacks for native panes. Separate file: a table of texts, loaded late.
 */

/**
 * By the name that the server sends; `long` says what to do.
 * @type {Record<string, {short: string, long: string}>}
 */
export const LIMITS = Object.freeze({
  respawn: {
    short: 'A script that restarts a program while it prints fast can end tmux, with all sessions.',
    long:
      'This means respawn-pane -k from a script, another terminal or tmux’s own menu, while native ' +
      'panes are open. What you restart in this page is safe: with Enter, the palette or a key of ' +
      'tmux. If scripts often restart programs in a session, use the attached view for it. ' +
      'Releases of tmux after 3.7c have the fix.',
  },
  'dead-panes': {
    short: 'If remain-on-exit is on, a program that ends can end tmux, with all sessions.',
    long: 'Leave this option of tmux off while native panes are open. tmux 3.3 has the fix.',
  },
  keys: {
    short: 'Shift+Enter, Ctrl+Enter and the like reach only programs that ask for such keys.',
    long: 'The program must ask while this page is open. From 3.5 on, tmux sends every program a key.',
  },
  'cleared-colours': {
    short: 'A pane that you open can lack background colours.',
    long:
      'They are in areas that a program cleared and then left empty. They return when the program ' +
      'draws again. tmux 3.4 has the fix.',
  },
  black: {
    short: 'Programs that ask for the colours of the terminal get black.',
    long: 'With a light theme they can choose colours that are hard to read. tmux 3.5 has the fix.',
  },
});

export const TEXT = {
  title: (version) => `Native panes with tmux ${version}`,
  spoken: (version) => `A notice says what tmux ${version} lacks for native panes.`,
  more: 'More',
  understood: 'OK',
  nothing: 'This tmux has all that native panes need.',
  check: 'Check this machine',
  close: 'Close',
};
