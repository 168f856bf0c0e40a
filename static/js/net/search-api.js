/** Searches the histories of all sessions; results arrive one by one. */
import { rooted } from '../lib/base-path.js';
import { errorOf } from './api.js';

/**
 * Calls `onEvent` with each line of the answer, see docs/protocol.md; resolves after the last one.
 * @param {{q: string, case: boolean, regex: boolean, session?: string}} query
 * @param {(event: any) => void} onEvent
 * @param {{signal: AbortSignal, fetch?: import('./api.js').Fetch}} options aborting ends the search on the
 *   server too.
 * @throws {import('./api.js').ApiError} the server refused.
 */
export async function searchAll(query, onEvent, { signal, fetch = globalThis.fetch.bind(globalThis) }) {
  const fields = new URLSearchParams({
    q: query.q,
    case: query.case ? '1' : '0',
    regex: query.regex ? '1' : '0',
  });
  if (query.session) fields.set('session', query.session);
  /** @type {RequestInit} */
  const options = {
    cache: 'no-store',
    credentials: 'same-origin',
    headers: { Accept: 'application/x-ndjson' },
    signal,
  };
  const answer = await fetch(rooted(`/api/search?${fields}`), options);
  if (!answer.ok) throw await errorOf(answer);
  let rest = '';
  for await (const text of texts(/** @type {ReadableStream<Uint8Array<ArrayBuffer>>} */ (answer.body))) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line !== '') onEvent(JSON.parse(line));
  }
}

/** @param {ReadableStream<Uint8Array<ArrayBuffer>>} body */
async function* texts(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
