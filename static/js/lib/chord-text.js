/** Chords as people read and hear them. Pure. */
import { isMac } from './chord.js';

/** The parts of a chord; the last is the key itself: `Ctrl+Shift++` has three. @param {string} chord */
export function partsOf(chord) {
  const cut = chord.endsWith('++') ? chord.length - 2 : chord.lastIndexOf('+');
  return cut < 1 ? [chord] : [...chord.slice(0, cut).split('+'), chord.slice(cut + 1)];
}

/** @type {Record<string, string>} */
const MAC_NAMES = { Meta: '⌘', Alt: '⌥', Shift: '⇧', Ctrl: '⌃' };
/** @type {Record<string, string>} */
const ARROWS = { Up: '↑', Down: '↓', Left: '←', Right: '→' };

/**
 * The keys of a chord as they are printed on this kind of keyboard.
 * @param {string} chord
 * @param {boolean} [mac]
 */
export function printedOf(chord, mac = isMac()) {
  return partsOf(chord).map(
    (part) => (mac && MAC_NAMES[part]) || ARROWS[part] || (part === 'Meta' ? 'Win' : part),
  );
}

/**
 * A chord in words, for a screen reader and for running text.
 * @param {string} chord
 * @param {boolean} [mac]
 */
export function spokenOf(chord, mac = isMac()) {
  /** @type {Record<string, string>} */
  const names = mac ? { Meta: 'Command', Alt: 'Option', Ctrl: 'Control' } : { Meta: 'Windows' };
  return partsOf(chord)
    .map((part) => names[part] ?? part)
    .join('+');
}
