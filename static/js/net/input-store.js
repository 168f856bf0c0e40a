/** Keeps unconfirmed input, and what the reader has been asked about, over a reload of the page, in this tab alone. */
import { InputLog } from './input-log.js';

/** Before the name of the session. */
export const KEPT_INPUT = 'webmux.input.';
/** What is older was typed for another moment: the reader is asked. */
const FRESH_MS = 120_000;
const CHUNK = 8192;

/** @param {Storage} [storage] `sessionStorage`: of this tab, and gone with it. */
export function keepInput({ input, inputId, sessionName, held }, storage = sessionStorage) {
  try {
    const asked = [...held].map(({ bytes }) => toText(bytes));
    if (input.unconfirmed === 0 && asked.length === 0) return;
    const pieces = input.pieces.map(({ flags, bytes }) => [flags, toText(bytes)]);
    storage.setItem(
      KEPT_INPUT + sessionName,
      JSON.stringify({ id: inputId, at: Date.now(), taken: input.taken, pieces, held: asked }),
    );
  } catch {
    // Forbidden or full: then a reload loses it.
  }
}

/** What was kept for this session; it is kept no more. @returns {{id: string, log: InputLog, fresh: boolean, held: Uint8Array[]}|null} `held`: what the reader is to be asked about again. */
export function keptInput(session, storage = sessionStorage) {
  try {
    const { id, at, taken, pieces, held = [] } = JSON.parse(storage.getItem(KEPT_INPUT + session));
    storage.removeItem(KEPT_INPUT + session);
    const log = new InputLog(Number(taken));
    for (const [flags, text] of pieces) log.append(toBytes(text), flags);
    return { id: String(id), log, fresh: Date.now() - at < FRESH_MS, held: held.map(toBytes) };
  } catch {
    return null;
  }
}

function toText(bytes) {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(text);
}

const toBytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
