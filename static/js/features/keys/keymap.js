/** Which action each chord means. Pure. */
import { ACTIONS } from './action-table.js';
import { isMac } from '../../lib/chord.js';

/** Chord to action, for this kind of keyboard; `own` are the reader's chords by action, instead of ours. */
export function keymap(own = {}, mac = isMac()) {
  return new Map(ACTIONS.flatMap(({ id }) => chordsOf(id, own, mac).map((chord) => [chord, id])));
}

/** The chords of one action: of ours, those that the reader gave to no other one. */
export function chordsOf(id, own = {}, mac = isMac()) {
  if (own[id]) return own[id];
  const { keys } = ACTIONS.find((one) => one.id === id);
  const taken = ACTIONS.flatMap((one) => own[one.id] ?? []);
  return (mac ? keys.mac : keys.pc).filter((chord) => !taken.includes(chord));
}
