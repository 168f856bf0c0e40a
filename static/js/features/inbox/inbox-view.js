/** The inbox: what each waiting agent asks, one after the other, with answers by keyboard and by touch. */
import { SessionFeed } from '../../net/lists.js';
import { socketAddress } from '../../net/address.js';
import { onWake } from '../../net/wake.js';
import { hasModifier } from '../../lib/chord.js';
import { Disposables } from '../../lib/disposables.js';
import { el, need, setText } from '../../lib/dom.js';
import { duration } from '../../lib/format.js';
import { sessionPath } from '../../lib/paths.js';
import { toast } from '../../components/toast.js';
import { TEXT as ANSWERS } from '../agents/answers-text.js';
import { QuestionView } from '../agents/question-view.js';
import { TEXT } from './inbox-text.js';
import { lettersOf, optionFor, stayAt } from './inbox-queue.js';
import { onSwipe } from './swipes.js';

const REFRESH_MS = 1000;
const TICK_MS = 15_000;
const ANSWER_KEY = /^[1-9yn]$/;
const STEPS = { j: 1, k: -1, ArrowRight: 1, ArrowLeft: -1 };

const openSocket = () => new WebSocket(socketAddress(location.href, '/ws'));

export class Inbox {
  #api;
  #feed;
  #list = null;
  #states = null;
  /** @type {import('./inbox-queue.js').Letter[]} */
  #letters = [];
  #at = 0;
  /** @type {{paneId: string, since: number, view: QuestionView}|null} */
  #shown = null;
  #timer = 0;
  #name = el('a', { class: 'letter-name' });
  #age = el('span', { class: 'muted' });
  #heading = el('h2', { class: 'letter-heading' }, this.#name, this.#age);
  #letter = need('#letter');
  #parts = new Disposables();

  /** @param {import('../../net/api.js').Api} api @param {() => void} onLoggedOut */
  constructor(api, onLoggedOut) {
    this.#api = api;
    this.#feed = new SessionFeed(openSocket, {
      onChange: (list) => list && this.#take(list, this.#states),
      onOther: (message) => message.type === 'agents' && this.#take(this.#list, message),
      onPreview: () => this.#refresh(),
      onOnline: (online) => {
        need('#offline').hidden = online;
      },
      onEnded: (reason) => toast(TEXT.noUpdates(reason), { kind: 'error' }),
      onLoggedOut,
    });
    need('#next').addEventListener('click', () => this.#step(1));
    need('#previous').addEventListener('click', () => this.#step(-1));
    this.#parts.listen(document, 'keydown', (event) => this.#onKey(event));
    this.#parts.every(TICK_MS, () => this.#tick());
    onWake(this.#parts, () => this.#feed.hurry());
    onSwipe(this.#letter, { left: () => this.#step(1), right: () => this.#step(-1) });
  }

  #take(list, states) {
    this.#list = list;
    this.#states = states;
    if (!list || !states) return;
    this.#letters = lettersOf(list, states);
    this.#at = stayAt(this.#letters, this.#shown?.paneId ?? '', this.#at);
    this.#show();
  }

  #step(by) {
    const total = this.#letters.length;
    if (total < 2) return;
    this.#at = (this.#at + by + total) % total;
    this.#show();
  }

  #show() {
    const letter = this.#letters[this.#at];
    const total = this.#letters.length;
    for (const id of ['#next', '#previous']) need(id).hidden = total < 2;
    for (const id of ['#letter', '#keys']) need(id).hidden = total === 0;
    need('#empty').hidden = total > 0;
    setText(need('#place'), total > 0 ? TEXT.place(this.#at + 1, total) : '');
    document.title = TEXT.title(total);
    if (!letter) {
      this.#shown = null;
      this.#letter.replaceChildren();
      this.#feed.watch([]);
      return;
    }
    setText(this.#name, TEXT.heading(letter.agent, letter.session));
    const place = `?window=${encodeURIComponent(letter.windowId)}`;
    this.#name.setAttribute('href', sessionPath(letter.session) + place);
    this.#open(letter);
    this.#tick();
  }

  /** Shows the question of a letter, unless it is shown already. */
  #open({ paneId, sessionId, since }) {
    if (this.#shown?.paneId === paneId && this.#shown.since === since) return;
    const same = this.#shown?.paneId === paneId ? this.#shown.view : null;
    const view = same ?? new QuestionView({ api: this.#api, paneId, onAnswered: (it) => this.#answered(it) });
    this.#shown = { paneId, since, view };
    if (!same) {
      this.#letter.replaceChildren(this.#heading, view.element);
      this.#feed.watch([sessionId]);
    }
    view.load();
  }

  /** The next agent, if one waits; the answered one leaves the list when it goes on. */
  #answered({ label }) {
    toast(ANSWERS.sent(label));
    this.#step(1);
  }

  #refresh() {
    if (this.#timer) return;
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#shown?.view.load();
    }, REFRESH_MS);
  }

  #tick() {
    const letter = this.#letters[this.#at];
    if (letter) setText(this.#age, TEXT.since(duration(Math.max(0, Date.now() / 1000 - letter.since))));
  }

  #onKey(event) {
    const typing = event.target instanceof HTMLElement && event.target.matches('input, textarea, select');
    if (typing || event.repeat || hasModifier(event)) return;
    if (event.key in STEPS) this.#step(STEPS[event.key]);
    else if (!this.#press(event.key)) return;
    event.preventDefault();
  }

  /** Answers by a key; returns whether it means something. */
  #press(key) {
    const view = this.#shown?.view;
    if (key === 'Escape') view?.answer({ key: 'escape' });
    const option = optionFor(key, view?.question?.options ?? []);
    if (option !== undefined) return view?.press(option);
    if (view?.question && ANSWER_KEY.test(key)) toast(TEXT.noOption(key));
    return key === 'Escape';
  }
}
