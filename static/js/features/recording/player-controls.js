/** The row below a recording: play, position, speed, pauses, markers. It says what was asked, and shows what is. */
import { el, need, setText } from '../../lib/dom.js';
import { clock } from '../../lib/format.js';

// What our recordings call a bell.
const BELL = 'Bell';

/** Seconds as a range input writes them, to the millisecond that a recording tells. */
const whole = (seconds) => String(Math.round(seconds * 1000) / 1000);

export class PlayerControls {
  #parts = {
    bar: /** @type {HTMLInputElement} */ (need('#bar')),
    play: need('#play'),
    position: need('#position'),
    length: need('#length'),
    ticks: need('#ticks'),
    markers: need('#markers'),
    box: need('#markers-box'),
    count: need('#markers-count'),
  };
  #onSeek;

  /**
   * @param {object} acts
   * @param {() => void} acts.onPlay play, or pause.
   * @param {(seconds: number) => void} acts.onSeek
   * @param {(factor: number) => void} acts.onSpeed
   * @param {(skip: boolean) => void} acts.onSkip whether long pauses are cut.
   */
  constructor({ onPlay, onSeek, onSpeed, onSkip }) {
    this.#onSeek = onSeek;
    const { bar, play } = this.#parts;
    play.addEventListener('click', onPlay);
    bar.addEventListener('input', () => onSeek(Number(bar.value)));
    const speed = /** @type {HTMLSelectElement} */ (need('#speed'));
    speed.addEventListener('change', () => onSpeed(Number(speed.value)));
    const skip = /** @type {HTMLInputElement} */ (need('#skip'));
    skip.addEventListener('change', () => onSkip(skip.checked));
    need('#controls').inert = false;
  }

  /** The whole of it: how long, and where its markers are. */
  outline({ length, markers }) {
    this.#parts.bar.max = whole(length);
    setText(this.#parts.length, clock(length));
    this.#parts.box.hidden = markers.length === 0;
    setText(this.#parts.count, String(markers.length));
    this.#parts.ticks.replaceChildren(...markers.map((marker) => this.#tick(marker, length)));
    this.#parts.markers.replaceChildren(...markers.map((marker) => this.#marker(marker)));
  }

  /** Where it is now. */
  show({ position, playing }) {
    const { bar, play } = this.#parts;
    bar.value = whole(position);
    bar.setAttribute('aria-valuetext', `${clock(position)} of ${this.#parts.length.textContent}`);
    setText(this.#parts.position, clock(position));
    if (play.dataset.playing === String(playing)) return;
    play.dataset.playing = String(playing);
    play.setAttribute('aria-label', playing ? 'Pause' : 'Play');
    play.title = playing ? 'Pause (Space)' : 'Play (Space)';
  }

  #tick({ at, label }, length) {
    const tick = el('span', { class: label === BELL ? 'tick is-bell' : 'tick' });
    tick.style.left = `${length > 0 ? (at / length) * 100 : 0}%`;
    return tick;
  }

  #marker({ at, label }) {
    const go = () => this.#onSeek(at);
    const button = el(
      'button',
      { class: 'marker', type: 'button', on: { click: go } },
      el('span', { class: 'mono', text: clock(at) }),
      label || 'Marker',
    );
    return el('li', {}, button);
  }
}
