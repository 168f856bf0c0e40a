/** Derives the palette of the terminal, and the colours of the page around it, from a theme. Pure. */
import { contrast, legible, mix } from '../../lib/colour.js';

export const TEXT_LEAST = 4.5;
const UI_LEAST = 3;
// The colours of components/base.css: menus of the toolbar have these backgrounds.
const PAGE = {
  dark: { grounds: ['#151b23', '#1e262f'], accent: '#5eead4', danger: '#ff8f8a', warning: '#f3c96b' },
  light: { grounds: ['#ffffff', '#edf1f4'], accent: '#0f766e', danger: '#b42318', warning: '#7a5200' },
};
const SOFT = 0.13;
const SOFT_HOVER = 0.22;

/**
 * The palette for xterm.js. The terminal corrects the contrast of text when it draws. The cursor and the
 * selection are corrected here: 3:1 against the background, and 4.5:1 for text on them.
 */
export function paletteFrom(colours) {
  const { background, foreground } = colours;
  const cursor = legible(colours.cursor, [background], UI_LEAST);
  const selectionBackground = legible(colours.selectionBackground, [background], UI_LEAST);
  const palette = {
    ...colours,
    cursor,
    cursorAccent: legible(background, [cursor], TEXT_LEAST),
    selectionBackground,
  };
  if (contrast(foreground, selectionBackground) < TEXT_LEAST)
    palette.selectionForeground = legible(foreground, [selectionBackground], TEXT_LEAST);
  return palette;
}

/**
 * CSS variables for the toolbar and the area around the terminal; text on the toolbar has at least 4.5:1.
 * @param {import('../../lib/theme-model.js').Theme} theme
 * @testonly
 */
export function chromeFrom({ kind, colours }) {
  const { background, foreground } = colours;
  const page = PAGE[kind];
  const [bar, raised] = [0.06, 0.13].map((share) => mix(background, foreground, share));
  const grounds = [background, bar, raised, ...page.grounds];
  const readable = (colour) =>
    legible(colour, [...grounds, mix(bar, colour, SOFT), mix(bar, colour, SOFT_HOVER)], TEXT_LEAST);
  return {
    '--term': background,
    '--terminal-bg': background,
    '--term-bar': bar,
    '--term-raised': raised,
    '--term-around': mix(background, '#000000', kind === 'dark' ? 0.45 : 0.08),
    '--term-edge': mix(background, foreground, 0.24),
    '--term-text': legible(foreground, grounds, TEXT_LEAST),
    '--term-muted': legible(mix(foreground, background, 0.3), grounds, TEXT_LEAST),
    '--term-accent': readable(page.accent),
    '--term-danger': readable(page.danger),
    '--term-warning': readable(page.warning),
  };
}

/** How a theme looks, as the setting `theme.kept` stores it. */
export function appearanceFrom(theme) {
  return { id: theme.id, palette: paletteFrom(theme.colours), chrome: chromeFrom(theme) };
}
