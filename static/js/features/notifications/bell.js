/** What a bell does on this page: a flash at the edge, a sound, both or nothing, as the user chose. */
import { el } from '../../lib/dom.js';

const FLASH_MS = 240;
/** Bells closer than this make one sound. */
const SOUND_GAP_MS = 150;
const TONE = { hz: 660, volume: 0.08, seconds: 0.14 };

let context = null;
let rungAt = -SOUND_GAP_MS;

/** @param {import('../../pages/page-contract.js').Page} page */
export function installBell({ events, settings, layer }) {
  const flash = el('div', { class: 'bell-flash', 'aria-hidden': true, hidden: true });
  layer.append(flash);
  let timer = null;
  const show = () => {
    clearTimeout(timer);
    flash.hidden = false;
    timer = setTimeout(() => {
      flash.hidden = true;
    }, FLASH_MS);
  };
  events.on('bell', () => {
    const bell = settings.get('bell');
    if (bell === 'visual' || bell === 'both') show();
    if (bell === 'sound' || bell === 'both') ring();
  });
}

/** One short tone that fades out. Silent if the browser has no sound, or allows none before a click. */
export function ring() {
  if (!globalThis.AudioContext || performance.now() - rungAt < SOUND_GAP_MS) return;
  rungAt = performance.now();
  context ??= new AudioContext();
  context.resume().catch(() => {});
  const tone = context.createOscillator();
  const volume = context.createGain();
  const until = context.currentTime + TONE.seconds;
  tone.frequency.value = TONE.hz;
  volume.gain.setValueAtTime(TONE.volume, context.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, until);
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(until);
}
