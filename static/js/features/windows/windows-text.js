/** What the user reads and hears about windows and panes. */
export const TEXT = {
  addressWindowGone:
    'The window in this address no longer exists. You see the current window of the session.',

  windows: 'Windows',
  thisWindow: 'This window',
  renameWindow: 'Rename window',
  moveLeft: 'Move left',
  moveRight: 'Move right',
  closeWindow: 'Close window',
  closeLabel: (label) => `Close window ${label}`,
  zoomed: 'zoomed',
  panes: (count) => `${count} panes`,
  badge: (text) => ` (${text})`,
  showAll: (label, badges) => {
    const others = badges.length > 0 ? `, ${badges.join(', ')} in other windows` : '';
    return `Window ${label}${others}; show all windows`;
  },

  rename: 'Rename',
  renaming: 'Renaming…',
  closing: 'Closing…',
  closeWindowTitle: (label) => `Close window “${label}”?`,
  closeWindowText: (panes, isLast) => {
    const programs = panes > 1 ? `The programs in its ${panes} panes` : 'The program in it';
    return `${programs} will end.${isLast ? ' It is the last window, so the session ends too.' : ''}`;
  },

  onePane: 'There is only one pane.',
  closePane: 'Close pane',
  closePaneTitle: (index) => `Close pane ${index}?`,
  closePaneText: (command) =>
    command ? `“${command}” is running in it and will end.` : 'The program running in it will end.',
};
