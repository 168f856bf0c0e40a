/** The file that settings are exported to and imported from. Pure. */
import { SETTINGS } from '../lib/settings-table.js';
import { problemIn } from '../lib/snippet-rules.js';

export const FILE_NAME = 'webmux-settings.json';
/** @testonly */
export const FILE_MAX_BYTES = 256 * 1024;
const FORMAT = 'webmux-settings';
const VERSION = 1;

/** The text of the file: what follows its user and is not as from the start. @param {import('./user-settings.js').Settings} settings */
export function exported(settings) {
  const kept = Object.entries(settings.changed)
    .filter(([name]) => !SETTINGS[name].derived)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ format: FORMAT, version: VERSION, settings: Object.fromEntries(kept) }, null, 2)}\n`;
}

/**
 * What a file would change here, and what in it cannot be used; nothing is changed yet.
 * @param {string} text
 * @param {import('./user-settings.js').Settings} settings
 * @returns {{changes: Record<string, unknown>, skipped: {name: string, why: string}[], same: number}}
 * @throws {Error} it is no such file; its message is a sentence.
 */
export function imported(text, settings) {
  const plan = { changes: {}, skipped: [], same: 0 };
  for (const [name, value] of Object.entries(readFile(text))) {
    const why = obstacle(name, value);
    if (why) plan.skipped.push({ name, why });
    else if (JSON.stringify(value) === JSON.stringify(settings.get(name))) plan.same += 1;
    else plan.changes[name] = value;
  }
  // What themes look like is looked up anew: a theme of one's own may have the id that another has in the file.
  if (Object.keys(plan.changes).some((name) => name.startsWith('theme'))) plan.changes['theme.kept'] = null;
  return plan;
}

/** The changes that take those back. */
export function undoing(changes, settings) {
  const before = settings.changed;
  return Object.fromEntries(Object.keys(changes).map((name) => [name, before[name] ?? null]));
}

function readFile(text) {
  if (text.length > FILE_MAX_BYTES)
    throw new Error(`The file is larger than ${FILE_MAX_BYTES / 1024} KB, too large for settings.`);
  let file;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new Error(`The file is not valid JSON: ${error.message}.`, { cause: error });
  }
  if (file?.format !== FORMAT)
    throw new Error(`The file contains no WebMux settings: its “format” should be “${FORMAT}”.`);
  if (file.version !== VERSION)
    throw new Error(
      `The file has version ${JSON.stringify(file.version)} of the format; this page reads version ${VERSION}.`,
    );
  const { settings } = file;
  if (settings === null || typeof settings !== 'object' || Array.isArray(settings))
    throw new Error('The file has no “settings”.');
  return settings;
}

function obstacle(name, value) {
  if (!Object.hasOwn(SETTINGS, name)) return 'there is no such setting here';
  const { check, device, derived } = SETTINGS[name];
  if (derived) return 'it follows from others';
  if (device) return 'it belongs to a device';
  if (!check(value)) return `it may not be ${String(JSON.stringify(value)).slice(0, 60)}`;
  return name === 'snippets' ? problemIn(value) : '';
}
