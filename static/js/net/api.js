/** The HTTP API of our own server. Every failure is an ApiError with a sentence for people. */

import { rooted } from '../lib/base-path.js';

const TIMEOUT_MS = 20_000;
const RETRY_DEFAULT_S = 30;
/** Characters that never are more than 64 KiB. */
const KEPT_MAX = 21_000;

/** What the server answered instead of success; `status` 0 means that no answer came. */
export class ApiError extends Error {
  /** @param {{status: number, code: string, message: string, requestId?: string, retryAfterS?: number}} what */
  constructor({ status, code, message, requestId = '', retryAfterS = 0 }) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.retryAfterS = retryAfterS;
  }
}

/** Talks JSON to one origin; `fetch` may be replaced in tests. */
export class Api {
  #fetch;
  #onLoggedOut;

  /** @param {{fetch?: typeof fetch, onLoggedOut?: () => void}} [options] `onLoggedOut` hears every 401. */
  constructor({ fetch = globalThis.fetch.bind(globalThis), onLoggedOut = () => {} } = {}) {
    this.#fetch = fetch;
    this.#onLoggedOut = onLoggedOut;
  }

  /** @returns {Promise<{epoch: unknown, sessions: object[]}>} */
  listSessions() {
    return this.ask('GET', '/api/sessions');
  }

  /** Fields left empty are not sent: the server or tmux chooses. */
  createSession(fields) {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
    return this.ask('POST', '/api/sessions', given);
  }

  renameSession(id, name) {
    return this.ask('PATCH', `/api/sessions/${encodeURIComponent(id)}`, { name });
  }

  killSession(id) {
    return this.ask('DELETE', `/api/sessions/${encodeURIComponent(id)}`);
  }

  /** @returns {Promise<{windows: {id: string, index: number, name: string}[]}>} */
  listWindows(sessionId) {
    return this.ask('GET', `/api/sessions/${encodeURIComponent(sessionId)}/windows`);
  }

  startRecording(sessionId) {
    return this.ask('POST', `/api/sessions/${encodeURIComponent(sessionId)}/recording`);
  }

  /** @returns {Promise<{id: string}>} what was recorded. */
  stopRecording(sessionId) {
    return this.ask('DELETE', `/api/sessions/${encodeURIComponent(sessionId)}/recording`);
  }

  /** @param {{session_id: string, role: string, lasts_s: number}} wanted @returns {Promise<{path: string}>} the link, this once. */
  createShare(wanted) {
    return this.ask('POST', '/api/shares', wanted);
  }

  logout() {
    return this.ask('POST', '/logout');
  }

  /** What the server answers in JSON, null for nothing; for parts of a page with requests of their own. */
  async ask(method, path, body) {
    const answer = await this.answer(method, path, body);
    return answer.status === 204 ? null : answer.json();
  }

  /** As `ask`, but the whole answer, whatever it is made of. */
  async answer(method, path, body, timeoutMs = TIMEOUT_MS) {
    const answer = await this.#send(method, path, { body, timeoutMs });
    if (answer.ok) return answer;
    const error = await errorOf(answer);
    if (error.status === 401) this.#onLoggedOut();
    throw error;
  }

  async #send(method, path, { body, timeoutMs }) {
    const options = {
      method,
      cache: 'no-store',
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMs),
    };
    if (body !== undefined) {
      options.headers['Content-Type'] = 'application/json';
      options.body = JSON.stringify(body);
      // A change arrives also where the page is left right after it. Browsers take 64 KiB for that, and refuse more.
      options.keepalive = method === 'PATCH' && options.body.length < KEPT_MAX;
    }
    try {
      return await this.#fetch(rooted(path), options);
    } catch (error) {
      const message = 'The server cannot be reached. Is WebMux running, and are you online?';
      throw Object.assign(new ApiError({ status: 0, code: 'unreachable', message }), { cause: error });
    }
  }
}

/** The error in an answer that is not a success, whatever its body holds. */
export async function errorOf(answer) {
  const body = await answer.json().catch(() => null);
  const said = body?.error ?? {};
  return new ApiError({
    status: answer.status,
    code: typeof said.code === 'string' ? said.code : 'http_error',
    message: typeof said.message === 'string' ? said.message : `The server answered ${answer.status}.`,
    requestId: typeof said.request_id === 'string' ? said.request_id : '',
    retryAfterS: answer.status === 429 ? retryAfter(answer.headers.get('Retry-After')) : 0,
  });
}

/** Seconds from a Retry-After header, at least one; 30 when it says nothing we understand. @testonly */
export function retryAfter(header) {
  const seconds = /^\d{1,6}$/.test(header ?? '') ? Number(header) : RETRY_DEFAULT_S;
  return Math.max(1, seconds);
}
