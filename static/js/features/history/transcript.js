/**
 * Transcripts: the history of full-screen agents, which the server reconstructs from their screens.
 * Separate file: the overlay and find on the screen choose by the same rule.
 */

/**
 * What the history of a pane shows: its transcript while an agent fills it, since tmux stores nothing then.
 * @template {{pane: string, size: number, history: number, reconstructed?: boolean}} Pane
 * @param {Pane[]} panes of the reply to `panes`.
 * @param {Pane|undefined} chosen
 * @returns {Pane|undefined}
 */
export function shownHistory(panes, chosen) {
  if (chosen === undefined || chosen.reconstructed) return chosen;
  const transcript = panes.find(({ pane }) => pane === `${chosen.pane}r`);
  const fillsPane = transcript !== undefined && transcript.size > transcript.history;
  return fillsPane ? transcript : chosen;
}

/** Whether an id is that of a transcript, such as `%3r`. @param {string} pane */
export function isTranscript(pane) {
  return pane.endsWith('r');
}
