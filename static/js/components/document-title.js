/** The page's tab: title and icon, both with the number of items that need attention. */
import { setText } from '../lib/dom.js';

const COUNT_MAX = 99;
let title = document.title;
let waiting = 0;
let plainIcon = null;

/** Sets the title without the number. */
export function setTitle(text) {
  title = text;
  show();
}

/** Sets how many items need attention; 0 shows no number. */
export function setCount(count) {
  if (count === waiting) return;
  waiting = count;
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
