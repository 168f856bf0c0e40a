/** What the server said, in the page, that whoever reads it may do. The server enforces it; pages only do not offer it. */
export function mayType() {
  return document.documentElement.dataset.role !== 'viewer';
}
