/** Agents that ended a task for which they worked long, as in `webmux/agents/task_ends.py`. Pure. */

/** A shorter task is not notified; the same as for commands. @testonly */
export const MIN_S = 10;
/** An agent that works again within this time was not done. */
const SETTLE_S = 2;

/** @typedef {import('../../lib/agent-states.js').Agent} Agent */

export class TaskEnds {
  #epoch = '';
  /**
   * By pane. `worked` is in seconds, without the current state; `ended` is when it was done.
   * @type {Map<string, {kind: string, since: number, worked: number, ended: number}>}
   */
  #tasks = new Map();

  /**
   * What agents do now.
   * @param {string} epoch
   * @param {Agent[]} agents
   * @returns {Agent[]} those that are done since this call and had worked for `MIN_S`, each pane once.
   */
  follow(epoch, agents) {
    if (epoch !== this.#epoch) this.#tasks.clear();
    this.#epoch = epoch;
    const tasks = new Map();
    const found = [];
    for (const agent of agents) {
      if (tasks.has(agent.pane_id)) continue;
      const before = this.#tasks.get(agent.pane_id);
      const task = next(before, agent);
      tasks.set(agent.pane_id, task);
      if (before && before.kind !== 'done' && task.kind === 'done' && task.worked >= MIN_S) found.push(agent);
    }
    this.#tasks = tasks;
    return found;
  }

  /** Whether an agent that `follow` returned is still done. @param {Agent} agent */
  isDone({ pane_id: pane, since }) {
    const task = this.#tasks.get(pane);
    return task?.kind === 'done' && task.ended === since;
  }
}

function next(before, { kind, since }) {
  const wasDone = before?.kind === 'done';
  const ended = wasDone && kind === 'done' ? before.ended : since;
  const isOther = kind === 'idle' || (wasDone && kind !== 'done' && since - before.ended >= SETTLE_S);
  const added = before?.kind === 'working' ? Math.max(0, since - before.since) : 0;
  return { kind, since, ended, worked: isOther ? 0 : (before?.worked ?? 0) + added };
}
