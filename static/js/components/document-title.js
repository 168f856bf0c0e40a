/** The page's tab: title and icon, both with the number of items that need attention. */
import { setText } from '../lib/dom.js';

const COUNT_MAX = 99;
let title = document.title;
/** What is counted, by what counts it. @type {Map<string, number>} */
const parts = new Map();
let waiting = 0;
let plainIcon = null;

/** Sets the title without the number. */
export function setTitle(text) {
  title = text;
  show();
}

/**
 * Sets how many items need attention; 0 shows no number. Parts of the page that count for themselves each
 * give their own `part`; the sum is shown.
 * @param {number} count
 */
export function setCount(count, part = 'page') {
  parts.set(part, count);
  const sum = [...parts.values()].reduce((all, one) => all + one, 0);
  if (sum === waiting) return;
  waiting = sum;
  show();
  showIcon();
  badgeApp();
}

function show() {
  const text = waiting > 0 ? `(${countText(waiting)}) ${title}` : title;
  setText(document.querySelector('title'), text);
}

function countText(count) {
  return count > COUNT_MAX ? `${COUNT_MAX}+` : String(count);
}

async function showIcon() {
  const link = document.querySelector('link[rel="icon"]');
  if (!link) return;
  plainIcon ??= link.getAttribute('href');
  const { iconWith } = await import('./favicon.js');
  link.setAttribute(
    'href',
    waiting > 0 ? `data:image/svg+xml,${encodeURIComponent(iconWith(waiting))}` : plainIcon,
  );
}

/** An installed app also has a badge. */
function badgeApp() {
  const done = waiting > 0 ? navigator.setAppBadge?.(waiting) : navigator.clearAppBadge?.();
  done?.catch(() => {});
}
