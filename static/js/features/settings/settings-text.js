/** Texts of the settings page, and the names of settings and of their values, which the palette uses too. */
import { plural } from '../../lib/format.js';

const ON_OFF = Object.freeze([
  [true, 'On'],
  [false, 'Off'],
]);
const numbers = (unit, ...values) => values.map((value) => [value, `${value} ${unit}`]);

/**
 * The settings that are a choice among a few values, by name.
 * @type {Record<string, {label: string, options: [unknown, string][]}>} options are pairs of value and text.
 */
export const CHOICES = Object.freeze({
  'theme.mode': {
    label: 'Light or dark',
    options: [
      ['system', 'Match system'],
      ['dark', 'Dark'],
      ['light', 'Light'],
    ],
  },
  'session.view': {
    label: 'A session opens in',
    options: [
      ['terminal', 'Attached view'],
      ['panes', 'Native panes'],
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

/** The palette offers some values of these settings too; the settings page has another control for each. */
export const PALETTE_CHOICES = Object.freeze({
  'cursor.blink': { label: 'Blinking cursor', options: ON_OFF },
  'font.size': { label: 'Text size', options: numbers('px', 10, 11, 12, 13, 14, 15, 16, 18, 20, 24, 28) },
  'font.lineHeight': { label: 'Line height', options: numbers('×', 1, 1.1, 1.2, 1.35, 1.5) },
  scrollback: { label: 'History', options: numbers('lines', 1000, 5000, 10_000, 50_000) },
  'paste.guard': { label: 'Ask before pasting several lines', options: ON_OFF },
});

export const TEXT = {
  // font-picker.js
  font: 'Font',
  systemFont: 'System default',
  customFont: 'Custom (below)',
  fontsFound: (count) => `${plural(count, 'monospace font')} found on this device.`,
  fontByName: 'Font by name',
  fontByNameHint:
    'One or more names, with commas between them. Each device uses the first one it has. ' +
    'Leave empty for the system default.',
  fontByNameWrong:
    'Type font names with commas between them. A name can have letters, digits, spaces and . _ + & -.',
  fontExample: 'Fira Code, Menlo',
  fontMissing: 'None of these fonts is installed on this device: the system default is used.',
  fontUsed: (font) => `${font} is used on this device.`,
  fontUneven: (font) => `${font} is used on this device. It is not monospace, so text will look uneven.`,

  // settings-transfer.js
  export: 'Export',
  exportAbout: (file) =>
    `Export saves the settings that you changed to ${file}. Settings for this device only, ` +
    'such as the text size, are not in it.',
  importFile: 'Import…',
  import: 'Import',
  importTitle: 'Import these settings?',
  imported: (settings, skipped) => `${settings} imported, ${skipped} skipped.`,
  nothingToImport: 'Nothing to import',
  close: 'Close',
  changesLabel: 'What changes',
  changes: (settings, same, skipped) =>
    `${settings} will change, ${same} already the same, ${skipped} skipped.`,
  change: (before, after) => ` ${before} → ${after}`,
  skipped: 'Skipped',
  skippedSetting: (setting, why) => `${setting}: ${why}`,
  entries: (count) => `${count} entries`,
  default: '(default)',
  reset: 'Reset',
  resetAll: 'Reset all settings',
  resetAbout:
    'Restores the default of every setting, on all your devices. Settings for one device only are ' +
    'restored on this device.',
  resetTitle: 'Reset all settings?',
  resetConfirm:
    'This also removes your own themes, keys and touch row. You can undo it while this page is open.',
  resetDone: 'All settings have their defaults again.',
  undo: 'Undo',
  undone: 'Undone. Your earlier settings are back.',
};
