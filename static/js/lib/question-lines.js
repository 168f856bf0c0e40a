/**
 * Which lines of a question to show beside its options. Pure.
 * Separate file: two features show questions, and neither may import the other.
 */

/**
 * The lines above the menu: its options are buttons, and the question needs the room.
 * @param {{lines: string[], options: {key: string, label: string}[]}} question
 */
export function withoutMenu({ lines, options }) {
  const first = lines.findLastIndex((line) => /^[^\p{L}\p{N}]*1[.)] /u.test(line));
  const above = options.length > 0 && first > 0 ? lines.slice(0, first) : lines;
  return above.slice(0, above.findLastIndex((line) => line.trim() !== '') + 1);
}
