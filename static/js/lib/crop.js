/** Which part of a screen a small picture shows. Pure. */

/**
 * The last row that shows something, or has the cursor; -1 if no row does.
 * @param {number} rows
 * @param {(y: number) => boolean} isBlank
 * @param {{y: number, visible: boolean}|null|undefined} cursor
 */
export function lastUsed(rows, isBlank, cursor) {
  const least = cursor?.visible ? cursor.y : -1;
  for (let y = rows - 1; y > least; y -= 1) if (!isBlank(y)) return y;
  return least;
}

/**
 * The first row to show if only `room` of the rows fit. Shows the newest rows, which are the last used ones;
 * a cursor
 * above them is put in the middle.
 * @param {number} rows
 * @param {number} room
 * @param {{last: number, cursor?: {y: number, visible: boolean}|null}} used
 */
export function topRow(rows, room, { last, cursor }) {
  const most = Math.max(0, rows - room);
  const newest = Math.min(most, Math.max(0, last + 1 - room));
  const above = cursor?.visible && cursor.y < newest;
  return above ? Math.max(0, cursor.y - Math.floor(room / 2)) : newest;
}
