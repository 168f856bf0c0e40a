/**
 * The terminal page: one screen, one subscription and their status. Everything else is a feature, see
 * page-contract.js.
 */
import { STATES } from './page-contract.js';
import { Api } from '../net/api.js';
import { socketAddress, subscriptionQuery } from '../net/address.js';
import { earlyInputId, takeEarly } from '../net/early-socket.js';
import { pageSettings } from '../net/user-settings.js';
import { Subscription } from '../net/subscription.js';
import { onWake } from '../net/wake.js';
import { isReport } from '../terminal/input/key-bytes.js';
import { Screen } from '../terminal/screen.js';
import { TerminalAppearance } from '../features/settings/terminal-appearance.js';
import { Control } from '../features/sharing/control.js';
import { Status } from '../features/page/status.js';
import { TermBar } from '../features/page/term-bar.js';
import { currentTheme, installTheme } from '../features/themes/theme.js';
import { toast } from '../components/toast.js';
import { loadTouch } from '../features/touch/load-touch.js';
import { isTouchFirst } from '../lib/device.js';
import { Disposables } from '../lib/disposables.js';
import { need, setText } from '../lib/dom.js';
import { onIdle } from '../lib/idle.js';
import { Emitter } from '../lib/emitter.js';
import { sessionPath } from '../lib/paths.js';
import { logError, logWarning } from '../lib/log.js';
import { mayType } from '../lib/role.js';

const openSocket = (query) =>
  takeEarly(query) ?? new WebSocket(socketAddress(location.href, '/ws/optimized', query));

const TEXT = {
  label: (session) => `Terminal, session ${session}`,
  tmuxIsSlow: 'tmux does not answer…',
  readOnly: 'Read-only: you cannot type here.',
  inputIsFull: 'Too much is waiting to be sent. Your last input was not typed.',
  featuresFailed: 'A part of the page did not load. Reload the page to try again.',
  recordingStarted: 'This session is being recorded.',
  recordingEnded: 'The recording has ended.',
  bell: 'Bell.',
};

/** See start.js, which prepares the page. */
export class TerminalPage {
  #api = new Api();
  #settings = pageSettings(this.#api);
  #actions = null;
  #events = new Emitter(STATES);
  #windows = [];
  #disposables = new Disposables();
  #gauges = null;
  #watcher = null;
  #draft = async () => null;
  #guest;
  #session = null;
  #recording = false;
  #first = true;
  #hasFeatures = false;
  #live = need('#live');
  #native;
  #page;
  #bar;
  #status;
  #control;
  #screen;
  #subscription;

  constructor({ session, view, share: shareId, unconfirmed, NativeView }) {
    this.#guest = Boolean(shareId);
    this.#native = NativeView ? new NativeView(this.#settings) : null;
    const stage = need('#stage');
    const layer = need('#layer');
    this.#bar = new TermBar(session, { mirror: view === 'mirror', guest: this.#guest });
    this.#status = new Status({ stage, layer, live: this.#live }, { onRetry: () => this.#retry() });
    const look = new TerminalAppearance(this.#settings, location.search);
    const options = {
      stage,
      frame: need('#frame'),
      theme: currentTheme(),
      label: TEXT.label(session),
      look: look.now,
    };
    const handlers = this.#screenHandlers();
    this.#screen = this.#native?.makeScreen(options, handlers) ?? new Screen(options, handlers);
    if (isTouchFirst()) this.#screen.awaitSoftInput();
    this.#subscription = new Subscription(
      subscriptionQuery(
        { session, view, share: shareId, follow: view !== 'mirror' && isTouchFirst() },
        location.search,
      ),
      this.#screen.ownSize,
      this.#connectionHandlers(),
      { api: this.#api, socketOf: openSocket, inputId: earlyInputId(), viewStream: this.#native?.stream },
    );
    this.#page = this.#pageForFeatures(layer);
    this.#native?.start(this.#page, {
      gauge: (length) => this.#gauges?.output(length),
      happened: (event) => this.#happened(event),
    });
    this.#control = new Control(this.#page, this.#bar, { viewsOnly: view === 'mirror' && !this.#guest });
    this.#listen();
    look.follow(this.#screen);
    if (unconfirmed) this.#subscription.restoreInput(unconfirmed);
    this.#subscription.start();
    this.#screen.focus();
  }

