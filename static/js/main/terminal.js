/** The terminal page: one screen, one subscription, and what is said about them. */
import { Api } from '../net/api.js';
import { socketAddress, subscriptionQuery } from '../net/address.js';
import { Subscription } from '../net/subscription.js';
import { isReport } from '../terminal/keys.js';
import { Screen } from '../terminal/screen.js';
import { sentence } from '../ui/dialogs.js';
import { endingOf } from '../ui/endings.js';
import { Gauges } from '../ui/gauges.js';
import { GuestList } from '../ui/guests.js';
import { record } from '../ui/record.js';
import { share } from '../ui/share.js';
import { Status } from '../ui/status.js';
import { TermBar } from '../ui/term-bar.js';
import { currentTheme, installTheme } from '../ui/theme.js';
import { toast } from '../ui/toast.js';
import { rooted } from '../util/base.js';
import { Disposables } from '../util/disposables.js';
import { need, setText } from '../util/dom.js';
import { sessionPath } from '../util/format.js';
import { logError, logWarning } from '../util/log.js';
import { loginPath } from '../util/next.js';
import { mayType } from '../util/role.js';

// After a restart of the server whoever returns first owns the size; who had it before, this lately, takes it back.
const OWNER_RETURNS_MS = 60_000;

const openSocket = (query) => new WebSocket(socketAddress(location.href, '/ws/optimized', query));

class TerminalPage {
  #api = new Api();
  #disposables = new Disposables();
  #gauges = new Gauges();
  #guest;
  #guests;
  #session = null;
  #readOnly = false;
  #recording = false;
  #first = true;
  #hub = { id: null, owner: false, leftAt: 0 };
  #live = need('#live');
  #bar;
  #status;
  #screen;
  #subscription;

