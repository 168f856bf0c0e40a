/**
 * The terminal page: one screen, one subscription, and what is said about them. Everything beside that is a feature,
 * which gets the page as `Page` describes it.
 */
import { Api } from '../net/api.js';
import { socketAddress, subscriptionQuery } from '../net/address.js';
import { earlyInputId, takeEarly } from '../net/early-socket.js';
import { pageSettings } from '../net/user-settings.js';
import { Subscription } from '../net/subscription.js';
import { onWake } from '../net/wake.js';
import { isReport } from '../terminal/input/key-bytes.js';
import { Screen } from '../terminal/screen.js';
import { Look } from '../features/settings/terminal-appearance.js';
import { Control } from '../features/sharing/control.js';
import { Status } from '../features/page/status.js';
import { TermBar } from '../features/page/term-bar.js';
import { currentTheme, installTheme } from '../features/themes/theme.js';
import { toast } from '../components/toast.js';
import { loadTouch } from '../features/touch/install.js';
import { isTouchFirst } from '../lib/device.js';
import { KEYS, ofTab, readText } from '../lib/storage.js';
import { Disposables } from '../lib/disposables.js';
import { need, setText } from '../lib/dom.js';
import { Emitter } from '../lib/emitter.js';
import { sessionPath } from '../lib/paths.js';
import { logError, logWarning } from '../lib/log.js';
import { mayType } from '../lib/role.js';

const openSocket = (query) =>
  takeEarly(query) ?? new WebSocket(socketAddress(location.href, '/ws/optimized', query));

const labelOf = (session) => `Terminal, session ${session}`;

/**
 * @typedef {object} Page what a feature may use of the terminal page.
 * @property {import('../net/api.js').Api} api
 * @property {import('../net/user-settings.js').Settings} settings
 * @property {import('../features/keys/action-registry.js').Actions} actions register what one does by key, palette or button.
 * @property {Screen} screen the terminal.
 * @property {Subscription} subscription
 * @property {Emitter} events `attached`, `state` (name), `latency` (ms), `layout`, `windows` (list), `window` (id), `presence`, `bell`, `title`,
 *   `input` (what was typed and is not confirmed, an `InputLog`),
 *   `session` ({id, name}), `role` (whether one may type), `zen` (whether the bar is hidden),
 *   `elsewhere` (other sessions that need attention), `address` (the page is about to open the session of a new one);
 *   `typed` (something is about to be sent to the program);
 *   and every other event of the server by its name. Of those in `STATES` a listener hears the latest at once.
 * @property {HTMLElement} layer lies over the terminal; what is put there never moves it.
 * @property {boolean} guest came by a share link.
 * @property {{id: string, name: string}|null} session
 * @property {import('../lib/window-model.js').Window[]} windows of the session, by index, as the contract writes them.
 * @property {() => boolean} mayType
 * @property {(text: string) => void} say speaks to a screen reader.
 * @property {() => void} focus gives the keyboard to the terminal.
 * @property {boolean} recording whether somebody records the session.
 * @property {(bytes: Uint8Array, options?: {leaveMode?: boolean}) => boolean} type as if typed; see `Subscription.type`.
 * @property {() => Promise<boolean>} taken settles once the terminal took all that was typed until now; false where it was discarded.
 * @property {() => Promise<void>} takeSize gives the session the size of this window.
 * @property {(watcher: import('../features/history/copy-mode.js').CopyMode) => void} watchInput has it see all input, and say what leaves a mode of tmux first.
 * @property {() => Promise<{write: (text: string) => void, focus: () => void}|null>} draft the text that is being written beside the terminal; null
 *   if none is on show.
 * @property {(find: () => Promise<object|null>) => void} draftIn says how to find it.
 * @property {(gauges: import('../features/page/stats.js').Stats) => void} measure has it hear of keys, output and frames from now on.
 * @property {(name: string) => void} open shows another session here; its address is for the caller to set.
 */

// What a feature that comes later hears at once.
const STATES = [
  'attached',
  'state',
  'input',
  'layout',
  'windows',
  'window',
  'presence',
  'terminals',
  'title',
  'session',
  'role',
  'zen',
  'elsewhere',
];
const IDLE_MAX_MS = 500;

