/** Where a link under the pointer leads, and how to open it. */
import { opens } from '../../terminal/links/link-clicks.js';
import { el } from '../../lib/dom.js';
import { isMac } from '../../lib/chord.js';

const BESIDE_PX = 16;
const TEXT_MAX_CHARS = 300;

/** @param {HTMLElement} layer @returns {(link: {text: string, x: number, y: number}|null) => void} shows it for a link, takes it away for none. */
export function linkTip(layer) {
  let tip = null;
  return (link) => {
    tip?.remove();
    tip = link === null ? null : layer.appendChild(build(link.text));
    if (tip !== null) place(tip, link, layer.getBoundingClientRect());
  };
}

function build(text) {
  const shown = text.length > TEXT_MAX_CHARS ? `${text.slice(0, TEXT_MAX_CHARS)}…` : text;
  return el(
    'div',
    { class: 'link-tip', role: 'tooltip' },
    el('span', { class: 'link-tip-target', text: shown }),
    el('kbd', { text: opens(isMac()) }),
  );
}

/** Below the pointer, or above it near the lower edge. */
function place(tip, { x, y }, room) {
  const { width, height } = tip.getBoundingClientRect();
  const below = y - room.top + BESIDE_PX;
  tip.style.left = `${Math.max(4, Math.min(x - room.left, room.width - width - 4))}px`;
  tip.style.top = `${below + height < room.height ? below : Math.max(4, y - room.top - height - BESIDE_PX)}px`;
}
