/** The reader's own chords: how they change, and what stands in their way. Pure. */
import { ACTIONS } from './action-table.js';
import { partsOf } from '../../lib/chord-text.js';
import { isMac } from '../../lib/chord.js';
import { chordsOf, keymap } from './keymap.js';

/** As the setting `keys` takes them. */
const CHORDS_MAX = 8;

/** Without a modifier only these are no typing. */
const FUNCTION_KEY = /^F([1-9]|1\d|2[0-4])$/;
// With Shift these write nothing, and few programs know them.
const WITH_SHIFT = ['Enter', 'Insert', 'PageUp', 'PageDown', 'Home', 'End'];
const KEPT = {
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
const TOOLS = ['Ctrl+Shift+C', 'Ctrl+Shift+E', 'Ctrl+Shift+I', 'Ctrl+Shift+J', 'Ctrl+Shift+K', 'F12'];

const titleOf = (id) => ACTIONS.find((one) => one.id === id).title;
const isUsual = (id, chords, mac) => JSON.stringify(chords) === JSON.stringify(chordsOf(id, {}, mac));

/** The setting with these chords for one action; what is as usual is not written down. @testonly */
export function withChords(own, id, chords, mac = isMac()) {
  const changed = { ...own, [id]: chords };
  if (isUsual(id, chords, mac)) delete changed[id];
  return changed;
}

/** The setting with a chord added to one action, and taken from the one that had it. */
export function withChord(own, id, chord, mac = isMac()) {
  const had = keymap(own, mac).get(chord);
  if (had === id) return own;
  const freed = had === undefined ? own : withoutChord(own, had, chord, mac);
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

/** The setting with the usual chords of one action, taken back from whoever has them now. */
export function withUsual(own, id, mac = isMac()) {
  const freed = chordsOf(id, {}, mac).reduce((kept, chord) => {
    const had = keymap(kept, mac).get(chord);
    return had === undefined || had === id ? kept : withoutChord(kept, had, chord, mac);
  }, own);
  return withChords(freed, id, chordsOf(id, {}, mac), mac);
}

/** Whether a chord may be ours at all: what writes or edits text may not. @returns {string} why not, else empty. */
export function refusal(chord) {
  const parts = partsOf(chord);
  const mods = parts.slice(0, -1);
  if (mods.length === 0 && !FUNCTION_KEY.test(chord))
    return 'A single key belongs to the terminal: press Ctrl, Alt or Command with it.';
  const types =
    mods.join() === 'Shift' && !FUNCTION_KEY.test(parts.at(-1)) && !WITH_SHIFT.includes(parts.at(-1));
  return types ? 'Shift with a key types text: press Ctrl, Alt or Command as well.' : '';
}

/**
 * What else the chord means, worst first, each a sentence; empty where it is free.
 * @returns {{kind: 'action'|'browser'|'program', text: string}[]}
 */
export function conflicts(chord, id, own, mac = isMac()) {
  const found = [];
  const had = keymap(own, mac).get(chord);
  if (had !== undefined && had !== id)
    found.push({ kind: 'action', text: `Already used by “${titleOf(had)}”. Assign anyway?` });
  if (KEPT[mac ? 'mac' : 'pc'].includes(chord))
    found.push({
      kind: 'browser',
      text: 'The browser or the system uses it. It can work only in an installed app, or in full screen with all keys.',
    });
  else if (!mac && TOOLS.includes(chord))
    found.push({
      kind: 'browser',
      text: 'It opens the developer tools in some browsers. If it does so here, choose another.',
    });
  const program = programNote(chord);
  if (program) found.push({ kind: 'program', text: program });
  return found;
}

function programNote(chord) {
  const parts = partsOf(chord);
  const mods = parts.slice(0, -1).join('+');
  const key = parts.at(-1);
  if (FUNCTION_KEY.test(key) && !/Ctrl|Alt|Meta/.test(mods))
    return 'Programs such as htop, mc and nano use it and would no longer get it.';
  if (mods === 'Ctrl') return 'Programs in the terminal use Ctrl with a key and would no longer get it.';
  if (mods === 'Alt') return 'The shell and editors use Alt with a key (Meta) and would no longer get it.';
  if (mods === 'Ctrl+Alt') return 'On many keyboards Ctrl+Alt is AltGr, which types a character.';
  return chord === 'Ctrl+Shift+U' ? 'Linux uses it to type a character by its code.' : '';
}