class TerminalPage {
  #api = new Api();
  #settings = pageSettings(this.#api);
  #actions = null;
  #told = new Emitter(STATES);
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
  #page;
  #bar;
  #status;
  #control;
  #screen;
  #subscription;

  constructor({ session, view, share: shareId, kept }) {
    this.#guest = Boolean(shareId);
    const stage = need('#stage');
    const layer = need('#layer');
    this.#bar = new TermBar(session, { mirror: view === 'mirror', guest: this.#guest });
    this.#status = new Status({ stage, layer, live: this.#live }, { onRetry: () => this.#retry() });
    const look = new Look(this.#settings, location.search);
    const where = {
      stage,
      frame: need('#frame'),
      theme: currentTheme(),
      label: labelOf(session),
      look: look.now,
    };
    this.#screen = new Screen(where, this.#screenHandlers());
    if (isTouchFirst()) this.#screen.awaitSoftInput();
    this.#subscription = new Subscription(
      subscriptionQuery(
        { session, view, share: shareId, follow: view === 'terminal' && isTouchFirst() },
        location.search,
      ),
      this.#screen.ownSize,
      this.#connectionHandlers(),
      { api: this.#api, socketOf: openSocket, inputId: earlyInputId() },
    );
    this.#page = this.#asFeaturesSeeIt(layer);
    this.#control = new Control(this.#page, this.#bar, { viewsOnly: view === 'mirror' && !this.#guest });
    this.#listen();
    look.follow(this.#screen);
    if (kept) this.#subscription.restoreInput(kept);
    this.#subscription.start();
    this.#screen.focus();
  }

  /** @returns {Page} */
  #asFeaturesSeeIt(layer) {
    const held = this;
    return Object.freeze({
      api: this.#api,
      settings: this.#settings,
      get actions() {
        return held.#actions;
      },
      screen: this.#screen,
      subscription: this.#subscription,
      events: this.#told,
      layer,
      guest: this.#guest,
      get session() {
        return held.#session;
      },
      get windows() {
        return held.#windows;
      },
      get recording() {
        return held.#recording;
      },
      mayType: () => !this.#control.readOnly,
      say: (text) => this.#status.say(text),
      focus: () => this.#screen.focus(),
      type: (bytes, options) => this.#type(bytes, options),
      taken: () => this.#subscription.input.allTaken(),
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
      onType: (bytes, inserted) => this.#type(bytes, { inserted }),
      onOwnSize: (size) => this.#subscription.resize(size),
      onLayout: (layout) => {
        this.#bar.layout({ ...layout, readOnly: this.#control?.readOnly ?? false });
        this.#told.emit('layout', layout);
      },
      onProcessed: (mark, progress) => {
        this.#gauges?.processed();
        this.#subscription.processed(mark, progress);
      },
      onPaint: () => this.#gauges?.painted(),
      onTold: (text) => toast(text),
      keys: this.#keyHandlers(),
    };
  }

  /** Until the features are there, and with them the actions, every key is the terminal's. */
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
      onAttached: (fields) => this.#attached(fields),
      onSnapshot: (bytes) => this.#screen.snapshot(bytes),
      onOutput: (bytes, mark) => {
        this.#gauges?.output(bytes.length);
        this.#screen.output(bytes, mark);
      },
      onResize: (size) => this.#screen.resize(size),
      onEvent: (event) => {
        this.#events[event.event]?.(event);
        this.#tell(event);
      },
      onStats: (figures) => this.#gauges?.received(figures),
      onError: ({ code, message }) => this.#refused(code, message),
      onInput: () => this.#told.emit('input', this.#subscription.input),
      onHeld: (held) => this.#ask(held),
      onLatency: (ms) => {
        this.#bar.latency(ms);
        this.#told.emit('latency', ms);
      },
    };
  }

