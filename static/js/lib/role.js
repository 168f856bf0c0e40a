/**
 * Whether the user of this page may type. The server enforces it; the page only hides what is not allowed.
 * Separate file: modules of all layers ask it.
 */
export function mayType() {
  return document.documentElement.dataset.role !== 'viewer';
}
