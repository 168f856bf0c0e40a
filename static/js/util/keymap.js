/** Which action each chord means. Pure. */
import { ACTIONS } from './actions.js';
import { isMac } from './chord.js';

/** Chord to action, for this kind of keyboard; `own` are the reader's chords by action, instead of ours. */
export function keymap(own = {}, mac = isMac()) {
  const found = new Map();
  for (const { id } of ACTIONS) for (const chord of chordsOf(id, own, mac)) found.set(chord, id);
  return found;
}

/** The chords of one action. */
export function chordsOf(id, own = {}, mac = isMac()) {
  const usual = ACTIONS.find((one) => one.id === id).keys;
  return own[id] ?? (mac ? usual.mac : usual.pc);
}
