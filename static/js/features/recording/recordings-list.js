/** The list of recordings: play, download, stop, delete. */
import { recordingPath } from '../../net/account-api.js';
import { rooted } from '../../lib/base-path.js';
import { el, need, setAttribute, setText } from '../../lib/dom.js';
import { bytes } from '../../lib/figures.js';
import { clock, moment } from '../../lib/format.js';
import { ask, sentence } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';

// While one goes on its size and length grow.
const REFRESH_MS = 5_000;

const ENDS = {
  session_ended: 'the session ended',
  server_exited: 'tmux stopped',
  server_stopped: 'WebMux was stopped',
  server_died: 'WebMux was killed',
  recordings_full: 'the space for recordings was full',
  no_space: 'the disk was full',
  recording_failed: 'the disk failed',
  failed: 'of an error',
};

const playerPath = (id) => rooted(`/recordings/${encodeURIComponent(id)}`);

function facts({ user, began_at: beganAt, length_s: lengthS, bytes: size, reason }) {
  const why = Object.hasOwn(ENDS, reason) ? [`ended because ${ENDS[reason]}`] : [];
  return [user, moment(beganAt), clock(lengthS), bytes(size), ...why].join(' · ');
}

function button(label, name, run) {
  return el('button', {
    class: 'button button-small',
    type: 'button',
    'aria-label': `${label} the recording of ${name}`,
    text: label,
    on: { click: run },
  });
}

export class RecordingsList {
  #api;
  #places;
  #target;

  /**
   * Empty until `show`.
   * @param {import('../../net/account-api.js').AccountApi} api
   * @param {{list: HTMLElement, none: HTMLElement, problem: HTMLElement}} places a list, what stands there when there are none,
   *   and what went wrong; the last two are hidden by us.
   * @param {{newTab?: boolean}} [options] players open in a tab of their own.
   */
  constructor(api, places, { newTab = false } = {}) {
    this.#api = api;
    this.#places = places;
    this.#target = newTab ? '_blank' : undefined;
  }

  /** Asks the server and shows what there is. */
  async show() {
    const { problem } = this.#places;
    try {
      const { recordings } = await this.#api.listRecordings();
      problem.hidden = true;
      this.#update(recordings);
    } catch (error) {
      setText(problem, sentence(error));
      problem.hidden = false;
    }
  }

  /** Keeps the figures of what goes on up to date, while anybody can see them; returns what takes that back. */
  follow() {
    const { list } = this.#places;
    const timer = setInterval(
      () => document.hidden || (list.querySelector('.badge-rec') && this.show()),
      REFRESH_MS,
    );
    return () => clearInterval(timer);
  }

  /** Rows that are the same stay, so that focus does. */
  #update(recordings) {
    const { list, none } = this.#places;
    const there = new Map([...list.children].map((item) => [item.dataset.id, item]));
    const items = recordings.map((recording) => {
      const before = there.get(recording.id);
      const going = recording.ended_at === null;
      if (!before || Boolean(before.querySelector('.badge-rec')) !== going) return this.#row(recording);
      setText(need('p', before), facts(recording));
      return before;
    });
    if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index]))
      list.replaceChildren(...items);
    none.hidden = items.length > 0;
    setAttribute(list, 'aria-busy', false);
  }

  #row(recording) {
    const {
      id,
      session: { name },
      ended_at: endedAt,
    } = recording;
    const going = endedAt === null;
    const badge = going ? [el('span', { class: 'badge badge-rec', text: 'REC' })] : [];
    const acts = el('div', { class: 'row-acts' });
    if (going) acts.append(button('Stop', name, () => this.#stop(recording)));
    acts.append(
      el('a', {
        class: 'button button-small button-primary',
        href: playerPath(id),
        target: this.#target,
        'aria-label': `Play the recording of ${name}`,
        text: 'Play',
      }),
      el('a', {
        class: 'button button-small',
        href: rooted(recordingPath(id)),
        download: true,
        'aria-label': `Download the recording of ${name}`,
        text: 'Download',
      }),
      button('Delete', name, () => this.#remove(recording)),
    );
    return el(
      'li',
      { 'data-id': id },
      el(
        'div',
        {},
        el('strong', { text: name }),
        ...badge,
        el('p', { class: 'muted', text: facts(recording) }),
      ),
      acts,
    );
  }

  async #stop({ session }) {
    try {
      await this.#api.stopRecording(session.id);
    } catch (error) {
      if (error.code !== 'not_recording') toast(sentence(error), { kind: 'error' });
    }
    await this.show();
  }

  async #remove({ id, session }) {
    const gone = await ask({
      title: `Delete the recording of “${session.name}”?`,
      text: 'This cannot be undone.',
      action: 'Delete',
      busy: 'Deleting…',
      danger: true,
      submit: () => this.#api.deleteRecording(id),
    });
    if (gone) await this.show();
  }
}
