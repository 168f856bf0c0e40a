/** The user's own chords: changes to them, and conflicts with other uses. Pure. */
import { ACTIONS, chordsOf, keymap } from './action-table.js';
import { partsOf } from '../../lib/chord-text.js';
import { isMac } from '../../lib/chord.js';
import { TEXT } from './key-editor-text.js';

/** The most that the setting `keys` takes for one action. */
const CHORDS_MAX = 8;

/** Only these keys type nothing without a modifier. */
const FUNCTION_KEY = /^F([1-9]|1\d|2[0-4])$/;
// With Shift these keys type nothing, and few programs use them.
const WITH_SHIFT = ['Enter', 'Insert', 'PageUp', 'PageDown', 'Home', 'End'];
/** Chords that browsers or systems do not give to pages. */
const RESERVED = {
  pc: [
    'Ctrl+N',
    'Ctrl+T',
    'Ctrl+W',
    'Ctrl+Shift+N',
    'Ctrl+Shift+T',
    'Ctrl+Shift+W',
    'Ctrl+Tab',
    'Ctrl+Shift+Tab',
    'Ctrl+PageUp',
    'Ctrl+PageDown',
    'Ctrl+Q',
    'Ctrl+Shift+P',
    'Ctrl+Shift+Q',
    'Alt+F4',
    'Alt+Tab',
    'F11',
  ],
  mac: [
    'Meta+N',
    'Meta+T',
    'Meta+W',
    'Meta+Q',
    'Meta+H',
    'Meta+M',
    'Meta+Tab',
    'Meta+Shift+N',
    'Meta+Shift+T',
    'Meta+Shift+W',
    'Meta+Shift+P',
    'Meta+Shift+[',
    'Meta+Shift+]',
    'Alt+Meta+Left',
    'Alt+Meta+Right',
    'Ctrl+Tab',
    'Ctrl+Shift+Tab',
  ],
};
const DEVELOPER_TOOLS = [
  'Ctrl+Shift+C',
  'Ctrl+Shift+E',
  'Ctrl+Shift+I',
  'Ctrl+Shift+J',
  'Ctrl+Shift+K',
  'F12',
];

const titleOf = (id) => ACTIONS.find((one) => one.id === id).title;
const isDefault = (id, chords, mac) => JSON.stringify(chords) === JSON.stringify(chordsOf(id, {}, mac));

/** The setting with these chords for one action; default chords are not stored. @testonly */
export function withChords(own, id, chords, mac = isMac()) {
  const changed = { ...own, [id]: chords };
  if (isDefault(id, chords, mac)) delete changed[id];
  return changed;
}

/** The setting with a chord added to one action, and removed from the action that had it. */
export function withChord(own, id, chord, mac = isMac()) {
  const owner = keymap(own, mac).get(chord);
  if (owner === id) return own;
  const freed = owner === undefined ? own : withoutChord(own, owner, chord, mac);
  return withChords(freed, id, [...chordsOf(id, freed, mac), chord].slice(-CHORDS_MAX), mac);
}

export function withoutChord(own, id, chord, mac = isMac()) {
  return withChords(
    own,
    id,
    chordsOf(id, own, mac).filter((one) => one !== chord),
    mac,
  );
}

/** The setting with the default chords of one action, removed from the actions that have them now. */
export function withDefault(own, id, mac = isMac()) {
  const freed = chordsOf(id, {}, mac).reduce((rest, chord) => {
    const owner = keymap(rest, mac).get(chord);
    return owner === undefined || owner === id ? rest : withoutChord(rest, owner, chord, mac);
  }, own);
  return withChords(freed, id, chordsOf(id, {}, mac), mac);
}

/** Why a chord cannot mean an action: it types or edits text. Empty if it can. @returns {string} */
export function refusal(chord) {
  const parts = partsOf(chord);
  const mods = parts.slice(0, -1);
  if (mods.length === 0 && !FUNCTION_KEY.test(chord)) return TEXT.singleKey;
  const types =
    mods.join() === 'Shift' && !FUNCTION_KEY.test(parts.at(-1)) && !WITH_SHIFT.includes(parts.at(-1));
  return types ? TEXT.shiftTypes : '';
}

/**
 * What else the chord means, the worst conflict first; empty if nothing.
 * @returns {{kind: 'action'|'browser'|'program', text: string}[]}
 */
export function conflicts(chord, id, own, mac = isMac()) {
  /** @type {ReturnType<typeof conflicts>} */
  const found = [];
  const owner = keymap(own, mac).get(chord);
  if (owner !== undefined && owner !== id) found.push({ kind: 'action', text: TEXT.usedBy(titleOf(owner)) });
  if (RESERVED[mac ? 'mac' : 'pc'].includes(chord)) found.push({ kind: 'browser', text: TEXT.reserved });
  else if (!mac && DEVELOPER_TOOLS.includes(chord))
    found.push({ kind: 'browser', text: TEXT.developerTools });
  const program = programNote(chord);
  if (program) found.push({ kind: 'program', text: program });
  return found;
}

function programNote(chord) {
  const parts = partsOf(chord);
  const mods = parts.slice(0, -1).join('+');
  const key = parts.at(-1);
  if (FUNCTION_KEY.test(key) && !/Ctrl|Alt|Meta/.test(mods)) return TEXT.functionKey;
  if (mods === 'Ctrl') return TEXT.ctrlKey;
  if (mods === 'Alt') return TEXT.altKey;
  if (mods === 'Ctrl+Alt') return TEXT.altGr;
  return chord === 'Ctrl+Shift+U' ? TEXT.unicodeInput : '';
}
