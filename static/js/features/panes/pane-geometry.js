/** Where panes, their titles and the dividers between them lie. Pure; cells of the window, from 0. */

/**
 * @typedef {object} LayoutPane a pane of the record Layout; see docs/protocol.md.
 * @property {number} pane tmux's number.
 * @property {number} left
 * @property {number} top
 * @property {number} cols
 * @property {number} rows
 * @property {boolean} [active]
 * @property {string} [title]
 */
/**
 * @typedef {object} Divider the border between two groups of panes.
 * @property {string} id the same while the same panes are on its left or upper side.
 * @property {'x'|'y'} axis the direction in which it moves.
 * @property {number} at its column or row.
 * @property {number} from the first row or column of its length.
 * @property {number} to the one after the last.
 * @property {number} least the smallest `at`.
 * @property {number} most the largest one.
 * @property {number} pane a pane on its left or upper side.
 * @property {number} start where that pane begins: the pane has `at - start` columns or rows.
 * @property {number[]} before all panes of that side.
 * @property {number[]} after those of the other side.
 */
/** @typedef {'left'|'right'|'up'|'down'} Direction */
/** @typedef {{start: number, end: number}} Span from `start` to before `end`. */

/** The row of a pane's title if tmux reserves one. @param {LayoutPane} pane @param {string} border */
export function titleRow({ top, rows }, border) {
  if (border === 'top') return top - 1;
  return border === 'bottom' ? top + rows : null;
}

/** @param {LayoutPane} pane @param {'x'|'y'} axis @returns {Span} */
function spanOf({ left, top, cols, rows }, axis) {
  return axis === 'x' ? { start: left, end: left + cols } : { start: top, end: top + rows };
}

/** @param {'x'|'y'} axis */
const other = (axis) => (axis === 'x' ? 'y' : 'x');

/** How many cells two spans share. @param {Span} one @param {Span} two */
const shared = (one, two) => Math.min(one.end, two.end) - Math.max(one.start, two.start);

/**
 * The dividers of a window, those that move sideways first.
 * @param {LayoutPane[]} panes
 * @returns {Divider[]}
 */
export function dividersOf(panes) {
  return /** @type {const} */ (['x', 'y']).flatMap((axis) =>
    groupsOf(panes, axis).map((group) => dividerOf(group, axis)),
  );
}

/**
 * @typedef {object} Group the panes on both sides of one border.
 * @property {number} at
 * @property {Set<LayoutPane>} before
 * @property {Set<LayoutPane>} after
 */

/**
 * Panes that face each other over one cell; groups that have a pane in common are one.
 * @param {LayoutPane[]} panes
 * @param {'x'|'y'} axis
 */
