/** What was opened and must be closed: listeners, observers, timers, add-ons. */

export class Disposables {
  #undo = [];

  /** Has `undo` run by `dispose`; last in, first out. */
  add(undo) {
    this.#undo.push(undo);
  }

  /** Listens until disposed. */
  listen(target, type, listener, options) {
    target.addEventListener(type, listener, options);
    this.add(() => target.removeEventListener(type, listener, options));
  }

  /** Keeps something with a `dispose` of its own, and hands it back. */
  own(disposable) {
    this.add(() => disposable.dispose());
    return disposable;
  }

  /** Observes element sizes until disposed. */
  observeSize(element, callback) {
    const observer = new ResizeObserver(callback);
    observer.observe(element);
    this.add(() => observer.disconnect());
  }

  every(ms, callback) {
    const timer = setInterval(callback, ms);
    this.add(() => clearInterval(timer));
  }

  dispose() {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }
}
