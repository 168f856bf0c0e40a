/** A card of the session list: what a session runs, its preview, its viewers, and buttons to change it. */
import { hasModifier } from '../../lib/chord.js';
import { el, setText } from '../../lib/dom.js';
import { icon } from '../../lib/icons.js';
import { activity, created, moment, plural, size } from '../../lib/format.js';
import { mirrorPath, sessionPath } from '../../lib/paths.js';
import { urgency } from '../../lib/session-order.js';
import { mayType } from '../../lib/role.js';
import { AnswerSlot } from '../agents/answer-slot.js';
import { AgentBadges } from './agent-badges.js';
import { Badges } from './badges.js';
import { TEXT } from './cards-text.js';
import { Preview } from './preview.js';

/** @typedef {import('../../lib/session-order.js').Session} Session */

/** The link covers the card; the buttons lie above it. */
export class HomeCard {
  #session = null;
  #link = el('a', { class: 'card-link' });
  #recording = el('span', { class: 'badge badge-rec', text: TEXT.recording, title: TEXT.isRecorded });
  #agents = new AgentBadges();
  #badges = new Badges();
  #answers;
  #command = el('span', { class: 'card-command' });
  #path = el('bdi');
  #folder = el('span', { class: 'card-path' }, this.#path);
  #repo = el('span', { class: 'card-repo' });
  #windows = el('span');
  #size = el('span', { class: 'card-size' });
  #viewers = el('span');
  #attached = el('span');
  #created = el('span');
  #activity = el('span', { class: 'card-activity' });
  #watch = el('a', { class: 'icon-button', title: TEXT.watch }, icon('eye'));
  #save = el('button', { class: 'icon-button', type: 'button', title: TEXT.savePreset }, icon('bookmark'));
  #rename = el('button', { class: 'icon-button', type: 'button', title: TEXT.rename }, icon('pencil'));
  #kill = el(
    'button',
    { class: 'icon-button icon-button-danger', type: 'button', title: TEXT.kill },
    icon('bin'),
  );
  preview = new Preview();
  element;

  /**
   * @param {import('../agents/question-requests.js').Asks} api
   * @param {Record<'save'|'rename'|'kill', (session: Session) => void>} actions
   */
  constructor(api, { save, rename, kill }) {
    this.#answers = new AnswerSlot(api);
    for (const button of [this.#save, this.#rename, this.#kill]) button.hidden = !mayType();
    this.#save.addEventListener('click', () => save(this.#session));
    this.#rename.addEventListener('click', () => rename(this.#session));
    this.#kill.addEventListener('click', () => kill(this.#session));
    this.#link.setAttribute('aria-keyshortcuts', mayType() ? 'F2 Delete' : '');
    this.#link.addEventListener('keydown', (event) => this.#onKey(event, { F2: rename, Delete: kill }));
    this.element = el(
      'li',
      { class: 'card' },
      el(
        'div',
        { class: 'card-head' },
        el('h2', { class: 'card-name' }, this.#link),
        this.#agents.element,
        this.#badges.element,
        this.#recording,
      ),
      el('p', { class: 'card-where' }, this.#command, this.#folder, this.#repo),
      this.#answers.element,
      this.preview.element,
      el(
        'p',
        { class: 'card-facts' },
        this.#windows,
        this.#size,
        this.#viewers,
        this.#attached,
        this.#created,
      ),
      el(
        'div',
        { class: 'card-foot' },
        this.#activity,
        el('div', { class: 'card-actions' }, this.#watch, this.#save, this.#rename, this.#kill),
      ),
    );
  }

  update(session, nowSeconds) {
    this.#session = session;
    const { name, attached, viewers = 0, command = '', title = '', path = '' } = session;
    setText(this.#link, name);
    this.#link.title = name;
    this.#link.setAttribute('href', mayType() ? sessionPath(name) : mirrorPath(name));
    this.#recording.hidden = session.recording !== true;
    this.#agents.show(session.agents, nowSeconds);
    this.#answers.show(session);
    this.#badges.show(session.alerts);
    this.element.classList.toggle('wants', urgency(session) !== undefined);
    setText(this.#command, [command, title].filter(Boolean).join(' · '));
    this.#command.title = title;
    setText(this.#path, path);
    this.#folder.title = path;
    setText(this.#windows, plural(session.windows, 'window'));
    setText(this.#size, size(session.size));
    this.#size.title = TEXT.size;
    this.#count(this.#viewers, viewers, plural(viewers, 'viewer'), TEXT.viewersTitle);
    this.#count(this.#attached, attached, TEXT.attached(attached), TEXT.attachedTitle);
    this.#created.title = moment(session.created_at);
    this.#watch.setAttribute('href', mirrorPath(name));
    this.#watch.setAttribute('aria-label', TEXT.watchSession(name));
    this.#save.setAttribute('aria-label', TEXT.saveSession(name));
    this.#rename.setAttribute('aria-label', TEXT.renameSession(name));
    this.#kill.setAttribute('aria-label', TEXT.killSession(name));
    this.tick(nowSeconds);
  }

  screenChanged() {
    this.#answers.refresh();
  }

  dispose() {
    this.#answers.dispose();
  }

  setActivity(atSeconds, nowSeconds) {
    this.#session = { ...this.#session, activity_at: atSeconds };
    this.tick(nowSeconds);
  }

  /** @param {import('./session-facts.js').Facts} [facts] nothing while they are not known. */
  setFacts({ branch, dirty, ports } = { branch: null, dirty: null, ports: [] }) {
    const parts = [];
    if (branch) {
      const mark = dirty
        ? [
            el('span', {
              class: 'card-dirty',
              role: 'img',
              title: TEXT.dirty,
              'aria-label': TEXT.dirty,
              text: TEXT.dirtyMark,
            }),
          ]
        : [];
      parts.push(
        el('span', { class: 'card-branch', title: TEXT.branch }, el('bdi', { text: branch }), ...mark),
      );
    }
    if (ports.length > 0)
      parts.push(el('span', { class: 'card-ports', title: TEXT.listens, text: TEXT.ports(ports) }));
    this.#repo.replaceChildren(...parts);
  }

  tick(nowSeconds) {
    const at = this.#session.activity_at;
    const text = activity(at, nowSeconds);
    this.#agents.tick(nowSeconds);
    setText(this.#activity, text);
    this.#activity.title = moment(at);
    this.#activity.classList.toggle('is-now', text === 'active now');
    setText(this.#created, created(this.#session.created_at, nowSeconds));
  }

  /** F2 and Delete, as on the tabs of windows. */
  #onKey(event, keys) {
    if (!mayType() || hasModifier(event) || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key](this.#session);
  }

  #count(element, number, text, title) {
    element.hidden = number === 0;
    element.title = title;
    setText(element, text);
  }
}
