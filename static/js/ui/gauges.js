/** What the page measures by itself, and the panel that shows it beside the server's figures. */
import { KeyMeter, RateMeter } from '../util/meters.js';
import { Hud } from './hud.js';

export class Gauges {
  #keys = new KeyMeter();
  #rate = new RateMeter();
  #keyMs = null;
  #hud = null;

  /**
   * Makes the panel; may come later than the first measurements.
   * @param {{button: HTMLElement, layer: HTMLElement}} where
   * @param {{askStats: () => void, renderer: () => string}} sources asked every second while the panel is shown.
   */
  show(where, { askStats, renderer }) {
    const onTick = () => {
      askStats();
      const megabytesPerSecond = this.#rate.read(performance.now());
      this.#hud?.measured({ keyMs: this.#keyMs, megabytesPerSecond, renderer: renderer() });
    };
    this.#hud = new Hud(where, { onTick });
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
