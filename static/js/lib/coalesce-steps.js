/**
 * Steps of a repeating key: the first is sent at once, those that follow too fast are sent together. Pure.
 */

const GAP_MS = 250;

/**
 * @param {(way: string, steps: number) => Promise<unknown>} send one at a time, and at most one in `gapMs`.
 * @param {{gapMs?: number, timers?: {setTimeout: typeof setTimeout}}} [options]
 * @returns {(way: string) => void} one step that way; no step is lost.
 */
export function gathered(send, { gapMs = GAP_MS, timers = globalThis } = {}) {
  const waiting = new Map();
  let busy = false;
  const work = async () => {
    busy = true;
    while (waiting.size > 0) {
      const [[way, steps]] = waiting;
      waiting.delete(way);
      const rested = new Promise((resolve) => timers.setTimeout(resolve, gapMs));
      await Promise.allSettled([send(way, steps), rested]);
    }
    busy = false;
  };
  return (way) => {
    waiting.set(way, (waiting.get(way) ?? 0) + 1);
    if (!busy) work();
  };
}
