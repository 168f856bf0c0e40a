/** The recordings: play, download, stop, delete. */
import { Api, recordingPath } from '../net/api.js';
import { ask, sentence } from '../ui/dialogs.js';
import { toast } from '../ui/toast.js';
import { rooted } from '../util/base.js';
import { el, need, setAttribute, setText } from '../util/dom.js';
import { bytes } from '../util/figures.js';
import { clock, moment } from '../util/format.js';
import { loginPath } from '../util/next.js';

// While one goes on its size and length grow.
const REFRESH_MS = 5_000;

const ENDS = {
  session_ended: 'the session ended',
  server_exited: 'tmux ended',
  server_stopped: 'WebMux was stopped',
  server_died: 'WebMux was killed',
  recordings_full: 'no space was left for recordings',
  no_space: 'the disk was full',
  recording_failed: 'the disk failed',
  failed: 'an error',
};

const api = new Api({ onLoggedOut: () => location.replace(loginPath(rooted('/recordings'))) });
const problem = need('#problem');
const list = need('#recordings');

const playerPath = (id) => rooted(`/recordings/${encodeURIComponent(id)}`);

function facts({ user, began_at: beganAt, length_s: lengthS, bytes: size, reason }) {
  const why = Object.hasOwn(ENDS, reason) ? [`ended because ${ENDS[reason]}`] : [];
  return [user, moment(beganAt), clock(lengthS), bytes(size), ...why].join(' · ');
}

function button(label, name, run, options = {}) {
  return el('button', { class: 'button button-small', type: 'button', 'aria-label': `${label} the recording of ${name}`, text: label, on: { click: run }, ...options });
}

function row(recording) {
  const { id, session: { name }, ended_at: endedAt } = recording;
  const going = endedAt === null;
  const title = el('strong', { text: name });
  const badge = going ? [el('span', { class: 'badge badge-rec', text: 'REC' })] : [];
  const acts = el('div', { class: 'row-acts' });
  if (going) acts.append(button('Stop', name, () => stop(recording)));
  acts.append(
    el('a', { class: 'button button-small button-primary', href: playerPath(id), 'aria-label': `Play the recording of ${name}`, text: 'Play' }),
    el('a', { class: 'button button-small', href: rooted(recordingPath(id)), download: true, 'aria-label': `Download the recording of ${name}`, text: 'Download' }),
    button('Delete', name, () => remove(recording)),
  );
  return el('li', { 'data-id': id }, el('div', {}, title, ...badge, el('p', { class: 'muted', text: facts(recording) })), acts);
}

async function show() {
  try {
    const { recordings } = await api.listRecordings();
    problem.hidden = true;
    update(recordings);
  } catch (error) {
    setText(problem, sentence(error));
    problem.hidden = false;
  }
}

/** Rows that are the same stay, so that focus does. */
function update(recordings) {
  const there = new Map([...list.children].map((item) => [item.dataset.id, item]));
  const items = recordings.map((recording) => {
    const before = there.get(recording.id);
    const going = recording.ended_at === null;
    if (!before || Boolean(before.querySelector('.badge-rec')) !== going) return row(recording);
    setText(need('p', before), facts(recording));
    return before;
  });
  if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index])) list.replaceChildren(...items);
  need('#none').hidden = items.length > 0;
  setAttribute(list, 'aria-busy', false);
}

async function stop({ session }) {
  try {
    await api.stopRecording(session.id);
  } catch (error) {
    if (error.code !== 'not_recording') toast(sentence(error), { kind: 'error' });
  }
  await show();
}

async function remove({ id, session }) {
  const gone = await ask({
    title: `Delete the recording of “${session.name}”?`,
    text: 'This cannot be undone.',
    action: 'Delete',
    busy: 'Deleting…',
    danger: true,
    submit: () => api.deleteRecording(id),
  });
  if (gone) await show();
}

show();
setInterval(() => document.hidden || (list.querySelector('.badge-rec') && show()), REFRESH_MS);
window.addEventListener('pageshow', (event) => event.persisted && show());
