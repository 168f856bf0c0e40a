/** The HTTP API of our own server. Every failure is an ApiError with a sentence for users. */
import { rooted } from '../lib/base-path.js';

const TIMEOUT_MS = 20_000;
const RETRY_DEFAULT_S = 30;
/** So many characters are at most 64 KiB. */
const KEEPALIVE_MAX_CHARS = 21_000;

/** The server answered with an error; `status` 0 means that it did not answer. */
export class ApiError extends Error {
  /**
   * @param {{status: number, code: string, message: string, requestId?: string, retryAfterS?: number, body?:
   *   any}} what `body` is the whole reply.
   */
  constructor({ status, code, message, requestId = '', retryAfterS = 0, body = null }) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.requestId = requestId;
    this.retryAfterS = retryAfterS;
    this.body = body;
  }
}

/** @typedef {typeof globalThis.fetch} Fetch */

/** Talks JSON to one origin; `fetch` may be replaced in tests. */
export class Api {
  #fetch;
  #onLoggedOut;

  /** @param {{fetch?: Fetch, onLoggedOut?: () => void}} [options] `onLoggedOut` is called for every 401. */
  constructor({ fetch = globalThis.fetch.bind(globalThis), onLoggedOut = () => {} } = {}) {
    this.#fetch = fetch;
    this.#onLoggedOut = onLoggedOut;
  }

  /** @returns {Promise<{epoch: string, sessions: import('../lib/session-order.js').Session[]}>} */
  listSessions() {
    return this.ask('GET', '/api/sessions');
  }

  /** Empty fields are not sent: the server or tmux chooses. @param {Record<string, unknown>} fields */
  createSession(fields) {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
    return this.ask('POST', '/api/sessions', given);
  }

  /** @param {string} id @param {string} name */
  renameSession(id, name) {
    return this.ask('PATCH', `/api/sessions/${encodeURIComponent(id)}`, { name });
  }

  /** @param {string} id */
  killSession(id) {
    return this.ask('DELETE', `/api/sessions/${encodeURIComponent(id)}`);
  }

  /** @param {string} sessionId @returns {Promise<{windows: {id: string, index: number, name: string}[]}>} */
  listWindows(sessionId) {
    return this.ask('GET', `/api/sessions/${encodeURIComponent(sessionId)}/windows`);
  }

  /** @param {string} sessionId */
  startRecording(sessionId) {
    return this.ask('POST', `/api/sessions/${encodeURIComponent(sessionId)}/recording`);
  }

  /** @param {string} sessionId @returns {Promise<{id: string}>} the recording. */
  stopRecording(sessionId) {
    return this.ask('DELETE', `/api/sessions/${encodeURIComponent(sessionId)}/recording`);
  }

  /**
   * @param {{session_id: string, role: string, lasts_s: number}} fields
   * @returns {Promise<{path: string}>} the only time that the server shows it.
   */
  createShare(fields) {
    return this.ask('POST', '/api/shares', fields);
  }

  logout() {
    return this.ask('POST', '/logout');
  }

  /**
   * The JSON answer of the server; null if it is empty. Features use it for requests of their own.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   */
  async ask(method, path, body) {
    const answer = await this.answer(method, path, body);
    return answer.status === 204 ? null : answer.json();
  }

  /**
   * As `ask`, but returns the whole answer.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @param {number} [timeoutMs]
   */
  async answer(method, path, body, timeoutMs = TIMEOUT_MS) {
    const answer = await this.#send(method, path, { body, timeoutMs });
    if (answer.ok) return answer;
    const error = await errorOf(answer);
    if (error.status === 401) this.#onLoggedOut();
    throw error;
  }

  /** @param {string} method @param {string} path @param {{body: unknown, timeoutMs: number}} options */
  async #send(method, path, { body, timeoutMs }) {
    /** @type {Record<string, string>} */
    const headers = { Accept: 'application/json' };
    /** @type {RequestInit} */
    const options = {
      method,
      cache: 'no-store',
      credentials: 'same-origin',
      headers,
      signal: AbortSignal.timeout(timeoutMs),
    };
    if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
      const text = (options.body = JSON.stringify(body));
      // A change arrives even if the user leaves the page right after it. Browsers allow 64 KiB for that.
      options.keepalive = method === 'PATCH' && text.length < KEEPALIVE_MAX_CHARS;
    }
    try {
      return await this.#fetch(rooted(path), options);
    } catch (error) {
      const message = 'The server cannot be reached. Is WebMux running, and are you online?';
      throw Object.assign(new ApiError({ status: 0, code: 'unreachable', message }), { cause: error });
    }
  }
}

/** The error of an answer that is not a success, whatever its body is. @param {Response} answer */
export async function errorOf(answer) {
  const body = await answer.json().catch(() => null);
  const said = body?.error ?? {};
  return new ApiError({
    status: answer.status,
    code: typeof said.code === 'string' ? said.code : 'http_error',
    message: typeof said.message === 'string' ? said.message : `The server answered ${answer.status}.`,
    requestId: typeof said.request_id === 'string' ? said.request_id : '',
    retryAfterS: answer.status === 429 ? retryAfter(answer.headers.get('Retry-After')) : 0,
    body,
  });
}

/**
 * Seconds of a Retry-After header, at least one; 30 if it is missing or not a number.
 * @param {string|null} header
 * @testonly
 */
export function retryAfter(header) {
  const seconds = /^\d{1,6}$/.test(header ?? '') ? Number(header) : RETRY_DEFAULT_S;
  return Math.max(1, seconds);
}
