/** Chords as people read and hear them. Pure. */
import { isMac } from './chord.js';

/** The keys of a chord, the last one the key itself: `Ctrl+Shift++` has three. */
export function partsOf(chord) {
  const cut = chord.endsWith('++') ? chord.length - 2 : chord.lastIndexOf('+');
  return cut < 1 ? [chord] : [...chord.slice(0, cut).split('+'), chord.slice(cut + 1)];
}

const MAC_NAMES = { Meta: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃' };
const ARROWS = { Up: '↑', Down: '↓', Left: '←', Right: '→' };

/** The keys of a chord as they are printed on this kind of keyboard. */
export function printedOf(chord, mac = isMac()) {
  return partsOf(chord).map(
    (part) => (mac && MAC_NAMES[part]) || ARROWS[part] || (part === 'Meta' ? 'Win' : part),
  );
}

/** A chord in words, for a screen reader and for running text. */
export function spokenOf(chord, mac = isMac()) {
  const names = mac ? { Meta: 'Command', Alt: 'Option', Ctrl: 'Control' } : { Meta: 'Windows' };
  return partsOf(chord)
    .map((part) => names[part] ?? part)
    .join('+');
}
