/**
 * The whole script of the offline page: reloads as soon as the server answers. It asks first, so that nothing
 * is read out or drawn again while the server is away.
 */
(() => {
  const EVERY_MS = 10_000;
  const ANSWER_MS = 8_000;
  // Opened by its own address, it replaces no other page.
  if (document.currentScript.dataset.own === location.pathname) return;
  let asking = false;

  async function retry() {
    if (asking) return;
    asking = true;
    try {
      const { status } = await fetch(location.href, {
        method: 'HEAD',
        cache: 'no-store',
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      if (status < 500) location.reload();
    } catch {
      // Not yet.
    } finally {
      asking = false;
    }
  }

  addEventListener('online', retry);
  setInterval(retry, EVERY_MS);
})();
