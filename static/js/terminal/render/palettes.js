/**
 * The colours of the terminal, dark and light: ours, or those that the user chose. A test checks their
 * contrast.
 */
import { coloursFrom } from '../../lib/theme-model.js';

/** @typedef {Record<string, string>} Palette */

/** Of our own themes. @type {Readonly<Record<'dark'|'light', Palette>>} */
export const BUILT_IN_COLOURS = Object.freeze({
  dark: coloursFrom(
    '0d1117 dfe6ee 5eead4 356b79 1b232d ff7b72 63d68b e3b955 1a56a8 d2a0ff 4fd1d9 c6d0da ' +
      '8b98a5 ffa198 8ee8ae f2d37c 6cb0ff e4c2ff 86e6ec f5f8fb',
  ),
  light: coloursFrom(
    'fbfcfd 1d2731 0f766e 5597d2 1d2731 b42318 17692f 7d5200 1257b8 8430b5 0c6674 586572 ' +
      '5a6774 c32f23 1a7536 8a5b00 1a66d1 9540c6 0f7080 36424e',
  ),
});

/** @param {Palette} colours @returns {Palette} with the colour of a character under the cursor. */
const withAccent = (colours) => Object.freeze({ ...colours, cursorAccent: colours.background });
const DARK = withAccent(BUILT_IN_COLOURS.dark);
const LIGHT = withAccent(BUILT_IN_COLOURS.light);

/** @type {{dark: Palette, light: Palette}} */
let chosen = { dark: DARK, light: LIGHT };

/** Uses other palettes; the default is ours. @param {{dark?: Palette, light?: Palette}} palettes */
export function usePalettes({ dark = DARK, light = LIGHT }) {
  chosen = { dark, light };
}

/** The current palette. @param {'dark'|'light'} theme */
export function paletteOf(theme) {
  return theme === 'light' ? chosen.light : chosen.dark;
}
