/** The HTTP API of the pages around the terminals: logins, the account, share links, recordings. */
import { Api } from './api.js';

// A long recording over a slow connection.
const FILE_TIMEOUT_MS = 600_000;

export class AccountApi extends Api {
  /**
   * Exchanges the secret of a share link, at its own address, for a cookie.
   * @param {string} id
   * @param {string} secret
   */
  openShare(id, secret) {
    return this.ask('POST', `/v/${encodeURIComponent(id)}`, { secret });
  }

  listRecordings() {
    return this.ask('GET', '/api/recordings');
  }

  /** The text of the file of a recording. @param {string} id */
  async readRecording(id) {
    const answer = await this.answer('GET', recordingPath(id), undefined, FILE_TIMEOUT_MS);
    return answer.text();
  }

  /** @param {string} id */
  deleteRecording(id) {
    return this.ask('DELETE', recordingPath(id));
  }

  listShares() {
    return this.ask('GET', '/api/shares');
  }

  /** @param {string} id */
  endShare(id) {
    return this.ask('DELETE', `/api/shares/${encodeURIComponent(id)}`);
  }

  listLogins() {
    return this.ask('GET', '/api/logins');
  }

  /** @param {string} id */
  endLogin(id) {
    return this.ask('DELETE', `/api/logins/${encodeURIComponent(id)}`);
  }

  /** @returns {Promise<{user: string, role: string, login: string, paired: boolean}>} */
  me() {
    return this.ask('GET', '/api/me');
  }

  /**
   * A pairing code: another device logs in with it, once.
   * @returns {Promise<{id: string, link: string, lasts_s: number, addresses: string[]}>}
   */
  createLoginLink() {
    return this.ask('POST', '/api/login-links');
  }

  /**
   * Whether a pairing code works, and which device used it.
   * @param {string} id
   * @returns {Promise<{state: string, device: {id: string, address: string, agent: string}|null}>}
   */
  loginLinkState(id) {
    return this.ask('GET', `/api/login-links/${encodeURIComponent(id)}`);
  }

  /** @param {string} id */
  endLoginLink(id) {
    return this.ask('DELETE', `/api/login-links/${encodeURIComponent(id)}`);
  }

  listTokens() {
    return this.ask('GET', '/api/tokens');
  }

  /**
   * @param {{label: string, scope: string, lasts_s: number|null}} fields
   * @returns {Promise<{token: string}>} the only time that the server shows it.
   */
  createToken(fields) {
    return this.ask('POST', '/api/tokens', fields);
  }

  /** @param {string} id */
  revokeToken(id) {
    return this.ask('DELETE', `/api/tokens/${encodeURIComponent(id)}`);
  }

  listPasskeys() {
    return this.ask('GET', '/api/passkeys');
  }

  /** The options to create a passkey, in the JSON of WebAuthn. */
  passkeyOptions() {
    return this.ask('POST', '/api/passkeys/options');
  }

  /** @param {string} label @param {object} credential */
  addPasskey(label, credential) {
    return this.ask('POST', '/api/passkeys', { label, credential });
  }

  /** @param {string} id */
  removePasskey(id) {
    return this.ask('DELETE', `/api/passkeys/${encodeURIComponent(id)}`);
  }

  /** The options to log in by a passkey, in the JSON of WebAuthn. */
  passkeyLoginOptions() {
    return this.ask('POST', '/login/passkey/options');
  }

  /** @param {object} credential */
  passkeyLogin(credential) {
    return this.ask('POST', '/login/passkey', { credential });
  }

  /** @param {{old?: string, new: string}} passwords */
  setPassword(passwords) {
    return this.ask('POST', '/api/password', passwords);
  }

  /** @param {{token: string}|{link: string}|{user: string, password: string}} secret */
  login(secret) {
    return this.ask('POST', '/login', secret);
  }
}

/** The path of the file of a recording. @param {string} id */
export function recordingPath(id) {
  return `/api/recordings/${encodeURIComponent(id)}`;
}
