/**
 * A page for tests of modules that need one: happy-dom, which has elements and events, but no layout and no
 * drawing.
 * Import modules of static/js that use `document` as they load after this, with `await import(...)`.
 */
import { GlobalWindow } from 'happy-dom';

/** What modules of ours use as globals. */
const NAMES = [
  'CustomEvent',
  'Document',
  'DocumentFragment',
  'Element',
  'Event',
  'FormData',
  'HTMLElement',
  'InputEvent',
  'IntersectionObserver',
  'KeyboardEvent',
  'MouseEvent',
  'MutationObserver',
  'Node',
  'PointerEvent',
  'ResizeObserver',
  'cancelAnimationFrame',
  'document',
  'getComputedStyle',
  'history',
  'innerHeight',
  'innerWidth',
  'localStorage',
  'location',
  'matchMedia',
  'navigator',
  'requestAnimationFrame',
  'sessionStorage',
  'visualViewport',
  'window',
];

/**
 * Has the globals of a page until the process ends: each test file runs in one of its own.
 * @param {string} [body] the HTML inside of `body`.
 * @param {Record<string, string>} [data] the `data-` attributes of the root element.
 * @returns {import('happy-dom').GlobalWindow}
 */
export function makePage(body = '', data = {}) {
  // Style sheets count as loaded.
  const settings = { disableCSSFileLoading: true, handleDisabledFileLoadingAsSuccess: true };
  const window = new GlobalWindow({ url: 'http://localhost/s/work', settings });
  window.document.body.innerHTML = body;
  Object.assign(window.document.documentElement.dataset, data);
  window.visualViewport ??= Object.assign(new window.EventTarget(), { scale: 1, height: 600, offsetTop: 0 });
  for (const name of NAMES) {
    const value = name === 'window' ? window : window[name];
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  return window;
}

/** Lets promises that are settled run their reactions. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A press of a key where the event reaches all that listen to it. */
export function pressKey(target, key, more = {}) {
  const event = new globalThis.KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
}