function groupsOf(panes, axis) {
  /** @type {Group[]} */
  const groups = [];
  for (const before of panes) {
    const { end: at } = spanOf(before, axis);
    const facing = panes.filter(
      (pane) =>
        spanOf(pane, axis).start === at + 1 &&
        shared(spanOf(before, other(axis)), spanOf(pane, other(axis))) > 0,
    );
    if (facing.length === 0) continue;
    /** @type {Group} */
    const merged = { at, before: new Set([before]), after: new Set(facing) };
    const touches = (/** @type {Group} */ group) =>
      group.at === at && facing.some((pane) => group.after.has(pane));
    for (const group of groups.filter(touches)) {
      for (const pane of group.before) merged.before.add(pane);
      for (const pane of group.after) merged.after.add(pane);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(merged);
  }
  return groups;
}

/** @param {Group} group @param {'x'|'y'} axis @returns {Divider} */
function dividerOf({ at, before, after }, axis) {
  const along = [...before, ...after].map((pane) => spanOf(pane, other(axis)));
  // The longest one: panes of an inner row share what the border gives, so that their start moves too.
  const longest = [...before].reduce((one, two) =>
    spanOf(two, axis).start < spanOf(one, axis).start ? two : one,
  );
  const numbers = [before, after].map((side) => [...side].map(({ pane }) => pane).sort((a, b) => a - b));
  return {
    id: `${axis}${numbers[0].join('-')}`,
    axis,
    at,
    from: Math.min(...along.map(({ start }) => start)),
    to: Math.max(...along.map(({ end }) => end)),
    least: Math.min(...[...before].map((pane) => spanOf(pane, axis).start)) + 1,
    most: Math.max(...[...after].map((pane) => spanOf(pane, axis).end)) - 2,
    pane: longest.pane,
    start: spanOf(longest, axis).start,
    before: numbers[0],
    after: numbers[1],
  };
}

/** @type {Record<Direction, {axis: 'x'|'y', sign: -1|1}>} */
export const WAYS = {
  left: { axis: 'x', sign: -1 },
  right: { axis: 'x', sign: 1 },
  up: { axis: 'y', sign: -1 },
  down: { axis: 'y', sign: 1 },
};

/**
 * The divider that tmux moves for `resize-pane` with this direction: the one right of (below) the pane, or
 * the one on its other side if it is the last.
 * @param {LayoutPane[]} panes
 * @param {number} pane
 * @param {'x'|'y'} axis
 * @returns {Divider|null}
 */
export function dividerBeside(panes, pane, axis) {
  const all = dividersOf(panes).filter((divider) => divider.axis === axis);
  return (
    all.find(({ before }) => before.includes(pane)) ?? all.find(({ after }) => after.includes(pane)) ?? null
  );
}

/**
 * The pane beside another one. At the edge of the window it is the one at the opposite edge, as in tmux.
 * If several touch it, the one used last, else the one that shares the longest border.
 * @param {LayoutPane[]} panes
 * @param {number} from
 * @param {Direction} direction
 * @param {number[]} [recent] panes in the order in which they were used, the last one first.
 * @returns {number|null} null if the window has no other pane there.
 */
export function paneBeside(panes, from, direction, recent = []) {
  const { axis, sign } = WAYS[direction];
  const own = panes.find(({ pane }) => pane === from);
  if (!own) return null;
  const across = spanOf(own, other(axis));
  const there = panes.filter((pane) => pane !== own && shared(across, spanOf(pane, other(axis))) > 0);
  const edge = (/** @type {LayoutPane} */ pane) =>
    sign > 0 ? spanOf(pane, axis).start : -spanOf(pane, axis).end;
  const limit = sign > 0 ? spanOf(own, axis).end : -spanOf(own, axis).start;
  const ahead = there.filter((pane) => edge(pane) >= limit);
  const row = ahead.length > 0 ? ahead : there;
  const nearest = Math.min(...row.map(edge));
  const rank = (/** @type {LayoutPane} */ { pane }) => {
    const place = recent.indexOf(pane);
    return place < 0 ? recent.length : place;
  };
  const [best] = row
    .filter((pane) => edge(pane) === nearest)
    .sort(
      (one, two) =>
        rank(one) - rank(two) ||
        shared(across, spanOf(two, other(axis))) - shared(across, spanOf(one, other(axis))),
    );
  return best?.pane ?? null;
}

/**
 * The pane nearest to where a pane was, and of several the one that shares most with it; null if there is
 * none.
 * @param {LayoutPane[]} panes
 * @param {LayoutPane} gone
 * @returns {number|null}
 */
export function nearestPane(panes, gone) {
  const ranked = panes.map(({ pane, ...place }) => {
    const common = /** @type {const} */ (['x', 'y']).map((axis) =>
      shared(spanOf(gone, axis), spanOf({ pane, ...place }, axis)),
    );
    const gap = common.reduce((sum, cells) => sum + Math.max(0, -cells), 0);
    return { pane, gap, common: Math.max(...common) };
  });
  ranked.sort((one, two) => one.gap - two.gap || two.common - one.common);
  return ranked[0]?.pane ?? null;
}

/**
 * The order in which solo steps through the panes: by rows, then by columns.
 * @template {LayoutPane} Pane
 * @param {Pane[]} panes
 */
export function inReadingOrder(panes) {
  return [...panes].sort((one, two) => one.top - two.top || one.left - two.left);
}
