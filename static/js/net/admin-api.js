/** What the admin page asks of the server. */
import { AccountApi } from './account-api.js';

const userPath = (name) => `/api/admin/users/${encodeURIComponent(name)}`;

export class AdminApi extends AccountApi {
  listUsers() {
    return this.ask('GET', '/api/admin/users');
  }

  /** Without a password one is made. @returns {Promise<{name: string, generated_password: string|null}>} */
  addUser({ name, role, password }) {
    return this.ask('POST', '/api/admin/users', { name, role, ...(password && { password }) });
  }

  /** @param {{role: string}|{disabled: boolean}} change */
  changeUser(name, change) {
    return this.ask('PATCH', userPath(name), change);
  }

  /** Left empty, one is made. @returns {Promise<{generated_password: string|null}>} */
  setPasswordOf(name, password) {
    return this.ask('POST', `${userPath(name)}/password`, password ? { password } : {});
  }

  endLoginsOf(name) {
    return this.ask('DELETE', `${userPath(name)}/logins`);
  }

  listConnections() {
    return this.ask('GET', '/api/admin/connections');
  }

  disconnect(id) {
    return this.ask('DELETE', `/api/admin/connections/${encodeURIComponent(id)}`);
  }

  listAllShares() {
    return this.ask('GET', '/api/admin/shares');
  }

  endAnyShare(id) {
    return this.ask('DELETE', `/api/admin/shares/${encodeURIComponent(id)}`);
  }

  /** The newest events. */
  newestEvents(limit) {
    return this.ask('GET', `/api/audit?limit=${limit}`);
  }

  health() {
    return this.ask('GET', '/api/admin/health');
  }
}
