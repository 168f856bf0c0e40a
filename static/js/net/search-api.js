/** Looking for text in the histories of all sessions: what the server finds, as it finds it. */
import { rooted } from '../lib/base-path.js';
import { errorOf } from './api.js';

/**
 * Asks, and calls `onEvent` with each line of the answer, see docs/protocol.md; resolves after the last.
 * @param {{q: string, case: boolean, regex: boolean, session?: string}} query
 * @param {(event: object) => void} onEvent
 * @param {{signal: AbortSignal, fetch?: typeof fetch}} options aborting ends the search on the server as well.
 * @throws {import('./api.js').ApiError} it was refused.
 */
export async function searchAll(query, onEvent, { signal, fetch = globalThis.fetch.bind(globalThis) }) {
  const asked = new URLSearchParams({
    q: query.q,
    case: query.case ? '1' : '0',
    regex: query.regex ? '1' : '0',
  });
  if (query.session) asked.set('session', query.session);
  const options = {
    cache: 'no-store',
    credentials: 'same-origin',
    headers: { Accept: 'application/x-ndjson' },
    signal,
  };
  const answer = await fetch(rooted(`/api/search?${asked}`), options);
  if (!answer.ok) throw await errorOf(answer);
  let rest = '';
  for await (const text of texts(answer.body)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) if (line !== '') onEvent(JSON.parse(line));
  }
}

async function* texts(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
