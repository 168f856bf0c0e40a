/** Making and finding elements. Text goes in as text only: names come from tmux, thus from anybody. */

/**
 * A new element.
 * @param {string} tag
 * @param {{class?: string, text?: string, on?: Record<string, EventListener>, [attribute: string]: unknown}} [options]
 *   everything but `class`, `text` and `on` is an attribute; `undefined`, `null` and `false` leave it out.
 * @param {...(Node|string)} children
 */
export function el(tag, options = {}, ...children) {
  const { class: className, text, on = {}, ...attributes } = options;
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  for (const [type, listener] of Object.entries(on)) element.addEventListener(type, listener);
  element.append(...children);
  return element;
}

/** Sets, or with `undefined`, `null` or `false` removes, an attribute; `true` sets it empty. */
export function setAttribute(element, name, value) {
  if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/** Writes text only when it differs, so that a live region does not speak again. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Says it by the live region of the page; the same words again are heard again. */
export function speak(text) {
  const live = document.querySelector('#live');
  if (live) live.textContent = live.textContent === text ? `${text}\u00a0` : text;
}

/**
 * The one element of the page that must be there.
 * @throws {Error} the template and the script disagree.
 */
export function need(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}
