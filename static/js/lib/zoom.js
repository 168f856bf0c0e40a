/**
 * How a picture that is larger than its room is shown: its scale and position. Pure; lengths in CSS pixels.
 */

/**
 * @typedef {{scale: number, x: number, y: number}} View
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

export const WHOLE = Object.freeze({ scale: 1, x: 0, y: 0 });

/**
 * The nearest view without an unnecessary margin.
 * @param {View} view @param {Box} picture as it lies at scale 1 @param {{width: number, height: number}} room
 */
export function within({ scale, x, y }, picture, room) {
  return {
    scale,
    x: along(x, scale, picture.x, picture.width, room.width),
    y: along(y, scale, picture.y, picture.height, room.height),
  };
}

/**
 * @param {number} shift
 * @param {number} scale
 * @param {number} start
 * @param {number} length
 * @param {number} room
 */
function along(shift, scale, start, length, room) {
  const [first, size] = [start * scale, length * scale];
  if (size <= room) return (room - size) / 2 - first;
  return Math.max(room - size - first, Math.min(0 - first, shift));
}

/**
 * Larger or smaller around a point that stays in place; from the whole picture to the largest scale.
 * @param {View} view
 * @param {number} factor
 * @param {{x: number, y: number}} point
 * @param {number} most
 */
export function zoomed(view, factor, point, most) {
  const scale = Math.max(1, Math.min(most, view.scale * factor));
  const grown = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * grown, y: point.y - (point.y - view.y) * grown };
}

/**
 * Moves the picture just enough to show a part of it.
 * @param {View} view
 * @param {Box} box
 * @param {{width: number, height: number}} room
 */
export function revealing(view, box, room) {
  /** @param {number} shift @param {number} start @param {number} length @param {number} space */
  const nearest = (shift, start, length, space) => {
    const [from, to] = [shift + start * view.scale, shift + (start + length) * view.scale];
    if (from < 0) return shift - from;
    return to > space ? shift - (to - space) : shift;
  };
  return {
    scale: view.scale,
    x: nearest(view.x, box.x, box.width, room.width),
    y: nearest(view.y, box.y, box.height, room.height),
  };
}