  /** @returns {import('./page-contract.js').Page} */
  #pageForFeatures(layer) {
    const owner = this;
    return Object.freeze({
      api: this.#api,
      settings: this.#settings,
      get actions() {
        return owner.#actions;
      },
      screen: this.#screen,
      subscription: this.#subscription,
      panes: this.#native?.part ?? null,
      events: this.#events,
      layer,
      guest: this.#guest,
      get session() {
        return owner.#session;
      },
      get windows() {
        return owner.#windows;
      },
      get recording() {
        return owner.#recording;
      },
      mayType: () => !this.#control.readOnly,
      say: (text) => this.#status.say(text),
      focus: () => this.#screen.focus(),
      type: (bytes, options) => this.#type(bytes, options),
      taken: () => this.#subscription.input.allAccepted(),
      takeSize: () => this.#control.takeSize(),
      watchInput: (watcher) => {
        this.#watcher = watcher;
      },
      draft: () => this.#draft(),
      draftIn: (find) => {
        this.#draft = find;
      },
      measure: (gauges) => {
        this.#gauges = gauges;
      },
      open: (name) => this.#open(name),
    });
  }

  #screenHandlers() {
    return {
      onType: (bytes, inserted, pane) => this.#type(bytes, { inserted, pane }),
      onOwnSize: (size) => this.#subscription.resize(size),
      onLayout: (layout) => {
        this.#bar.layout({ ...layout, readOnly: this.#control?.readOnly ?? false });
        this.#events.emit('layout', layout);
      },
      onProcessed: (mark, progress) => {
        this.#gauges?.processed();
        (this.#native?.stream ?? this.#subscription).processed(mark, progress);
      },
      onPaint: () => this.#gauges?.painted(),
      onNotice: (text) => toast(text),
      keys: this.#keyHandlers(),
    };
  }

  /** Until the features with their actions have loaded, the terminal gets every key. */
  #keyHandlers() {
    const settings = this.#settings;
    return {
      actionOf: (chord) => this.#actions?.of(chord) ?? null,
      run: (...how) => this.#actions.press(...how),
      option: () => settings.get('mac.option'),
      isOwn: (chord) => Object.values(settings.get('keys')).some((chords) => chords.includes(chord)),
    };
  }

  #connectionHandlers() {
    return {
      onState: (state, detail) => this.#changed(state, detail),
      onAttached: (fields) => this.#attached({ hub: fields.link, ...fields }),
      onSnapshot: (bytes) => this.#screen.snapshot(bytes),
      onOutput: (bytes, mark) => {
        this.#gauges?.output(bytes.length);
        this.#screen.output(bytes, mark);
      },
      onResize: (size) => this.#screen.resize(size),
      onEvent: (event) => this.#happened(event),
      onStats: (figures) => this.#gauges?.received(figures),
      onError: ({ code, message }) => this.#refused(code, message),
      onInput: () => this.#events.emit('input', this.#subscription.input),
      onUndecided: (input) => this.#askAboutInput(input),
      onLatency: (ms) => {
        this.#bar.latency(ms);
        this.#events.emit('latency', ms);
      },
    };
  }

  #serverEvents = {
    title: ({ title }) => this.#bar.windowTitle(String(title)),
    owner: ({ owner }) => this.#control.setOwner(owner === true),
    bell: () => this.#rang(),
    windows: ({ windows }) => {
      this.#windows = windows;
      this.#bar.paneTitle((windows.find(({ active }) => active) ?? windows[0])?.title ?? '');
    },
    guests: ({ guests }) => this.#control.showGuests(guests),
    role: ({ role }) => this.#control.roleChanged(role),
    recording: ({ on }) => this.#recorded(on === true),
    notice: ({ code, message }) => this.#noticed(code, String(message)),
    terminals: (terminals) => this.#bar.terminals(terminals),
    switched: (event) => this.#switched(event),
    sessions: ({ session }) => session.name !== this.#bar.name && this.#renamed(session.name),
  };

  #happened(event) {
    this.#serverEvents[event.event]?.(event);
    this.#forward(event);
  }

  /** Passes an event of the server to features; `Control` emits the one for the role. */
  #forward({ event: name, ...fields }) {
    if (name !== 'role')
      this.#events.emit(
        name,
        name === 'windows' ? fields.windows : name === 'window' ? fields.window : fields,
      );
  }

  #noticed(code, message) {
    if (code === 'tmux_slow') this.#status.stalled(TEXT.tmuxIsSlow);
    else if (code === 'tmux_ok') this.#status.liveAgain({ first: false });
    else toast(message);
  }

  #type(bytes, options = {}) {
    if (!options.inserted && isReport(bytes)) return this.#report(bytes, options);
    if (this.#control.readOnly) {
      this.#bar.nudgeReadOnly();
      this.#status.say(TEXT.readOnly);
      return false;
    }
    this.#gauges?.key();
    this.#events.emit('typed', {});
    return this.#native?.takes(bytes, options) || this.#send(bytes, options);
  }

  #send(bytes, { leaveMode = false, inserted = false, ...options }) {
    const input = this.#native?.inputOf(bytes, options) ?? { bytes };
    const accepted = this.#subscription.type(input.bytes, {
      leaveMode: leaveMode || Boolean(this.#watcher?.leavesFor(bytes, inserted)),
      target: input.target,
    });
    if (!accepted) toast(TEXT.inputIsFull, { kind: 'error' });
    return accepted;
  }

  #report(bytes, options) {
    if (this.#control.readOnly) return false;
    this.#watcher?.report(bytes);
    if (this.#native) return this.#native.report(bytes, options);
    this.#subscription.report(bytes);
    return true;
  }

  async #askAboutInput(input) {
    const { askAboutInput } = await import('../features/page/unconfirmed-input.js');
    askAboutInput(this.#page, input);
  }

  #attached(fields) {
    const { size, session, widths } = fields;
    if (widths) this.#screen.setWidths(widths);
    this.#session = session;
    this.#control.attached(fields);
    this.#bar.windowTitle(String(fields.title ?? ''));
    if (session.name !== this.#bar.name) this.#renamed(session.name);
    this.#screen.resize(size);
    this.#status.liveAgain({ first: this.#first });
    this.#first = false;
    this.#recorded(fields.recording === true);
    this.#native?.attached(fields);
    const { hub, role, owner, version, tmux, limits } = fields;
    this.#events.emit('attached', {
      ...{ hub, size, role, owner, session, version, tmux, limits },
      extendedKeys: fields.extended_keys === true,
    });
    onIdle(() => this.#addFeatures());
  }

  /** Features load when the terminal shows something, or when there is nothing to wait for. */
  #addFeatures() {
    if (this.#hasFeatures) return;
    this.#hasFeatures = true;
    loadTouch();
    Promise.all([import('./features.js'), this.#native?.features() ?? []])
      .then(([{ Actions, installFeatures }, more]) => {
        this.#actions = new Actions(this.#settings, () => !this.#control.readOnly && mayType());
        installFeatures(this.#page, more);
      })
      .catch((error) => {
        this.#screen.softInput().catch(() => {}); // The features would have asked for it.
        this.#native?.withoutFeatures();
        logError('the rest of the page did not load', error);
        toast(TEXT.featuresFailed, { kind: 'error' });
      });
  }

  #recorded(on) {
    if (on !== this.#recording) this.#status.say(on ? TEXT.recordingStarted : TEXT.recordingEnded);
    this.#recording = on;
    this.#bar.recording(on);
  }

  #renamed(name) {
    this.#session = { ...this.#session, name };
    this.#setName(name);
    this.#events.emit('session', this.#session);
    if (!this.#guest) history.replaceState(null, '', sessionPath(name) + location.search);
  }

  /** tmux shows another session in this terminal: name, address and all actions now mean that session. */
  #switched({ session, recording }) {
    this.#session = session;
    // The event with its windows may arrive first.
    this.#windows = this.#windows.filter(({ session_id: id }) => id === session.id);
    this.#subscription.moved(session);
    this.#renamed(session.name);
    this.#recorded(recording === true);
  }

  #open(name) {
    this.#first = true;
    this.#session = null;
    this.#windows = [];
    this.#control.sessionLeft();
    this.#setName(name);
    this.#events.emit('windows', this.#windows);
    this.#subscription.open(name);
  }

  #setName(name) {
    this.#bar.rename(name);
    this.#screen.setLabel(TEXT.label(name));
  }

  #changed(state, detail) {
    this.#events.emit('state', state);
    if (state !== 'live') this.#bar.latency(null);
    if (state !== 'live') this.#control.disconnected();
    if (state === 'connecting') this.#status.connecting({ first: this.#first });
    else if (state === 'waiting') this.#status.waiting(detail.until);
    else if (state === 'ended') this.#showEnd(detail.reason);
    if (state === 'waiting' || state === 'ended') this.#addFeatures();
  }

  async #showEnd(reason) {
    const { showEnd } = await import('../features/page/end-card.js');
    showEnd(reason, this.#page, this.#status);
  }

  #retry() {
    this.#subscription.hurry();
    this.#screen.focus();
  }

  #refused(code, message) {
    logWarning(`${code}: ${message}`);
    if (code !== 'bad_record' && code !== 'unknown_type') toast(String(message), { kind: 'error' });
  }

  #rang() {
    setText(this.#live, '');
    this.#status.say(TEXT.bell);
  }

  #listen() {
    const on = (target, type, listener) => this.#disposables.listen(target, type, listener);
    on(document, 'webmux:theme', () => this.#screen.setTheme(currentTheme()));
    on(need('#fit'), 'click', () => {
      this.#control.takeSize();
      this.#screen.focus();
    });
    on(need('#theme'), 'click', () => this.#screen.focus());
    on(need('#record'), 'click', () => this.#actions?.run('session.record'));
    on(need('#share'), 'click', () => this.#actions?.run('session.share'));
    installTheme(need('#theme'), this.#settings);
    on(need('#ask-control'), 'click', () => this.#control.askControl());
    onWake(this.#disposables, () => this.#subscription.hurry());
    // A page in the back/forward cache must not hold a connection; it resumes when it is shown again.
    on(window, 'pagehide', () => this.#subscription.close());
    on(window, 'pageshow', (event) => event.persisted && this.#subscription.start());
  }
}
