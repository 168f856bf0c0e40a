/** The settings that are a choice among a few values, with their names: for the page of settings and the palette. Pure. */

const ON_OFF = Object.freeze([
  [true, 'On'],
  [false, 'Off'],
]);
const numbers = (unit, ...values) => values.map((value) => [value, `${value} ${unit}`]);

/** By name of the setting: `label`, and `options`, pairs of value and text. @type {Record<string, {label: string, options: [unknown, string][]}>} */
export const CHOICES = Object.freeze({
  'theme.mode': {
    label: 'Light or dark',
    options: [
      ['system', 'Match system'],
      ['dark', 'Dark'],
      ['light', 'Light'],
    ],
  },
  'cursor.style': {
    label: 'Cursor',
    options: [
      ['block', 'Block'],
      ['bar', 'Bar'],
      ['underline', 'Underline'],
    ],
  },
  bell: {
    label: 'Bell',
    options: [
      ['off', 'Off'],
      ['visual', 'Flash'],
      ['sound', 'Sound'],
      ['both', 'Both'],
    ],
  },
  shiftEnter: {
    label: 'Shift+Enter sends',
    options: [
      ['auto', 'Default for this tmux'],
      ['csi-u', 'CSI u'],
      ['newline', 'Line feed (Ctrl+J)'],
      ['enter', 'Enter'],
    ],
  },
  'mac.option': {
    label: 'Option key on a Mac',
    options: [
      ['left', 'Left is Meta'],
      ['both', 'Both are Meta'],
      ['none', 'Types characters'],
    ],
  },
  contrast: {
    label: 'Contrast of text',
    options: [
      [1, 'Off (theme colours)'],
      [3, 'At least 3:1'],
      [4.5, 'At least 4.5:1'],
      [7, 'At least 7:1'],
    ],
  },
  'touch.tap': {
    label: 'A tap shows the soft keyboard',
    options: [
      ['auto', 'Unless it is a click'],
      ['anywhere', 'Anywhere'],
      ['cursor', 'Near the cursor'],
    ],
  },
  'touch.keyboard': {
    label: 'When the soft keyboard opens',
    options: [
      ['slide', 'The terminal keeps its size'],
      ['fit', 'The terminal gets smaller'],
    ],
  },
});

/** Those that have a field of their own on the page of settings: a few of their values. */
const MORE = Object.freeze({
  'cursor.blink': { label: 'Blinking cursor', options: ON_OFF },
  'font.size': { label: 'Text size', options: numbers('px', 10, 11, 12, 13, 14, 15, 16, 18, 20, 24, 28) },
  'font.lineHeight': { label: 'Line height', options: numbers('×', 1, 1.1, 1.2, 1.35, 1.5) },
  scrollback: { label: 'History', options: numbers('lines', 1000, 5000, 10_000, 50_000) },
  'paste.guard': { label: 'Ask before pasting several lines', options: ON_OFF },
});

/** One line for each value of each: `Cursor: Bar`. @returns {{name: string, value: unknown, title: string}[]} */
export function choices() {
  return Object.entries({ ...CHOICES, ...MORE }).flatMap(([name, { label, options }]) =>
    options.map(([value, text]) => ({ name, value, title: `${label}: ${text}` })),
  );
}
