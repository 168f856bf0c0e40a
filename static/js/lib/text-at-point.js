/** Finds the character of a text on the page that was touched. */

/**
 * @param {Element} element
 * @param {{clientX: number, clientY: number}} point
 * @returns {number|null} its place in the text of the element, in UTF-16 units; null next to the text.
 */
export function characterAt(element, { clientX, clientY }) {
  const caret = caretAt(clientX, clientY);
  if (caret === null || caret.node.nodeType !== Node.TEXT_NODE || !element.contains(caret.node)) return null;
  const text = /** @type {Text} */ (caret.node);
  // A caret is between two characters.
  const touched = [caret.offset, caret.offset - 1].find((offset) => covers(text, offset, clientX, clientY));
  if (touched === undefined) return null;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(text, touched);
  return before.toString().length;
}

/** @param {number} x @param {number} y */
function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

/** @param {Text} node @param {number} offset @param {number} x @param {number} y */
function covers(node, offset, x, y) {
  if (offset < 0 || offset >= node.length) return false;
  const character = document.createRange();
  character.setStart(node, offset);
  character.setEnd(node, offset + 1);
  return [...character.getClientRects()].some(
    ({ left, right, top, bottom }) => left <= x && x < right && top <= y && y < bottom,
  );
}
