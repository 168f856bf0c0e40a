/** Which character of a text on the page was touched. */

/** @returns {number|null} its place in the text of `element`, in UTF-16 units; null beside the text. @param {{clientX: number, clientY: number}} point */
export function characterAt(element, { clientX, clientY }) {
  const caret = caretAt(clientX, clientY);
  if (caret === null || caret.node.nodeType !== Node.TEXT_NODE || !element.contains(caret.node)) return null;
  // A caret stands between two characters.
  const touched = [caret.offset, caret.offset - 1].find((offset) =>
    covers(caret.node, offset, clientX, clientY),
  );
  if (touched === undefined) return null;
  const before = document.createRange();
  before.setStart(element, 0);
  before.setEnd(caret.node, touched);
  return before.toString().length;
}

function caretAt(x, y) {
  if (document.caretPositionFromPoint) {
    const found = document.caretPositionFromPoint(x, y);
    return found && { node: found.offsetNode, offset: found.offset };
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

function covers(node, offset, x, y) {
  if (offset < 0 || offset >= node.length) return false;
  const character = document.createRange();
  character.setStart(node, offset);
  character.setEnd(node, offset + 1);
  return [...character.getClientRects()].some(
    ({ left, right, top, bottom }) => left <= x && x < right && top <= y && y < bottom,
  );
}
