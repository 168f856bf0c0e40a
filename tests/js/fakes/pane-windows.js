/** Panes and a window as a Layout record has them. */

export const paneAt = (number, [left, top, cols, rows], more = {}) => ({
  pane: number,
  left,
  top,
  cols,
  rows,
  ...more,
});

/** 1 on the left; 2 above 3 on the right. */
export const THREE_PANES = [
  paneAt(1, [0, 0, 40, 24], { command: 'bash', title: 'work' }),
  paneAt(2, [41, 0, 39, 12], { active: true }),
  paneAt(3, [41, 13, 39, 11]),
];

/** Their window. */
export const THREE_PANE_WINDOW = {
  id: '@1',
  ...{ cols: 80, rows: 24, border: 'off', zoomed: false },
  panes: THREE_PANES,
};

/** The same window with other fields in some panes: `{2: {active: false}}`. */
export const withChanges = (more) => ({
  ...THREE_PANE_WINDOW,
  panes: THREE_PANES.map((one) => ({ ...one, ...more[one.pane] })),
});
