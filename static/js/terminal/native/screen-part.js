/** The screen of a full snapshot without its history, for a terminal whose user has scrolled back. Pure. */

// `SCREEN_FOLLOWS` of webmux/panes/snapshots/compose.py: it changes nothing where it stands.
const MARK = '\x1b[?7l\x1b[?7l';
/**
 * As after a reset, but the scrollback stays: an unfinished sequence ends, then the first screen, a soft
 * reset, no automatic wrapping, and the modes that a soft reset leaves; at last an empty screen.
 */
const START =
  '\x18\x1b[?1047l\x1b[!p\x0f\x1b(B\x1b[m\x1b[?7l' +
  '\x1b[?1l\x1b>\x1b[?1000l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[H\x1b[J';

const encoder = new TextEncoder();
const [mark, start] = [MARK, START].map((text) => encoder.encode(text));

/**
 * Bytes that draw only the screen of a full snapshot.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array|null} null if the snapshot does not say where its screen begins.
 */
export function screenPart(bytes) {
  const at = placeOf(bytes);
  if (at < 0) return null;
  const part = new Uint8Array(start.length + bytes.length - at);
  part.set(start);
  part.set(bytes.subarray(at), start.length);
  return part;
}

/** Where the screen begins, or -1. @param {Uint8Array} bytes */
function placeOf(bytes) {
  for (let at = bytes.indexOf(mark[0]); at >= 0; at = bytes.indexOf(mark[0], at + 1))
    if (mark.every((byte, place) => bytes[at + place] === byte)) return at + mark.length;
  return -1;
}
