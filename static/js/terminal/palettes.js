/** Colours of the terminal in both themes; a test holds their contrast. */

const DARK = Object.freeze({
  background: '#0d1117',
  foreground: '#dfe6ee',
  cursor: '#5eead4',
  cursorAccent: '#0d1117',
  selectionBackground: '#2f5f6b',
  selectionInactiveBackground: '#2a3b46',
  black: '#1b232d',
  red: '#ff7b72',
  green: '#63d68b',
  yellow: '#e3b955',
  blue: '#6cb0ff',
  magenta: '#d2a0ff',
  cyan: '#4fd1d9',
  white: '#c6d0da',
  brightBlack: '#8b98a5',
  brightRed: '#ffa198',
  brightGreen: '#8ee8ae',
  brightYellow: '#f2d37c',
  brightBlue: '#9ccbff',
  brightMagenta: '#e4c2ff',
  brightCyan: '#86e6ec',
  brightWhite: '#f5f8fb',
});

const LIGHT = Object.freeze({
  background: '#fbfcfd',
  foreground: '#1d2731',
  cursor: '#0f766e',
  cursorAccent: '#fbfcfd',
  selectionBackground: '#b6dcd8',
  selectionInactiveBackground: '#d9e5e6',
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

/** @param {'dark'|'light'} theme */
export function paletteOf(theme) {
  return theme === 'light' ? LIGHT : DARK;
}

/** Contrast of two `#rrggbb` colours as WCAG 2 counts it, 1 to 21. */
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
