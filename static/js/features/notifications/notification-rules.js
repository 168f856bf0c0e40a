/** The words of a notification, and which events get one. Pure. */
import { episodeOf } from '../../lib/agent-states.js';
import { TEXT } from './notifications-text.js';

/** @testonly */
export const NAME_MAX_CHARS = 64;
export const TEXT_MAX_CHARS = 240;
// Control, format and private characters, and separators of lines: they could make text look like other text.
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]+/gu;
const SETTING_OF = {
  bell: 'notify.bell',
  done: 'notify.done',
  message: 'notify.message',
  waiting: 'notify.waiting',
};
const MUTED_MAX = 200;
const MINUTE_S = 60;
const HOUR_S = 3600;

/**
 * @typedef {object} AttentionEvent
 * @property {'bell'|'done'|'message'|'waiting'} kind
 * @property {{id: string, name: string}} session
 * @property {{id: string, name: string}} [window]
 * @property {string} [command] of `done`.
 * @property {number} [seconds] of `done`: how long it ran.
 * @property {import('../../lib/agent-states.js').Agent} [agent] of `waiting`, and of `done` if an agent is.
 * @property {string} [title] of `message`.
 * @property {string} [text] of `message`.
 */

/** Text as one line without hidden characters, shortened to `most` characters. */
export function displayText(text, most = NAME_MAX_CHARS) {
  const plain = [...String(text).replace(/\s+/g, ' ').replace(HIDDEN, '').trim()];
  return plain.length <= most ? plain.join('') : `${plain.slice(0, most - 1).join('')}…`;
}

/**
 * @param {AttentionEvent} what
 * @param {{names: boolean}} options without `names`, the notification says only that something happened.
 * @returns {{title: string, body: string, tag: string, path: string, window: string, episode?: string}}
 *   all notifications of a session have one `tag`, and so have those of an agent that waits: a new one
 *   replaces the last. `episode` identifies since when an agent waits or is done; the server sends the same.
 */
export function notificationOf(what, { names }) {
  const { session, agent } = what;
  const asking = what.kind === 'waiting' ? agent : undefined;
  const tag = tagOf(asking?.pane_id ?? session.id);
  const episode = identityOf(what);
  if (!names) return { title: TEXT.title, body: plainOf(what), tag, path: '/', window: '', ...episode };
  const title = what.title
    ? `${displayText(session.name)} · ${displayText(what.title)}`
    : displayText(session.name);
  return {
    title,
    body: sentenceOf(what),
    tag,
    path: `/s/${encodeURIComponent(session.name)}` + (asking ? `?answer=${asking.pane_id.slice(1)}` : ''),
    window: agent?.window_id ?? what.window?.id ?? '',
    ...episode,
  };
}

/** What identifies the notifications of a session, or of the pane of an agent. */
export const tagOf = (subject) => `webmux:${subject}`;

/** @param {AttentionEvent} what */
function identityOf({ kind, agent }) {
  return agent && { episode: kind === 'waiting' ? String(agent.since) : episodeOf(agent) };
}

/** @param {AttentionEvent} what */
function plainOf({ kind, agent }) {
  return TEXT.withoutNames[agent && kind === 'done' ? 'agent' : kind];
}

/** @param {AttentionEvent} what */
function sentenceOf({ kind, window, command, seconds, agent, text }) {
  const place = window?.name ? TEXT.inWindow(displayText(window.name)) : '';
  if (kind === 'message') return displayText(text, TEXT_MAX_CHARS);
  if (kind === 'waiting') return TEXT.needsYou(displayText(agent.agent));
  if (kind === 'bell') return TEXT.bell(place);
  if (agent) return TEXT.isDone(displayText(agent.agent), place);
  return TEXT.ended(displayText(command), span(seconds), place);
}

/** `42 s`, `12 min`, `3 h`. @testonly */
export function span(seconds) {
  if (seconds < MINUTE_S) return `${Math.floor(seconds)} s`;
  return seconds < HOUR_S ? `${Math.floor(seconds / MINUTE_S)} min` : `${Math.floor(seconds / HOUR_S)} h`;
}

/**
 * Whether the user wants notifications of this kind from this session.
 * @param {(name: string) => any} get a setting.
 */
export function isRequested(kind, sessionName, get) {
  return get(SETTING_OF[kind]) && !isMuted(sessionName, get);
}

export function isMuted(sessionName, get) {
  return get('notify.muted').includes(sessionName);
}

/** The muted sessions after this one is muted or unmuted. If there are too many, the oldest is unmuted. */
export function withMuted(muted, name, on) {
  const others = muted.filter((one) => one !== name);
  return on ? [...others, name].slice(-MUTED_MAX) : others;
}
