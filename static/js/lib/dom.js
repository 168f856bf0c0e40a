/** Creates and finds elements. Text is never HTML: names come from tmux, where anybody can set them. */

/**
 * Everything else is an attribute; one that is `undefined`, `null` or `false` is left out.
 * @typedef {object} ElementOptions
 * @property {string} [class]
 * @property {string} [text]
 * @property {Record<string, (event: any) => unknown>} [on] listeners by type.
 */

/**
 * A new element.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {ElementOptions & Record<string, unknown>} [options]
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
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

/**
 * Sets an attribute; `true` sets it empty, and `undefined`, `null` or `false` remove it.
 * @param {Element} element
 * @param {string} name
 * @param {unknown} value
 */
export function setAttribute(element, name, value) {
  if (value === undefined || value === null || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? '' : String(value));
}

/**
 * Writes text only if it differs, so that a live region does not speak again.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Has a screen reader speak, through the live region of the page. The same words are spoken again.
 * @param {string} text
 */
export function speak(text) {
  const live = document.querySelector('#live');
  if (live) live.textContent = live.textContent === text ? `${text}\u00a0` : text;
}

/**
 * An element that must exist.
 * @template {Element} [Type=HTMLElement]
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {Type}
 * @throws {Error} the template and the script disagree.
 */
export function need(selector, root = document) {
  const found = /** @type {Type|null} */ (root.querySelector(selector));
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}
