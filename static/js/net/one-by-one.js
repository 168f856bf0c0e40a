/** Keeping changes in the order in which they were made. */

/**
 * A `save` of which one call runs at a time: what is asked meanwhile is merged into the next.
 * @param {(changes: Record<string, unknown>) => Promise<unknown>} save
 * @returns {(changes: Record<string, unknown>) => Promise<unknown>} settles as the call does that carried these changes.
 */
export function oneByOne(save) {
  let waiting = {};
  let next = null;
  let running = Promise.resolve();
  const send = () => {
    const changes = waiting;
    waiting = {};
    next = null;
    running = save(changes);
    return running;
  };
  return (changes) => {
    Object.assign(waiting, changes);
    next ??= running.catch(() => {}).then(send);
    return next;
  };
}
