/** The tab of the page: its title, with the count of what waits before it, and its icon with the same count. */
import { setText } from '../lib/dom.js';

const COUNT_MOST = 99;
let title = document.title;
let waiting = 0;
let plainIcon = null;

/** What the page is about. */
export function setTitle(text) {
  title = text;
  show();
}

/** How many things wait for somebody to look; 0 for none. */
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
  return count > COUNT_MOST ? `${COUNT_MOST}+` : String(count);
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

/** An installed app has a badge of its own. */
function badgeApp() {
  const done = waiting > 0 ? navigator.setAppBadge?.(waiting) : navigator.clearAppBadge?.();
  done?.catch(() => {});
}
