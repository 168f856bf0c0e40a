/** The file that settings are exported to and imported from. Pure. */
import { SETTINGS } from '../lib/settings-table.js';
import { problemIn } from '../lib/snippet-rules.js';

export const FILE_NAME = 'webmux-settings.json';
/** @testonly */
export const FILE_MAX_BYTES = 256 * 1024;
const FORMAT = 'webmux-settings';
const VERSION = 1;

/**
 * The text of the file: all settings of the user that differ from the default.
 * @param {import('./user-settings.js').Settings} settings
 */
export function exported(settings) {
  const entries = Object.entries(settings.changed)
    .filter(([name]) => !SETTINGS[name].derived)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const file = { format: FORMAT, version: VERSION, settings: Object.fromEntries(entries) };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/**
 * The changes that a file would make, and what in it cannot be used; changes nothing yet.
 * @param {string} text
 * @param {import('./user-settings.js').Settings} settings
 * @returns {{changes: Record<string, unknown>, skipped: {name: string, why: string}[], same: number}}
 * @throws {Error} the file is not valid; the message is a sentence.
 */
export function imported(text, settings) {
  /** @type {ReturnType<typeof imported>} */
  const plan = { changes: {}, skipped: [], same: 0 };
  for (const [name, value] of Object.entries(readFile(text))) {
    const why = obstacle(name, value);
    if (why) plan.skipped.push({ name, why });
    else if (JSON.stringify(value) === JSON.stringify(settings.get(name))) plan.same += 1;
    else plan.changes[name] = value;
  }
  // Colours of themes are read again: the user's own theme may have the same id as another one in the file.
  if (Object.keys(plan.changes).some((name) => name.startsWith('theme'))) plan.changes['theme.kept'] = null;
  return plan;
}

/**
 * The changes that undo these.
 * @param {Record<string, unknown>} changes
 * @param {import('./user-settings.js').Settings} settings
 */
export function undoing(changes, settings) {
  const before = settings.changed;
  return Object.fromEntries(Object.keys(changes).map((name) => [name, before[name] ?? null]));
}

/** @param {string} text */
function readFile(text) {
  if (text.length > FILE_MAX_BYTES)
    throw new Error(`The file is larger than ${FILE_MAX_BYTES / 1024} KB, too large for settings.`);
  let file;
  try {
    file = JSON.parse(text);
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    throw new Error(`The file is not valid JSON: ${message}.`, { cause: error });
  }
  if (file?.format !== FORMAT)
    throw new Error(`The file contains no WebMux settings: its “format” should be “${FORMAT}”.`);
  if (file.version !== VERSION)
    throw new Error(
      `The file has version ${JSON.stringify(file.version)} of the format; ` +
        `this page reads version ${VERSION}.`,
    );
  const { settings } = file;
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings))
    throw new Error('The file has no “settings”.');
  return settings;
}

/** @param {string} name @param {unknown} value */
function obstacle(name, value) {
  if (!Object.hasOwn(SETTINGS, name)) return 'there is no such setting here';
  const { check, device, derived } = SETTINGS[name];
  if (derived) return 'it follows from others';
  if (device) return 'it belongs to a device';
  if (!check(value)) return `it may not be ${String(JSON.stringify(value)).slice(0, 60)}`;
  return name === 'snippets'
    ? problemIn(/** @type {import('../lib/snippet-rules.js').Snippet[]} */ (value))
    : '';
}
