/** What the page measures by itself, and the panel that shows it beside the server's figures. */
import { KeyMeter, RateMeter } from '../../lib/meters.js';
import { Hud } from './stats-overlay.js';

/** @param {import('../../pages/terminal.js').Page} page */
export function installGauges(page) {
  const gauges = new Gauges(page);
  page.measure(gauges);
  page.actions.register('figures.toggle', () => gauges.toggle());
}

export class Gauges {
  #keys = new KeyMeter();
  #rate = new RateMeter();
  #keyMs = null;
  #hud;

  /** @param {import('../../pages/terminal.js').Page} page asked every second while the panel is shown. */
  constructor({ layer, subscription, screen }) {
    const onTick = () => {
      subscription.askStats();
      const megabytesPerSecond = this.#rate.read(performance.now());
      this.#hud?.measured({ keyMs: this.#keyMs, megabytesPerSecond, renderer: screen.renderer });
    };
    this.#hud = new Hud(layer, { onTick });
  }

  /** Shows the panel, or hides it. */
  toggle() {
    this.#hud.toggle();
  }

  key() {
    this.#keys.key(performance.now());
  }

  output(length) {
    this.#rate.add(length);
  }

  processed() {
    this.#keys.output();
  }

  painted() {
    this.#keyMs = this.#keys.painted(performance.now()) ?? this.#keyMs;
  }

  /** A Stats record. */
  told(figures) {
    this.#hud?.told(figures);
  }
}
