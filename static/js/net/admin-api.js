/** The HTTP API of the admin page. */
import { AccountApi } from './account-api.js';

/** @param {string} name */
const userPath = (name) => `/api/admin/users/${encodeURIComponent(name)}`;

export class AdminApi extends AccountApi {
  listUsers() {
    return this.ask('GET', '/api/admin/users');
  }

  /**
   * Without a password the server makes one.
   * @param {{name: string, role: string, password: string}} options
   * @returns {Promise<{name: string, generated_password: string|null}>}
   */
  addUser({ name, role, password }) {
    return this.ask('POST', '/api/admin/users', { name, role, ...(password && { password }) });
  }

  /** @param {string} name @param {{role: string}|{disabled: boolean}} change */
  changeUser(name, change) {
    return this.ask('PATCH', userPath(name), change);
  }

  /**
   * Without a password the server makes one.
   * @param {string} name
   * @param {string} password
   * @returns {Promise<{generated_password: string|null}>}
   */
  setPasswordOf(name, password) {
    return this.ask('POST', `${userPath(name)}/password`, password ? { password } : {});
  }

  /** @param {string} name */
  endLoginsOf(name) {
    return this.ask('DELETE', `${userPath(name)}/logins`);
  }

  listConnections() {
    return this.ask('GET', '/api/admin/connections');
  }

  /** @param {string} id */
  disconnect(id) {
    return this.ask('DELETE', `/api/admin/connections/${encodeURIComponent(id)}`);
  }

  listAllShares() {
    return this.ask('GET', '/api/admin/shares');
  }

  /** @param {string} id */
  endAnyShare(id) {
    return this.ask('DELETE', `/api/admin/shares/${encodeURIComponent(id)}`);
  }

  /** The newest events. @param {number} limit */
  newestEvents(limit) {
    return this.ask('GET', `/api/audit?limit=${limit}`);
  }

  health() {
    return this.ask('GET', '/api/admin/health');
  }
}