  #events = {
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
    switched: (told) => this.#switched(told),
    sessions: ({ session }) => session.name !== this.#bar.name && this.#renamed(session.name),
  };

  /** Passes events of the server on to features; `Control` emits the one for the role. */
  #tell({ event: name, ...told }) {
    if (name !== 'role')
      this.#told.emit(name, name === 'windows' ? told.windows : name === 'window' ? told.window : told);
  }

  #noticed(code, message) {
    if (code === 'tmux_slow') this.#status.stalled('tmux does not answer…');
    else if (code === 'tmux_ok') this.#status.liveAgain({ first: false });
    else toast(message);
  }

  #type(bytes, { leaveMode = false, inserted = false } = {}) {
    if (isReport(bytes)) return this.#report(bytes);
    if (this.#control.readOnly) {
      this.#bar.nudgeReadOnly();
      this.#status.say('Read-only: you cannot type here.');
      return false;
    }
    this.#gauges?.key();
    this.#told.emit('typed', {});
    const kept = this.#subscription.type(bytes, {
      leaveMode: leaveMode || Boolean(this.#watcher?.leavesFor(bytes, inserted)),
    });
    if (!kept) toast('Too much is waiting to be sent. Your last input was not typed.', { kind: 'error' });
    return kept;
  }

  #report(bytes) {
    if (this.#control.readOnly) return false;
    this.#watcher?.report(bytes);
    this.#subscription.report(bytes);
    return true;
  }

  async #ask(held) {
    const { askAboutInput } = await import('../features/page/unconfirmed-input.js');
    askAboutInput(this.#page, held);
  }

  #attached(fields) {
    const {
      hub,
      size,
      role,
      owner,
      title,
      session,
      recording,
      version,
      widths,
      extended_keys: extendedKeys,
    } = fields;
    if (widths) this.#screen.setWidths(widths);
    this.#session = session;
    this.#control.attached(fields);
    this.#bar.windowTitle(String(title ?? ''));
    if (session.name !== this.#bar.name) this.#renamed(session.name);
    this.#screen.resize(size);
    this.#status.liveAgain({ first: this.#first });
    this.#first = false;
    this.#recorded(recording === true);
    this.#told.emit('attached', {
      hub,
      size,
      role,
      owner,
      session,
      version,
      extendedKeys: extendedKeys === true,
    });
    onIdle(() => this.#addFeatures());
  }

  /** Everything beside the terminal waits until there is one, or none to wait for. */
  #addFeatures() {
    if (this.#hasFeatures) return;
    this.#hasFeatures = true;
    loadTouch();
    import('./features.js')
      .then(({ Actions, installFeatures }) => {
        this.#actions = new Actions(this.#settings, () => !this.#control.readOnly && mayType());
        installFeatures(this.#page);
      })
      .catch((error) => {
        this.#screen.softInput().catch(() => {}); // which stays away where nobody asks for it
        logError('the rest of the page did not load', error);
        toast('A part of the page did not load. Reload the page to try again.', { kind: 'error' });
      });
  }

  #recorded(on) {
    if (on !== this.#recording)
      this.#status.say(on ? 'This session is being recorded.' : 'The recording has ended.');
    this.#recording = on;
    this.#bar.recording(on);
  }

  #renamed(name) {
    this.#session = { ...this.#session, name };
    this.#nameIt(name);
    this.#told.emit('session', this.#session);
    if (!this.#guest) history.replaceState(null, '', sessionPath(name) + location.search);
  }

  /** tmux shows another session in this terminal: name, address and all that one does are for that one. */
  #switched({ session, recording }) {
    this.#session = session;
    // Its windows may have come before.
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
    this.#nameIt(name);
    this.#told.emit('windows', this.#windows);
    this.#subscription.open(name);
  }

  #nameIt(name) {
    this.#bar.rename(name);
    this.#screen.setLabel(labelOf(name));
  }

  #changed(state, detail) {
    this.#told.emit('state', state);
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
    this.#status.say('Bell.');
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
    // A page kept for the Back button must not hold a connection; it resumes when it is shown again.
    on(window, 'pagehide', () => this.#subscription.close());
    on(window, 'pageshow', (event) => event.persisted && this.#subscription.start());
  }
}

/** Calls back once there is nothing more urgent to do, where the browser can tell. */
function onIdle(callback) {
  if (window.requestIdleCallback) requestIdleCallback(callback, { timeout: IDLE_MAX_MS });
  else setTimeout(callback);
}

/** What was typed before a reload and never confirmed. */
async function keptInput(session) {
  if (readText(KEYS.input + session, ofTab) === null) return null;
  return (await import('../net/input-store.js')).keptInput(session);
}

/** See start.js, which prepares the page. */
export async function startTerminal() {
  const { session, view, share: shareId } = need('#terminal').dataset;
  return new TerminalPage({ session, view, share: shareId, kept: await keptInput(session) });
}
