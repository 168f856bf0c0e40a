/** What the pages around the terminals ask of the server: logging in, the account, share links, recordings. */
import { Api } from './api.js';

// A long recording over a slow line.
const FILE_TIMEOUT_MS = 600_000;

export class AccountApi extends Api {
  /** Exchanges the secret of a share link, at its own address, for a cookie. */
  openShare(id, secret) {
    return this.ask('POST', `/v/${encodeURIComponent(id)}`, { secret });
  }

  listRecordings() {
    return this.ask('GET', '/api/recordings');
  }

  /** The text of the file of a recording. */
  async readRecording(id) {
    const answer = await this.answer('GET', recordingPath(id), undefined, FILE_TIMEOUT_MS);
    return answer.text();
  }

  deleteRecording(id) {
    return this.ask('DELETE', recordingPath(id));
  }

  listShares() {
    return this.ask('GET', '/api/shares');
  }

  endShare(id) {
    return this.ask('DELETE', `/api/shares/${encodeURIComponent(id)}`);
  }

  listLogins() {
    return this.ask('GET', '/api/logins');
  }

  endLogin(id) {
    return this.ask('DELETE', `/api/logins/${encodeURIComponent(id)}`);
  }

  /** @returns {Promise<{link: string, lasts_s: number}>} what logs another device in, once. */
  createLoginLink() {
    return this.ask('POST', '/api/login-links');
  }

  listTokens() {
    return this.ask('GET', '/api/tokens');
  }

  /** @param {{label: string, scope: string, lasts_s: number|null}} wanted @returns {Promise<{token: string}>} the text, this once. */
  createToken(wanted) {
    return this.ask('POST', '/api/tokens', wanted);
  }

  revokeToken(id) {
    return this.ask('DELETE', `/api/tokens/${encodeURIComponent(id)}`);
  }

  listPasskeys() {
    return this.ask('GET', '/api/passkeys');
  }

  /** What the browser needs to make a passkey, in the JSON of WebAuthn. */
  passkeyOptions() {
    return this.ask('POST', '/api/passkeys/options');
  }

  addPasskey(label, credential) {
    return this.ask('POST', '/api/passkeys', { label, credential });
  }

  removePasskey(id) {
    return this.ask('DELETE', `/api/passkeys/${encodeURIComponent(id)}`);
  }

  /** What the browser needs to log in by a passkey, in the JSON of WebAuthn. */
  passkeyLoginOptions() {
    return this.ask('POST', '/login/passkey/options');
  }

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

/** Where the file of a recording is. */
export function recordingPath(id) {
  return `/api/recordings/${encodeURIComponent(id)}`;
}
