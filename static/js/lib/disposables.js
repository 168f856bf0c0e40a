/** Closes what was opened: listeners, observers, timers, add-ons. */

export class Disposables {
  /** @type {(() => void)[]} */
  #undo = [];

  /** Has `undo` run by `dispose`; last in, first out. @param {() => void} undo */
  add(undo) {
    this.#undo.push(undo);
  }

  /**
   * Listens until disposed.
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} listener
   * @param {AddEventListenerOptions|boolean} [options]
   */
  listen(target, type, listener, options) {
    target.addEventListener(type, listener, options);
    this.add(() => target.removeEventListener(type, listener, options));
  }

  /**
   * Disposes of this too; returns it.
   * @template {{dispose: () => void}} Disposable
   * @param {Disposable} disposable
   */
  own(disposable) {
    this.add(() => disposable.dispose());
    return disposable;
  }

  /** Observes element sizes until disposed. @param {Element} element @param {() => void} callback */
  observeSize(element, callback) {
    const observer = new ResizeObserver(callback);
    observer.observe(element);
    this.add(() => observer.disconnect());
  }

  /** @param {number} ms @param {() => void} callback */
  every(ms, callback) {
    const timer = setInterval(callback, ms);
    this.add(() => clearInterval(timer));
  }

  dispose() {
    for (const undo of this.#undo.splice(0).reverse()) undo();
  }
}
