/** Draws as one what a font has as one, where tmux gives each part cells of its own: flags, families, skin tones. */

const PART = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?`;
const SEQUENCE = new RegExp(
  String.raw`\p{Regional_Indicator}{2}|${PART}(?:\u200d${PART})+|\p{Emoji_Modifier_Base}\p{Emoji_Modifier}`,
  'gu',
);
const MAYBE = /[\u200d\ud83c]/;

/** @param {import('../../vendor/xterm.mjs').Terminal} terminal */
export function joinSequences(terminal) {
  terminal.registerCharacterJoiner(sequencesIn);
}

/** Where they are in a text. @returns {[number, number][]} @testonly */
export function sequencesIn(text) {
  if (!MAYBE.test(text)) return [];
  return Array.from(text.matchAll(SEQUENCE), ({ 0: found, index }) => [index, index + found.length]);
}
