/** The progress of a program, as it sends it with `OSC 9 ; 4` (ConEmu, Windows Terminal). Pure. */

const FIELDS = /^4(?:;([0-4]?)(?:;(\d{0,6}))?)?;?$/;
/** @type {readonly Progress['kind'][]} */
const KINDS = ['none', 'running', 'failed', 'unknown', 'paused'];

/**
 * @typedef {object} Progress
 * @property {'none'|'running'|'failed'|'unknown'|'paused'} kind `unknown`: it runs, but nobody knows how far.
 * @property {number|null} percent null if the program did not send it.
 */

/**
 * The progress in the data of OSC 9; null if it is something else.
 * @param {string} data
 * @returns {Progress|null}
 */
export function progressOf(data) {
  const found = FIELDS.exec(data.slice(0, 32));
  if (found === null || data.length > 32) return null;
  const kind = KINDS[Number(found[1] ?? 0)];
  const percent = found[2] ? Math.min(100, Number(found[2])) : null;
  return { kind, percent: kind === 'none' || kind === 'unknown' ? null : percent };
}

/**
 * A failure or a pause without a number stays where it was.
 * @param {Progress} before
 * @param {Progress} now
 */
export function nextProgress(before, now) {
  if (now.percent !== null || now.kind === 'none' || now.kind === 'unknown') return now;
  return { ...now, percent: now.kind === 'running' ? 0 : before.percent };
}
