/** The sound of a bell, made here: no file is fetched. */

const LEAST_MS = 150;
const TONE = { hz: 660, volume: 0.08, seconds: 0.14 };

let context = null;
let rungAt = -LEAST_MS;

/** One short tone that fades; many bells at once are one. Silent where the browser has no sound. */
export function ring() {
  if (!globalThis.AudioContext || performance.now() - rungAt < LEAST_MS) return;
  rungAt = performance.now();
  context ??= new AudioContext();
  context.resume().catch(() => {}); // before the first click or key it may not sound
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
