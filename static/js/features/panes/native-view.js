/** What `view=panes` puts in place of the one terminal: its stream, its screen, and `page.panes`. */
import { PaneStream } from '../../net/pane-stream.js';
import { InputKind } from '../../wire/pane-records.js';
import { logWarning } from '../../lib/log.js';
import { need } from '../../lib/dom.js';
import { EarlyKeys } from '../tmux/early-keys.js';
import { FocusReports } from './focus-reports.js';
import { LookReport } from './look-report.js';
import { inputOf } from './pane-input.js';
import { PaneScreen } from './pane-screen.js';
import { shownPanes } from './window-set.js';

/** @import { Page } from '../../pages/page-contract.js' */

const encoder = new TextEncoder();

export class NativeView {
  #settings;
  #page = null;
  #screen = null;
  #gauge = (_length) => {};
  #happened = (_event) => {};
  #report = new LookReport((panes) => this.part.command('look', { panes, scrollback: this.#scrollback }));
  #focus = new FocusReports(
    (pane, bytes) => this.stream.report(pane, bytes),
    () => document.hasFocus() && this.#screen.hasKeyboard,
  );
  #early = new EarlyKeys(need('#terminal').dataset.prefixes ?? '');
  /** @type {(bytes: Uint8Array, options: any) => boolean} */
  #typeFirst = (bytes, options) => this.#early.holds(bytes, options);

  /** @param {import('../../net/user-settings.js').Settings} settings */
  constructor(settings) {
    this.#settings = settings;
    this.stream = new PaneStream({
      onOutput: (pane, bytes, mark) => {
        this.#gauge(bytes.length);
        this.#screen.output(pane, bytes, mark);
      },
      onSnapshot: (snapshot, mark) => this.#screen.snapshot(snapshot, mark),
      onLayout: (layout) => this.#screen.layout(layout),
    });
  }

  /**
   * As `new Screen(where, handlers)`; `onType` gets the pane too.
   * @param {any} where
   * @param {any} handlers
   */
  makeScreen(where, handlers) {
    this.#screen = new PaneScreen(
      { ...where, scrollback: this.#settings.get('panes.scrollback') },
      {
        ...handlers,
        onPaste: (text, pane) => this.#paste(text, pane),
        onBell: () => this.#happened({ event: 'bell' }),
        onFocus: (pane) => {
          this.#look();
          this.#page?.events.emit('pane-focus', pane);
        },
        onRead: (pane) => this.#report.refresh(pane),
        onChoose: (pane) => this.#select(pane),
        onWindow: (window) => {
          this.#look();
          this.#page?.events.emit('pane-layout', window);
        },
        onGone: (panes) => panes.forEach((pane) => this.stream.drop(pane)),
      },
    );
    this.#settings.watch('panes.scrollback', (rows) => this.#screen.setScrollback(rows));
    document.addEventListener('visibilitychange', () => this.#report.hide(document.hidden));
    return this.#screen;
  }

  /** `page.panes`; see page-contract.js. */
  get part() {
    const owner = this;
    const typeTo = (pane, kind, bytes) =>
      owner.#page.type(bytes, { inserted: kind === InputKind.PASTE, target: { pane, kind }, only: true });
    return Object.freeze({
      screen: this.#screen,
      get subscription() {
        return owner.#page.subscription;
      },
      command: (name, args) => owner.#page.subscription.command(name, args),
      typeTo,
      pasteTo: (pane, bytes) => typeTo(pane, InputKind.PASTE, bytes),
      typeFirst: (listener) => {
        owner.#typeFirst = listener;
        owner.#early.release((bytes, options) => owner.#page.type(bytes, options));
      },
    });
  }

  /**
   * @param {Page} page
   * @param {{gauge: (length: number) => void, happened: (event: {event: string}) => void}} options `gauge`
   *   counts output in bytes; `happened` takes an event as the server sends them.
   */
  start(page, { gauge, happened }) {
    this.#page = page;
    this.#gauge = gauge;
    this.#happened = happened;
  }

  /** The features that only this view has. */
  async features() {
    return (await import('./pane-features.js')).PANE_FEATURES;
  }

  /** The features did not load: tmux's keys go to the program, and nothing waits for them. */
  withoutFeatures() {
    this.#early.release((bytes, options) => this.#page.type(bytes, options));
  }

  /** The connection is to this session now. @param {{focus_events?: boolean}} fields of Attached. */
  attached({ focus_events: tmuxReports = false }) {
    this.#focus.attached(tmuxReports);
    this.#report.again();
  }

  /**
   * What is sent for typed bytes, and where it goes; no target while there is no pane.
   * @param {Uint8Array} bytes
   * @param {{pane?: number, target?: import('../../wire/records.js').Target}} options of `Page.type`, and the
   *   pane whose terminal got the key.
   */
  inputOf(bytes, { pane = this.#screen.focused, target = null }) {
    const to = target?.pane ?? pane ?? -1;
    if ((target !== null && target.kind !== InputKind.TYPED) || to < 0) return { bytes, target };
    return inputOf(bytes, to);
  }

  /**
   * Whether a listener of `typeFirst` took what is typed.
   * @param {Uint8Array} bytes
   * @param {{only?: boolean, inserted?: boolean, target?: any}} options of `Page.type`.
   */
  takes(bytes, options) {
    return options.only !== true && this.#typeFirst(bytes, options);
  }

  /** Sends a report of the terminal of a pane. @param {Uint8Array} bytes @param {{pane?: number}} options */
  report(bytes, { pane = this.#screen.focused }) {
    return pane !== null && pane >= 0 && this.#focus.report(pane, bytes);
  }

  /** A line ends as with the Enter key. */
  #paste(text, pane) {
    const target = { pane, kind: InputKind.PASTE };
    this.#page.type(encoder.encode(text.replace(/\r?\n/g, '\r')), { inserted: true, target });
  }

  /** Makes a pane the active one for everybody, if this user may. */
  #select(pane) {
    if (!this.#page?.mayType()) return;
    this.#page.subscription
      .command('select', { pane })
      .catch((error) => logWarning(`select: ${error.message}`));
  }

  /** Reports which panes are shown. */
  #look() {
    const { window, shown, focused } = this.#screen;
    if (window === null) return;
    const panes = shownPanes(window).map(({ pane }) => pane);
    const active = window.panes.find((pane) => pane.active)?.pane ?? null;
    this.#report.show(shown, focused, { panes, focused: active });
  }

  get #scrollback() {
    return this.#settings.get('panes.scrollback');
  }
}
