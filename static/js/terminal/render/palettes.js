/**
 * The colours of the terminal, dark and light: ours, or those that the user chose. A test checks their
 * contrast.
 */

/** @typedef {Record<string, string>} Palette */

/** @type {Readonly<Palette>} */
const DARK = Object.freeze({
  background: '#0d1117',
  foreground: '#dfe6ee',
  cursor: '#5eead4',
  cursorAccent: '#0d1117',
  selectionBackground: '#356b79',
  black: '#1b232d',
  red: '#ff7b72',
  green: '#63d68b',
  yellow: '#e3b955',
  blue: '#1a56a8',
  magenta: '#d2a0ff',
  cyan: '#4fd1d9',
  white: '#c6d0da',
  brightBlack: '#8b98a5',
  brightRed: '#ffa198',
  brightGreen: '#8ee8ae',
  brightYellow: '#f2d37c',
  brightBlue: '#6cb0ff',
  brightMagenta: '#e4c2ff',
  brightCyan: '#86e6ec',
  brightWhite: '#f5f8fb',
});

/** @type {Readonly<Palette>} */
const LIGHT = Object.freeze({
  background: '#fbfcfd',
  foreground: '#1d2731',
  cursor: '#0f766e',
  cursorAccent: '#fbfcfd',
  selectionBackground: '#5597d2',
  black: '#1d2731',
  red: '#b42318',
  green: '#17692f',
  yellow: '#7d5200',
  blue: '#1257b8',
  magenta: '#8430b5',
  cyan: '#0c6674',
  white: '#586572',
  brightBlack: '#5a6774',
  brightRed: '#c32f23',
  brightGreen: '#1a7536',
  brightYellow: '#8a5b00',
  brightBlue: '#1a66d1',
  brightMagenta: '#9540c6',
  brightCyan: '#0f7080',
  brightWhite: '#36424e',
});

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
