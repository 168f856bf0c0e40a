/** The words of a notification, and whether there is to be one. Pure; the server writes the same words into those that it pushes. */

/** @testonly */
export const NAME_MAX_CHARS = 64;
export const TEXT_MAX_CHARS = 240;
// Control, format and private characters, and separators of lines: nothing that could pretend to be other text.
const UNSHOWN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu;
const SETTING_OF = { bell: 'notify.bell', done: 'notify.done', message: 'notify.message' };
const MINUTE_S = 60;
const HOUR_S = 3600;

/**
 * @typedef {object} Happening
 * @property {'bell'|'done'|'message'} kind
 * @property {{id: string, name: string}} session
 * @property {{id: string, name: string}} [window]
 * @property {string} [command] of `done`.
 * @property {number} [seconds] of `done`: how long it ran.
 * @property {string} [title] of `message`.
 * @property {string} [text] of `message`.
 */

/** Text that may be shown: one line, bounded, without what is not seen. */
export function shown(text, most = NAME_MAX_CHARS) {
  const plain = [...String(text).replace(/\s+/g, ' ').replace(UNSHOWN, '').trim()];
  return plain.length <= most ? plain.join('') : `${plain.slice(0, most - 1).join('')}…`;
}

/**
 * @param {Happening} what
 * @param {{names: boolean}} how without `names` it tells only that something happened.
 * @returns {{title: string, body: string, tag: string, path: string, window: string}} one `tag` for each session: a new notification takes
 *   the place of the last.
 */
export function noticeOf(what, { names }) {
  const { session, window: where } = what;
  const tag = `webmux:${session.id}`;
  if (!names) return { title: 'WebMux', body: PLAIN[what.kind], tag, path: '/', window: '' };
  const title = what.title ? `${shown(session.name)} · ${shown(what.title)}` : shown(session.name);
  return {
    title,
    body: sentenceOf(what),
    tag,
    path: `/s/${encodeURIComponent(session.name)}`,
    window: where?.id ?? '',
  };
}

const PLAIN = {
  bell: 'A bell rang in one of your sessions.',
  done: 'A command has ended.',
  message: 'A program sent a message.',
};

function sentenceOf({ kind, window: where, command, seconds, text }) {
  const place = where?.name ? ` in ${shown(where.name)}` : '';
  if (kind === 'message') return shown(text, TEXT_MAX_CHARS);
  if (kind === 'bell') return `Bell${place}`;
  return `${shown(command) || 'A command'} ended after ${span(seconds)}${place}`;
}

/** `42 s`, `12 min`, `3 h`. @testonly */
export function span(seconds) {
  if (seconds < MINUTE_S) return `${Math.floor(seconds)} s`;
  return seconds < HOUR_S ? `${Math.floor(seconds / MINUTE_S)} min` : `${Math.floor(seconds / HOUR_S)} h`;
}

/** Whether somebody wants to hear of such a thing in a session of that name. @param {(name: string) => unknown} get of the settings. */
export function wanted(kind, sessionName, get) {
  return get(SETTING_OF[kind]) && !isMuted(sessionName, get);
}

export function isMuted(sessionName, get) {
  return get('notify.muted').includes(sessionName);
}

/** The muted sessions once this one is muted, or no longer; the oldest leave where there are too many. */
export function muting(muted, name, on) {
  const others = muted.filter((one) => one !== name);
  return on ? [...others, name].slice(-MUTED_MOST) : others;
}

const MUTED_MOST = 200;
