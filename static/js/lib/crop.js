/** Which part of a screen a small picture shows. Pure. */

/** The last row somebody would look at, the cursor's counted; -1 where there is none. @param {(y: number) => boolean} isBlank */
export function lastUsed(rows, isBlank, cursor) {
  const least = cursor?.visible ? cursor.y : -1;
  for (let y = rows - 1; y > least; y -= 1) if (!isBlank(y)) return y;
  return least;
}

/**
 * The first row to show where only `room` of `rows` can be: the newest are at the bottom of what is used, and a cursor above them
 * is in the middle.
 * @param {{last: number, cursor?: {y: number, visible: boolean}|null}} used
 */
export function topRow(rows, room, { last, cursor }) {
  const most = Math.max(0, rows - room);
  const newest = Math.min(most, Math.max(0, last + 1 - room));
  const above = cursor?.visible && cursor.y < newest;
  return above ? Math.max(0, cursor.y - Math.floor(room / 2)) : newest;
}
