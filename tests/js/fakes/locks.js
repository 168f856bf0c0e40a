/** Web Locks as far as they are used: exclusive and shared, in turn, `ifAvailable` and `signal`. */
export class FakeLocks {
  #names = new Map();

  request(name, options, callback) {
    const { mode = 'exclusive', ifAvailable = false, signal } = options;
    const state = this.#names.get(name) ?? { held: [], queue: [] };
    this.#names.set(name, state);
    return new Promise((resolve, reject) => {
      const wish = { mode, run: () => this.#run(state, wish, callback, resolve, reject) };
      if (!this.#free(state, mode) && ifAvailable) {
        Promise.resolve(callback(null)).then(resolve, reject);
        return;
      }
      state.queue.push(wish);
      signal?.addEventListener('abort', () => {
        const at = state.queue.indexOf(wish);
        if (at < 0) return;
        state.queue.splice(at, 1);
        reject(new Error('aborted'));
      });
      this.#next(state);
    });
  }

  #free({ held, queue }, mode) {
    return (
      queue.length === 0 &&
      (held.length === 0 || (mode === 'shared' && held.every((one) => one.mode === 'shared')))
    );
  }

  #next(state) {
    const [first, ...rest] = state.queue;
    if (!first || !this.#free({ held: state.held, queue: [] }, first.mode)) return;
    state.queue = rest;
    first.run();
    this.#next(state);
  }

  #run(state, wish, callback, resolve, reject) {
    state.held.push(wish);
    Promise.resolve()
      .then(() => callback(wish))
      .then(resolve, reject)
      .finally(() => {
        state.held.splice(state.held.indexOf(wish), 1);
        this.#next(state);
      });
  }
}
