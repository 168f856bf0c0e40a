/**
 * tmux's own view over the panes: a client of tmux with a terminal, for what only a terminal can show, such
 * as choose-tree, menus, popups and prompts. It never changes the size of the session.
 */
import { el } from '../../lib/dom.js';
import { logWarning } from '../../lib/log.js';
import { socketAddress } from '../../net/address.js';
import { Subscription } from '../../net/subscription.js';
import { Screen } from '../../terminal/screen.js';
import { textButton } from '../../components/controls.js';
import { toast } from '../../components/toast.js';
import { goTo } from '../sessions/session-actions.js';
import { currentTheme } from '../themes/theme.js';
import { GhostWatch, isPlain } from './ghost-watch.js';
import { textOfName } from './key-names.js';
import { TEXT } from './tmux-text.js';

/** A key that repeats so often is held down: about half a second. */
const HELD_REPEATS = 8;
const CHECK_MS = 100;
/** The first screen may come in parts. */
const DRAWN_MS = 100;

/** @type {GhostView|null} */
let open = null;

/**
 * Opens it and types keys there.
 * @param {import('../../pages/page-contract.js').Page} page
 * @param {string[]} keys names of tmux; without any, the view stays until the user closes it.
 * @param {string} [text] typed when tmux shows what the keys open: before that, it would not be for that.
 */
export function openGhost(page, keys = [], text = '') {
  open?.close();
  open = new GhostView(page, keys, text);
}

/** Opens it, or closes it. @param {import('../../pages/page-contract.js').Page} page */
export function toggleGhost(page) {
  if (open === null) openGhost(page);
  else open.close();
}

class GhostView {
  #page;
  #keys;
  #text;
  #watch = new GhostWatch();
  #element;
  #screen;
  #subscription;
  #timer = 0;
  /** @type {Uint8Array[]} */
  #early = [];
  #repeats = 0;
  #isReady = false;
  /** @type {string[]} */
  #before = [];

