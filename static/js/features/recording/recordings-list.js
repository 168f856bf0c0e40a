/** The list of recordings, to play, download, stop and delete them. */
import { textButton } from '../../components/controls.js';
import { recordingPath } from '../../net/account-api.js';
import { rooted } from '../../lib/base-path.js';
import { el, need, setAttribute, setText } from '../../lib/dom.js';
import { bytes, clock, moment } from '../../lib/format.js';
import { ask, sentence } from '../../components/dialogs.js';
import { toast } from '../../components/toast.js';
import { TEXT } from './recording-text.js';

/** The list shows the size and length of a running recording this often. */
const REFRESH_MS = 5_000;

function factsOf({ user, began_at: beganAt, length_s: lengthS, bytes: size, reason }) {
  const why = Object.hasOwn(TEXT.reasons, reason) ? [TEXT.ended(TEXT.reasons[reason])] : [];
  return [user, moment(beganAt), clock(lengthS), bytes(size), ...why].join(' · ');
}

function button(action, name, run) {
  return textButton(action, run, { 'aria-label': TEXT.actionOn(action, name) });
}

/** @param {string} action @param {string} name @param {Record<string, unknown>} attributes */
function linkButton(action, name, attributes) {
  const label = TEXT.actionOn(action, name);
  return el('a', { class: 'button button-small', 'aria-label': label, text: action, ...attributes });
}

export class RecordingsList {
  #api;
  #places;
  #target;

  /**
   * Empty until `show`.
   * @param {import('../../net/account-api.js').AccountApi} api
   * @param {{list: HTMLElement, none: HTMLElement, problem: HTMLElement}} places a list, a text for no
   *   recordings, and one for an error. The last two are hidden if they do not apply.
   * @param {{newTab?: boolean}} [options] whether players open in new tabs.
   */
  constructor(api, places, { newTab = false } = {}) {
    this.#api = api;
    this.#places = places;
    this.#target = newTab ? '_blank' : undefined;
  }

  /** Loads the list from the server and shows it. */
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

  /** Refreshes while the page is visible and a recording is running; returns a function that stops it. */
  follow() {
    const { list } = this.#places;
    const timer = setInterval(
      () => document.hidden || (list.querySelector('.badge-rec') && this.show()),
      REFRESH_MS,
    );
    return () => clearInterval(timer);
  }

  /** Rows of the same recordings stay, so that the focus does too. */
  #update(recordings) {
    const { list, none } = this.#places;
    const rows = new Map([...list.children].map((item) => [item.dataset.id, item]));
    const items = recordings.map((recording) => {
      const row = rows.get(recording.id);
      const isRunning = recording.ended_at === null;
      if (!row || Boolean(row.querySelector('.badge-rec')) !== isRunning) return this.#row(recording);
      setText(need('p', row), factsOf(recording));
      return row;
    });
    if (items.length !== list.children.length || items.some((item, index) => item !== list.children[index]))
      list.replaceChildren(...items);
    none.hidden = items.length > 0;
    setAttribute(list, 'aria-busy', false);
  }

  #row(recording) {
    const { id, session, ended_at: endedAt } = recording;
    const { name } = session;
    const isRunning = endedAt === null;
    const badge = isRunning ? [el('span', { class: 'badge badge-rec', text: TEXT.recordingBadge })] : [];
    const player = {
      class: 'button button-small button-primary',
      href: rooted(`/recordings/${encodeURIComponent(id)}`),
      target: this.#target,
    };
    const facts = el('p', { class: 'muted', text: factsOf(recording) });
    return el(
      'li',
      { 'data-id': id },
      el('div', {}, el('strong', { text: name }), ...badge, facts),
      el(
        'div',
        { class: 'row-actions' },
        ...(isRunning ? [button(TEXT.stop, name, () => this.#stop(recording))] : []),
        linkButton(TEXT.play, name, player),
        linkButton(TEXT.download, name, { href: rooted(recordingPath(id)), download: true }),
        button(TEXT.delete, name, () => this.#remove(recording)),
      ),
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
    const isDeleted = await ask({
      title: TEXT.deleteTitle(session.name),
      text: TEXT.cannotUndo,
      action: TEXT.delete,
      busy: TEXT.deleting,
      danger: true,
      submit: () => this.#api.deleteRecording(id),
    });
    if (isDeleted) await this.show();
  }
}
