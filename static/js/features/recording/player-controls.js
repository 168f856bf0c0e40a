/** The controls below a recording: play, position, speed, pauses, markers. The page decides what they do. */
import { el, need, setText } from '../../lib/dom.js';
import { clock } from '../../lib/format.js';
import { TEXT } from './recording-text.js';

/** The label of markers that WebMux records for bells. */
const BELL = 'Bell';

/** Seconds for a range input, rounded to milliseconds like in a recording. */
const rangeValue = (seconds) => String(Math.round(seconds * 1000) / 1000);

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
   * @param {object} handlers
   * @param {() => void} handlers.onPlay play or pause.
   * @param {(seconds: number) => void} handlers.onSeek
   * @param {(factor: number) => void} handlers.onSpeed
   * @param {(skip: boolean) => void} handlers.onSkip whether to skip long pauses.
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

  /** Shows the length of the recording, and its markers. */
  outline({ length, markers }) {
    this.#parts.bar.max = rangeValue(length);
    setText(this.#parts.length, clock(length));
    this.#parts.box.hidden = markers.length === 0;
    setText(this.#parts.count, String(markers.length));
    this.#parts.ticks.replaceChildren(...markers.map((marker) => this.#tick(marker, length)));
    this.#parts.markers.replaceChildren(...markers.map((marker) => this.#marker(marker)));
  }

  /** Shows the current position. */
  show({ position, playing }) {
    const { bar, play } = this.#parts;
    bar.value = rangeValue(position);
    bar.setAttribute('aria-valuetext', TEXT.position(clock(position), this.#parts.length.textContent));
    setText(this.#parts.position, clock(position));
    if (play.dataset.playing === String(playing)) return;
    play.dataset.playing = String(playing);
    play.setAttribute('aria-label', playing ? TEXT.pause : TEXT.play);
    play.title = playing ? TEXT.pauseKey : TEXT.playKey;
  }

  #tick({ at, label }, length) {
    const tick = el('span', { class: label === BELL ? 'tick is-bell' : 'tick' });
    tick.style.left = `${length > 0 ? (at / length) * 100 : 0}%`;
    return tick;
  }

  #marker({ at, label }) {
    const button = el(
      'button',
      { class: 'marker', type: 'button', on: { click: () => this.#onSeek(at) } },
      el('span', { class: 'mono', text: clock(at) }),
      label || TEXT.marker,
    );
    return el('li', {}, button);
  }
}
