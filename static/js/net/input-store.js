/** Stores unconfirmed and undecided input of this tab over a reload of the page. */
import { KEYS, ofTab, readJson, writeJson, writeText } from '../lib/storage.js';
import { InputLog } from './input-log.js';

/** Older input was typed for another moment: the user decides. */
const FRESH_MS = 120_000;
const CHUNK = 8192;

/** @typedef {{id: string, log: InputLog, fresh: boolean, undecided: Uint8Array[]}} StoredInput */

/**
 * @param {import('./subscription.js').Subscription} subscription
 * @param {() => Storage} [place]
 */
export function saveInput({ input, inputId, sessionName, undecided }, place = ofTab) {
  const asked = [...undecided].map(({ bytes }) => toText(bytes));
  if (input.unconfirmed === 0 && asked.length === 0) return;
  const pieces = input.pieces.map(({ flags, bytes, target }) => [flags, toText(bytes), target]);
  const value = { id: inputId, at: Date.now(), taken: input.taken, pieces, held: asked };
  writeJson(KEYS.input + sessionName, value, place);
}

/**
 * Takes the stored input of this session out of the storage.
 * @param {string} session
 * @param {import('../lib/storage.js').Place} [place]
 * @returns {StoredInput|null}
 */
export function takeStoredInput(session, place = ofTab) {
  const stored = readJson(KEYS.input + session, place);
  writeText(KEYS.input + session, null, place);
  try {
    const { id, at, taken, pieces, held = [] } = stored;
    const log = new InputLog(Number(taken));
    for (const [flags, text, target = null] of pieces) log.append(toBytes(text), flags, target);
    return { id: String(id), log, fresh: Date.now() - at < FRESH_MS, undecided: held.map(toBytes) };
  } catch {
    return null; // Missing, or not ours.
  }
}

/** @param {Uint8Array} bytes */
function toText(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

/** @param {string} text */
const toBytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