  /** @param {string[]} keys @param {string} text */
  constructor(page, keys, text) {
    this.#page = page;
    this.#keys = keys;
    this.#text = text;
    const frame = el('div', { class: 'frame' });
    const stage = el('div', { class: 'ghost-stage' }, frame);
    this.#element = el(
      'section',
      { class: 'ghost', role: 'dialog', 'aria-label': TEXT.ghost },
      el(
        'header',
        { class: 'ghost-bar' },
        el('strong', { text: TEXT.ghost }),
        el('span', { class: 'muted', text: TEXT.ghostHint }),
        textButton('×', () => this.close(), { class: 'icon-button', 'aria-label': TEXT.ghostClose }),
      ),
      stage,
    );
    this.#element.addEventListener('keydown', (event) => this.#countRepeats(event), true);
    page.layer.append(this.#element);
    document.addEventListener('focusin', this.#onFocus);
    const where = { stage, frame, theme: currentTheme(), label: TEXT.ghostLabel };
    const { fontSize, fontFamily } = page.screen.looks;
    this.#screen = new Screen(where, this.#screenHandlers());
    this.#screen.extend((terminal) => Object.assign(terminal.options, { fontFamily, fontSize }));
    this.#screen.setOwner(false);
    this.#subscription = this.#subscribe();
    this.#subscription.start();
    this.#screen.focus();
    page.say(TEXT.ghostOpened);
  }

  /** A pane that changes takes the focus, but the view covers it: the keys are for the view. */
  #onFocus = ({ target }) => target.closest?.('.pane-terminal') && this.#screen.focus();

  close() {
    if (open !== this) return;
    open = null;
    clearInterval(this.#timer);
    document.removeEventListener('focusin', this.#onFocus);
    this.#subscription.close();
    this.#screen.dispose();
    this.#element.remove();
    this.#page.say(TEXT.ghostClosed);
    this.#page.focus();
  }

  #subscribe() {
    const query = { session: this.#page.session?.name ?? '', view: 'terminal', own: '1', ghost: '1' };
    const socketOf = (fields) => new WebSocket(socketAddress(location.href, '/ws/optimized', fields));
    return new Subscription(query, this.#screen.ownSize, this.#connectionHandlers(), {
      ...{ api: this.#page.api, socketOf },
    });
  }

  #connectionHandlers() {
    return {
      onState: (state) => this.#changed(state),
      onAttached: ({ size, widths }) => {
        if (widths) this.#screen.setWidths(widths);
        this.#screen.resize(size);
      },
      onSnapshot: (bytes) => {
        this.#screen.snapshot(bytes);
        this.#ready();
      },
      onOutput: (bytes, mark) => {
        this.#screen.output(bytes, mark);
        this.#ready();
      },
      onResize: (size) => this.#screen.resize(size),
      onEvent: (event) => event.event === 'switched' && this.#switched(event.session),
      onStats: () => {},
      onError: ({ code, message }) => logWarning(`${code}: ${message}`),
      onLatency: () => {},
    };
  }

  #screenHandlers() {
    const { actions } = this.#page;
    return {
      onType: (bytes) => this.#type(bytes.slice()),
      onOwnSize: () => {},
      onLayout: () => {},
      onProcessed: (mark, progress) => this.#subscription.processed(mark, progress),
      onPaint: () => {},
      onNotice: (text) => toast(text),
      keys: {
        // Every other key is for tmux.
        actionOf: (chord) =>
          ['tmux.view', 'copy', 'paste'].includes(actions.of(chord)) ? actions.of(chord) : null,
        run: (id) => (id === 'copy' ? this.#screen.copySelection() : actions.run(id)),
        option: () => this.#page.settings.get('mac.option'),
        isOwn: () => false,
      },
    };
  }

  /** The client has drawn its first screen: it reads keys. */
  #ready() {
    if (this.#isReady) return;
    this.#isReady = true;
    if (this.#keys.length > 0) setTimeout(() => this.#typeKeys(), DRAWN_MS);
  }

  /** What a user types comes after the keys that open what it is for. @param {Uint8Array} bytes */
  #type(bytes) {
    if (this.#timer === 0 && this.#keys.length > 0) this.#early.push(bytes);
    else this.#subscription.type(bytes);
  }

  #typeKeys() {
    if (open !== this) return;
    this.#before = this.#screen.use(clientBy).edges;
    this.#subscription.typeText(this.#keys.map(textOfName).join(''));
    this.#watch.typed(performance.now());
    this.#timer = setInterval(() => this.#check(), CHECK_MS);
    for (const bytes of this.#early.splice(0)) this.#subscription.type(bytes);
  }

  #check() {
    const { window } = this.#page.panes.screen;
    if (window === null) return;
    const panes = window.panes.flatMap(({ pane, left, top, cols, active }) => {
      const terminal = this.#page.panes.screen.terminalOf(pane);
      if (terminal === null || (window.zoomed && !active)) return [];
      const place = window.zoomed ? { left: 0, top: 0, cols: window.cols } : { left, top, cols };
      return [{ ...place, active, ...terminal.use(paneBy) }];
    });
    const plain = isPlain(this.#screen.use(clientBy), panes, window.rows, this.#before);
    if (this.#watch.isOver(plain, performance.now())) this.close();
    else if (!plain && this.#text !== '') {
      this.#subscription.typeText(this.#text);
      this.#text = '';
    }
  }

  /** tmux shows another session there: so does the page. */
  #switched(session) {
    this.close();
    goTo(this.#page, session.name);
  }

  #changed(state) {
    if (state !== 'ended' || open !== this) return;
    if (!this.#isReady) toast(TEXT.ghostFailed(TEXT.ghostLost), { kind: 'error' });
    this.close();
  }

  /** Escape is a key of tmux; held down, it closes the view. @param {KeyboardEvent} event */
  #countRepeats(event) {
    this.#repeats = event.key === 'Escape' && event.repeat ? this.#repeats + 1 : 0;
    if (this.#repeats < HELD_REPEATS) return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }
}

/** @import { OpenTerminal } from '../../terminal/screen.js' */

/** What `isPlain` needs of the terminal of the client. @param {OpenTerminal} terminal */
function clientBy({ buffer: { active }, rows }) {
  const textOf = (row, left, cols) =>
    (active.getLine(active.baseY + row)?.translateToString(false, left, left + cols) ?? '').trimEnd();
  const edges = Array.from({ length: rows }, (_, row) => edgesOf(active.getLine(active.baseY + row)));
  return { rows, cursor: { x: active.cursorX, y: active.cursorY }, textOf, edges };
}

/** @param {import('../../../vendor/xterm.mjs').IBufferLine|undefined} line */
function edgesOf(line) {
  const cells = [line?.getCell(0), line?.getCell(line.length - 1)];
  return cells
    .map((cell) => `${cell?.getBgColorMode()}:${cell?.getBgColor()}:${cell?.isInverse()}`)
    .join(' ');
}

/** What `isPlain` needs of the terminal of a pane. @param {OpenTerminal} terminal */
function paneBy(terminal) {
  const { rows, cursor, textOf } = clientBy(terminal);
  return { cursor, texts: Array.from({ length: rows }, (_, row) => textOf(row, 0, terminal.cols)) };
}
