/** Time that moves only when a test says so. */
export class FakeClock {
  #now = 0;
  #next = 1;
  #jobs = new Map();

  now = () => this.#now;

  setTimeout = (job, ms) => {
    const id = this.#next;
    this.#next += 1;
    this.#jobs.set(id, { job, at: this.#now + ms });
    return id;
  };

  clearTimeout = (id) => {
    this.#jobs.delete(id);
  };

  get waiting() {
    return this.#jobs.size;
  }

  /** Runs what falls due within `ms`, in order. */
  advance(ms) {
    const until = this.#now + ms;
    for (;;) {
      const due = [...this.#jobs].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, { job, at }] = due;
      this.#jobs.delete(id);
      this.#now = Math.max(this.#now, at);
      job();
    }
    this.#now = Math.max(this.#now, until);
  }

  /** The page slept: time passes, and nothing runs until it wakes. */
  sleep(ms) {
    this.#now += ms;
  }
}
