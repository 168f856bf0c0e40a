/** Keeps unconfirmed input, and what the reader has been asked about, over a reload of the page, in this tab alone. */
import { KEYS, ofTab, readJson, writeJson, writeText } from '../lib/storage.js';
import { InputLog } from './input-log.js';

/** What is older was typed for another moment: the reader is asked. */
const FRESH_MS = 120_000;
const CHUNK = 8192;

/**
 * @param {import('./subscription.js').Subscription} subscription
 * @param {() => Storage} [place]
 */
export function keepInput({ input, inputId, sessionName, held }, place = ofTab) {
  const asked = [...held].map(({ bytes }) => toText(bytes));
  if (input.unconfirmed === 0 && asked.length === 0) return;
  const pieces = input.pieces.map(({ flags, bytes }) => [flags, toText(bytes)]);
  const value = { id: inputId, at: Date.now(), taken: input.taken, pieces, held: asked };
  writeJson(KEYS.input + sessionName, value, place);
}

/**
 * Takes the stored input of this session out of the storage.
 * @returns {{id: string, log: InputLog, fresh: boolean, held: Uint8Array[]}|null} `held`: what the reader is asked about again.
 */
export function keptInput(session, place = ofTab) {
  const stored = readJson(KEYS.input + session, place);
  writeText(KEYS.input + session, null, place);
  try {
    const { id, at, taken, pieces, held = [] } = stored;
    const log = new InputLog(Number(taken));
    for (const [flags, text] of pieces) log.append(toBytes(text), flags);
    return { id: String(id), log, fresh: Date.now() - at < FRESH_MS, held: held.map(toBytes) };
  } catch {
    return null; // Missing, or not ours.
  }
}

function toText(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

const toBytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