  constructor({ session, view, share: shareId }) {
    this.#guest = Boolean(shareId);
    const stage = need('#stage');
    const layer = need('#layer');
    this.#bar = new TermBar(session, { mirror: view === 'mirror', guest: this.#guest });
    this.#guests = new GuestList(layer, (guest, allowed) => this.#decide(guest, allowed));
    this.#status = new Status({ stage, layer, live: this.#live }, { onRetry: () => this.#retry() });
    const where = { stage, frame: need('#frame'), theme: currentTheme(), label: `Terminal, session ${session}` };
    this.#screen = new Screen(where, this.#screenHandlers());
    this.#subscription = new Subscription(subscriptionQuery({ session, view, share: shareId }, location.search), this.#screen.ownSize, this.#connectionHandlers(), {
      api: this.#api,
      socketOf: openSocket,
    });
    this.#gauges.show({ button: need('#hud-toggle'), layer }, {
      askStats: () => this.#subscription.askStats(),
      renderer: () => this.#screen.renderer,
    });
    this.#listen();
    this.#subscription.start();
    this.#screen.focus();
  }

  #screenHandlers() {
    return {
      onType: (bytes) => this.#type(bytes),
      onOwnSize: (size) => this.#subscription.resize(size),
      onLayout: (layout) => this.#bar.layout({ ...layout, readOnly: this.#readOnly }),
      onProcessed: (mark, progress) => {
        this.#gauges.processed();
        this.#subscription.processed(mark, progress);
      },
      onPaint: () => this.#gauges.painted(),
      onTold: (text) => toast(text),
      onLeave: () => need('#home').focus(),
    };
  }

  #connectionHandlers() {
    return {
      onState: (state, detail) => this.#changed(state, detail),
      onAttached: (fields) => this.#attached(fields),
      onSnapshot: (bytes) => this.#screen.snapshot(bytes),
      onOutput: (bytes, mark) => {
        this.#gauges.output(bytes.length);
        this.#screen.output(bytes, mark);
      },
      onResize: (size) => this.#screen.resize(size),
      onEvent: (event) => this.#events[event.event]?.(event),
      onStats: (figures) => this.#gauges.told(figures),
      onError: ({ code, message }) => this.#refused(code, message),
      onLatency: (ms) => this.#bar.latency(ms),
    };
  }

  #events = {
    title: ({ title }) => this.#bar.windowTitle(String(title)),
    presence: ({ viewers }) => this.#bar.viewers(Number(viewers)),
    owner: ({ owner }) => this.#owns(owner === true),
    bell: () => this.#rang(),
    guests: ({ guests }) => this.#guests.show(guests),
    role: ({ role }) => this.#lent(role),
    recording: ({ on }) => this.#recorded(on === true),
    notice: ({ code, message }) => this.#noticed(code, String(message)),
    sessions: ({ session }) => session.name !== need('#name').textContent && this.#renamed(session.name),
  };

  #noticed(code, message) {
    if (code === 'tmux_slow') this.#status.stalled('tmux does not answer…');
    else if (code === 'tmux_ok') this.#status.liveAgain({ first: false });
    else toast(message);
  }

  #type(bytes) {
    const typed = !isReport(bytes);
    if (typed && !this.#readOnly) this.#gauges.key();
    const sent = !this.#readOnly && this.#subscription.type(bytes);
    if (typed && !sent) this.#refuseKey();
  }

  #refuseKey() {
    if (this.#readOnly) {
      this.#bar.nudgeReadOnly();
      this.#status.say('You may look, not type.');
    } else {
      this.#status.nudge('Not connected: keys are not sent.');
    }
  }

  #attached({ hub, size, role, owner, title, session, recording }) {
    this.#session = session;
    this.#mayType(role === 'operator');
    this.#recorded(recording === true);
    this.#bar.windowTitle(String(title ?? ''));
    if (session.name !== need('#name').textContent) this.#renamed(session.name);
    this.#screen.setOwner(owner === true);
    this.#screen.resize(size);
    this.#status.liveAgain({ first: this.#first });
    this.#first = false;
    const returned = this.#hub.owner && this.#hub.id !== hub && Date.now() - this.#hub.leftAt < OWNER_RETURNS_MS;
    this.#hub = { id: hub, owner: owner === true, leftAt: 0 };
    if (returned && !owner && !this.#readOnly) this.#takeSize();
  }

  #recorded(on) {
    this.#recording = on;
    this.#bar.recording(on);
  }

  #mayType(may) {
    this.#readOnly = !may;
    this.#bar.role({ readOnly: this.#readOnly, asks: this.#guest });
  }

  #lent(role) {
    this.#mayType(role === 'operator');
    toast(this.#readOnly ? 'You may look, not type.' : 'You may type now.');
  }

  async #askControl() {
    try {
      await this.#subscription.command('ask-control');
      this.#bar.asked();
      this.#screen.focus();
    } catch (error) {
      toast(error.message, { kind: 'error' });
    }
  }

  async #decide(guest, allowed) {
    try {
      await this.#subscription.command(allowed ? 'lend-control' : 'end-control', { guest });
    } catch (error) {
      toast(error.message, { kind: 'error' });
    }
    this.#screen.focus();
  }

  #owns(owner) {
    this.#hub.owner = owner;
    this.#screen.setOwner(owner);
  }

  #renamed(name) {
    this.#bar.rename(name);
    if (!this.#guest) history.replaceState(null, '', sessionPath(name) + location.search);
  }

  #changed(state, detail) {
    if (state !== 'live') this.#bar.latency(null);
    if (state !== 'live') this.#hub.leftAt ||= Date.now();
    if (state === 'connecting') this.#status.connecting({ first: this.#first });
    else if (state === 'waiting') this.#status.waiting(detail.until);
    else if (state === 'ended') this.#ended(detail.reason);
  }

  #ended(reason) {
    if (reason === 'signed_out' && this.#guest) {
      location.reload();
      return;
    }
    if (reason === 'signed_out') {
      location.assign(loginPath(location.pathname + location.search));
      return;
    }
    const ending = endingOf(reason, this.#subscription.sessionName, {
      attach: () => this.#begin(),
      create: !this.#guest && mayType() ? () => this.#create() : undefined,
      list: this.#guest ? undefined : () => location.assign(rooted('/')),
      reload: () => location.reload(),
    });
    if (ending.blank) this.#screen.blank();
    this.#status.ended(ending);
  }

  #retry() {
    this.#subscription.hurry();
    this.#screen.focus();
  }

  #begin() {
    this.#subscription.start();
    this.#screen.focus();
  }

  async #create() {
    try {
      await this.#api.createSession({ name: this.#subscription.sessionName });
      this.#begin();
    } catch (error) {
      this.#status.problem(sentence(error));
    }
  }

  async #takeSize() {
    const taken = this.#subscription.command('take-size');
    this.#subscription.resize(this.#screen.ownSize);
    try {
      await taken;
    } catch (error) {
      toast(error.message, { kind: 'error' });
    }
  }

  async #share() {
    try {
      await share(this.#api, this.#session);
    } catch (error) {
      toast(sentence(error), { kind: 'error' });
    }
  }

  #refused(code, message) {
    logWarning(`${code}: ${message}`);
    if (code !== 'bad_record' && code !== 'unknown_type') toast(String(message), { kind: 'error' });
  }

  #rang() {
    this.#bar.bell({ hidden: document.hidden });
    setText(this.#live, '');
    this.#status.say('Bell.');
  }

  #listen() {
    const on = (target, type, listener) => this.#disposables.listen(target, type, listener);
    on(document, 'webmux:theme', () => this.#screen.setTheme(currentTheme()));
    on(need('#fit'), 'click', () => {
      this.#takeSize();
      this.#screen.focus();
    });
    on(need('#record'), 'click', () => this.#session && record(this.#api, this.#session, { on: this.#recording }));
    on(need('#share'), 'click', () => this.#session && this.#share());
    on(need('#ask-control'), 'click', () => this.#askControl());
    on(window, 'online', () => this.#subscription.hurry());
    on(document, 'visibilitychange', () => {
      if (document.hidden) return;
      this.#bar.seen();
      this.#subscription.hurry();
    });
    // A page kept for the Back button must not hold a connection; it resumes when it is shown again.
    on(window, 'pagehide', () => this.#subscription.close());
    on(window, 'pageshow', (event) => event.persisted && this.#subscription.start());
  }
}

async function start() {
  installTheme(need('#theme'));
  const { session, view, share: shareId } = need('#terminal').dataset;
  // A font that arrives later would change the size of a cell.
  await document.fonts.ready;
  return new TerminalPage({ session, view, share: shareId });
}

start().catch((error) => {
  logError('the terminal page did not start', error);
  toast('The terminal could not start. Reload the page; if that does not help, look at the browser console.', { kind: 'error' });
});
