/** Larger and smaller text, kept for this device. */
import { FONT_PX } from '../../lib/settings-table.js';

/** @param {object} page see `Page` in pages/page-contract.js. */
export function installFontSize({ actions, settings, screen, say }) {
  const set = (px) => {
    const kept = px === null ? null : Math.max(FONT_PX.least, Math.min(FONT_PX.most, px));
    settings.set('font.size', kept).catch(() => {});
    say(`Text size ${settings.get('font.size')} pixels.`);
  };
  actions.register('font.larger', () => set(screen.fontPx + 1));
  actions.register('font.smaller', () => set(screen.fontPx - 1));
  actions.register('font.reset', () => set(null));
}
