/** What the page measures itself, and the panel that shows it with the server's statistics. */
import { KeyMeter, RateMeter } from '../../lib/meters.js';
import { StatsOverlay } from './stats-overlay.js';

/** @param {import('../../pages/page-contract.js').Page} page */
export function installStats(page) {
  const stats = new Stats(page);
  page.measure(stats);
  page.actions.register('figures.toggle', () => stats.toggle());
}

/** Its panel is brought up to date every second while it is visible. */
export class Stats {
  #keys = new KeyMeter();
  #rate = new RateMeter();
  #keyMs = null;
  #overlay;
  #events;

  /** @param {import('../../pages/page-contract.js').Page} page */
  constructor({ layer, subscription, screen, events }) {
    this.#events = events;
    const onTick = () => {
      subscription.askStats();
      const megabytesPerSecond = this.#rate.read(performance.now());
      this.#overlay?.showMeasured({ keyMs: this.#keyMs, megabytesPerSecond, renderer: screen.renderer });
    };
    this.#overlay = new StatsOverlay(layer, { onTick });
  }

  /** Shows or hides the panel. */
  toggle() {
    this.#overlay.toggle();
  }

  key() {
    this.#keys.key(performance.now());
  }

  output(length) {
    this.#rate.add(length);
    this.#events.emit('output', length);
  }

  processed() {
    this.#keys.output();
  }

  painted() {
    this.#keyMs = this.#keys.painted(performance.now()) ?? this.#keyMs;
  }

  /** A Stats record arrived. */
  received(record) {
    this.#overlay?.showReceived(record);
  }
}
