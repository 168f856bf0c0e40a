"""Pages that a test can hide, and that record their notifications."""

STUB = """
window.__hidden = false;
window.__shown = [];
Object.defineProperty(document, 'hidden', { get: () => window.__hidden });
Object.defineProperty(document, 'visibilityState', { get: () => (window.__hidden ? 'hidden' : 'visible') });
ServiceWorkerRegistration.prototype.showNotification = async function (title, options) {
  window.__shown.push({ title, ...options });
};
class Stub {
  static permission = 'granted';
  static asked = 0;
  static async requestPermission() { Stub.asked += 1; Stub.permission = 'granted'; return 'granted'; }
  constructor(title, options) { window.__shown.push({ title, ...options }); }
  close() {}
}
window.Notification = Stub;
window.__decided = [];
const { request } = LockManager.prototype;
LockManager.prototype.request = function (name, options, act) {
  const asked = request.call(this, name, options, act);
  if (options.ifAvailable) asked.then((spoke) => window.__decided.push(spoke));
  return asked;
};
"""
HIDE = """(hidden) => {
  window.__hidden = hidden;
  document.dispatchEvent(new Event('visibilitychange'));
}"""
