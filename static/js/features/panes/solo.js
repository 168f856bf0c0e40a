/**
 * Solo: one pane at a time at its own size, scaled to the screen. It is for phones and small windows, and
 * nothing is asked of tmux. A swipe shows the next pane, as do the dots.
 */
import { isTouchFirst } from '../../lib/device.js';
import { el, need, setAttribute } from '../../lib/dom.js';
import { inReadingOrder } from './pane-geometry.js';
import { TEXT } from './pane-grid-text.js';

const SWIPE_PX = 60;
const SWIPE_MS = 800;
// Swipes from the edge of the screen belong to the browser.
const EDGE_PX = 16;
/** Lengths that the browser rounded. */
const ROUNDING_PX = 2;

/**
 * Which way a finger swiped. An enlarged pane is moved by fingers, so only a swipe at its edge counts. Pure.
 * @testonly
 */
export class Swipe {
  /** @type {{x: number, y: number, at: number, edges: {left: boolean, right: boolean}}|null} */
  #start = null;
  #fingers = 0;

  /**
   * @param {{x: number, y: number, at: number, width: number}} finger `width` of the window.
   * @param {{left: boolean, right: boolean}} edges which edges of the pane are in view.
   */
  down({ x, y, at, width }, edges) {
    this.#fingers += 1;
    const own = x >= EDGE_PX && x <= width - EDGE_PX;
    this.#start = this.#fingers === 1 && own ? { x, y, at, edges } : null;
  }

  /** @param {{x: number, y: number, at: number}} finger @returns {-1|0|1} 1 for the next pane. */
  up({ x, y, at }) {
    this.#fingers = Math.max(0, this.#fingers - 1);
    const start = this.#start;
    this.#start = null;
    if (start === null || at - start.at > SWIPE_MS) return 0;
    const [dx, dy] = [x - start.x, y - start.y];
    if (Math.abs(dx) < SWIPE_PX || Math.abs(dx) < 2 * Math.abs(dy)) return 0;
    if (dx < 0) return start.edges.right ? 1 : 0;
    return start.edges.left ? -1 : 0;
  }

  /** The browser took the fingers. */
  cancel() {
    this.#start = null;
    this.#fingers = 0;
  }
}

/** @param {import('../../pages/page-contract.js').Page} page */
export function installSolo(page) {
  const solo = new Solo(page);
  page.actions.register('pane.solo', () => solo.set(!solo.on));
  for (const name of ['pane-layout', 'pane-focus']) page.events.on(name, () => solo.show());
  listen(need('#stage'), solo);
  if (isTouchFirst()) solo.set(true);
}

class Solo {
  #page;
  #screen;
  #on = false;
  #dots = el('div', { class: 'solo-dots', role: 'group', 'aria-label': TEXT.dots });
  #bar;

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor(page) {
    this.#page = page;
    this.#screen = page.panes.screen;
    const leave = el('button', {
      ...{ type: 'button', class: 'solo-leave', 'aria-label': TEXT.leaveSolo, title: TEXT.leaveSolo },
      on: { click: () => this.set(false) },
    });
    leave.append(el('span', { class: 'solo-grid', 'aria-hidden': 'true' }));
    this.#bar = el('div', { class: 'solo-bar', hidden: true }, this.#dots, leave);
    page.layer.append(this.#bar);
  }

  get on() {
    return this.#on;
  }

  /** @param {boolean} on */
  set(on) {
    this.#on = on;
    this.#screen.setSolo(on);
    this.show();
    this.#page.focus();
  }

  /** Shows the pane so many places on. @param {number} step */
  move(step) {
    const panes = this.#panes;
    const at = panes.findIndex(({ pane }) => pane === this.#screen.focused);
    const next = panes[at + step];
    if (next) this.#go(next.pane);
  }

  show() {
    const panes = this.#on ? this.#panes : [];
    this.#setShown(panes.length > 1);
    const dots = /** @type {HTMLElement[]} */ ([...this.#dots.children]);
    while (dots.length > panes.length) dots.pop().remove();
    panes.forEach(({ pane, title }, place) => {
      const dot = dots[place] ?? this.#dots.appendChild(this.#makeDot(place));
      setAttribute(dot, 'aria-label', TEXT.dot(place + 1, panes.length, title));
      setAttribute(dot, 'aria-current', pane === this.#screen.focused && 'true');
    });
  }

  /** @param {boolean} shown whether other panes than the one on the screen exist. */
  #setShown(shown) {
    if (this.#bar.hidden === !shown) return;
    this.#bar.hidden = !shown;
    this.#page.events.emit('pane-solo', shown);
  }

  get #panes() {
    const window = this.#screen.window;
    return window === null || window.zoomed ? [] : inReadingOrder(window.panes);
  }

  /** @param {number} place */
  #makeDot(place) {
    return el('button', {
      ...{ type: 'button', class: 'solo-dot' },
      on: { click: () => this.#go(this.#panes[place].pane) },
    });
  }

  /** @param {number} pane */
  #go(pane) {
    this.#screen.focusPane(pane);
    const place = this.#panes.findIndex((one) => one.pane === pane);
    this.#page.say(TEXT.shown(place + 1, this.#panes.length));
    this.#page.focus();
  }
}

/** @param {HTMLElement} stage @param {Solo} solo */
function listen(stage, solo) {
  const swipe = new Swipe();
  const on = (type, take) =>
    stage.addEventListener(type, (event) => solo.on && event.pointerType === 'touch' && take(event));
  on('pointerdown', ({ clientX: x, clientY: y, timeStamp: at }) =>
    swipe.down({ x, y, at, width: innerWidth }, edgesIn(stage)),
  );
  on('pointerup', ({ clientX: x, clientY: y, timeStamp: at }) => {
    const way = swipe.up({ x, y, at });
    if (way !== 0) solo.move(way);
  });
  on('pointercancel', () => swipe.cancel());
}

/** Which edges of the pane are in view. @param {HTMLElement} stage */
function edgesIn(stage) {
  const [room, frame] = [stage, need('#frame')].map((element) => element.getBoundingClientRect());
  return { left: frame.left >= room.left - ROUNDING_PX, right: frame.right <= room.right + ROUNDING_PX };
}
