/** The small panel of statistics over the terminal. The browser remembers whether it is visible. */
import { el, setText } from '../../lib/dom.js';
import { bytes as bytesText } from '../../lib/format.js';
import { readFlag, writeFlag } from '../../lib/storage.js';
import { TEXT } from './page-text.js';

const KEY = 'webmux.hud';
const TICK_MS = 1_000;

export class StatsOverlay {
  #panel;
  #cells = new Map();
  #timer = null;
  #onTick;

  /**
   * @param {HTMLElement} layer over the terminal.
   * @param {{onTick: () => void}} handlers `onTick` is called every second while the panel is visible.
   */
  constructor(layer, { onTick }) {
    this.#onTick = onTick;
    this.#panel = el('dl', { class: 'hud', hidden: true, 'aria-label': TEXT.stats });
    for (const [name, label] of Object.entries(TEXT.statRows)) {
      const cell = el('dd', { text: '–' });
      this.#cells.set(name, cell);
      this.#panel.append(el('div', {}, el('dt', { text: label }), cell));
    }
    layer.append(this.#panel);
    this.#show(readFlag(KEY), { remember: false });
  }

  toggle() {
    this.#show(this.#panel.hidden, { remember: true });
  }

  /** What the page measured. */
  showMeasured({ keyMs, megabytesPerSecond, renderer }) {
    if (keyMs !== null) this.#write('key', `${keyMs.toFixed(1)} ms`);
    this.#write('rate', `${megabytesPerSecond.toFixed(2)} MB/s`);
    this.#write('renderer', renderer ?? '–');
  }

  /** A Stats record; rows of fields that it lacks stay as they are. */
  showReceived({ flow, queue, hub }) {
    if (flow) {
      this.#write('window', bytesText(flow.window_bytes));
      this.#write('flight', bytesText(flow.in_flight_bytes));
    }
    if (queue) {
      this.#write('queue', String(queue.frames));
      this.#write('skipped', String(queue.skipped_frames));
    }
    if (hub) this.#write('viewers', String(hub.subscribers));
  }

  #write(name, text) {
    setText(this.#cells.get(name), text);
  }

  #show(shown, { remember }) {
    this.#panel.hidden = !shown;
    clearInterval(this.#timer);
    if (shown) {
      this.#timer = setInterval(this.#onTick, TICK_MS);
      this.#onTick();
    }
    if (remember) writeFlag(KEY, shown);
  }
}
