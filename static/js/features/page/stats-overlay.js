/** The small panel of figures over the terminal; remembers whether it is shown. */
import { el, setText } from '../../lib/dom.js';
import { bytes as bytesText } from '../../lib/figures.js';
import { readFlag, writeFlag } from '../../lib/storage.js';

const KEY = 'webmux.hud';
const EVERY_MS = 1_000;
const ROWS = [
  ['key', 'Key to paint'],
  ['rate', 'Output'],
  ['window', 'Window'],
  ['flight', 'In flight'],
  ['queue', 'Queue'],
  ['skipped', 'Skipped frames'],
  ['viewers', 'Viewers'],
  ['renderer', 'Renderer'],
];

export class Hud {
  #panel;
  #cells = new Map();
  #timer = null;
  #onTick;

  /**
   * @param {HTMLElement} layer over the terminal.
   * @param {{onTick: () => void}} handlers called every second while it is shown.
   */
  constructor(layer, { onTick }) {
    this.#onTick = onTick;
    this.#panel = el('dl', { class: 'hud', hidden: true, 'aria-label': 'Connection stats' });
    for (const [name, label] of ROWS) {
      const cell = el('dd', { text: '–' });
      this.#cells.set(name, cell);
      this.#panel.append(el('div', {}, el('dt', { text: label }), cell));
    }
    layer.append(this.#panel);
    this.#show(readFlag(KEY), { remember: false });
  }

  /** Shows it, or hides it, and remembers that. */
  toggle() {
    this.#show(this.#panel.hidden, { remember: true });
  }

  /** Writes figures that we measure ourselves. */
  measured({ keyMs, megabytesPerSecond, renderer }) {
    if (keyMs !== null) this.#write('key', `${keyMs.toFixed(1)} ms`);
    this.#write('rate', `${megabytesPerSecond.toFixed(2)} MB/s`);
    this.#write('renderer', renderer ?? '–');
  }

  /** Writes what a Stats record says; fields that are missing stay as they are. */
  told({ flow, queue, hub }) {
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
      this.#timer = setInterval(this.#onTick, EVERY_MS);
      this.#onTick();
    }
    if (remember) writeFlag(KEY, shown);
  }
}
