/** Shows a chord: the keys as printed on a keyboard, and words for a screen reader. */
import { printedOf, spokenOf } from '../lib/chord-text.js';
import { el } from '../lib/dom.js';
import { isMac } from '../lib/chord.js';

/** @param {string} chord as `chordOf` writes it. */
export function chordElement(chord, mac = isMac()) {
  const keys = printedOf(chord, mac).map((part) => el('kbd', { text: part }));
  return el(
    'span',
    { class: 'chord' },
    el('span', { class: 'visually-hidden', text: spokenOf(chord, mac) }),
    el('span', { 'aria-hidden': 'true' }, ...keys),
  );
}
