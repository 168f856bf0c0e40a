/**
 * The first socket of a page, opened while most of the page still loads. Its events wait until the connection
 * takes it.
 */

const TYPES = ['open', 'message', 'close'];
// Sent again once the terminal is measured.
const SIZE = ['cols', 'rows'];

/**
 * @type {{socket: WebSocket, query: URLSearchParams, events: Event[], store: (event: Event) => void}|null}
 */
let early = null;

/**
 * @param {URLSearchParams} query of the subscription that takes the socket.
 * @param {(query: URLSearchParams) => WebSocket} socketOf
 */
export function openEarly(query, socketOf) {
  const socket = socketOf(query);
  socket.binaryType = 'arraybuffer';
  /** @type {Event[]} */
  const events = [];
  const store = (/** @type {Event} */ event) => events.push(event);
  for (const type of TYPES) socket.addEventListener(type, store);
  early = { socket, query, events, store };
}

/** The id of the input stream that the early socket announced. */
export function earlyInputId() {
  return early?.query.get('input') ?? undefined;
}

/**
 * The early socket, once; null if there is none, if it closed, or if it has another query. The caller must
 * set its
 * handlers before it returns to the event loop: then they get all events so far.
 * @param {URLSearchParams} query
 */
export function takeEarly(query) {
  if (early === null) return null;
  const { socket, query: earlyQuery, events, store } = early;
  early = null;
  for (const type of TYPES) socket.removeEventListener(type, store);
  if (sorted(earlyQuery) !== sorted(query) || events.some(({ type }) => type === 'close')) {
    socket.close();
    return null;
  }
  queueMicrotask(() => {
    for (const event of events) {
      const Type = /** @type {typeof Event} */ (event.constructor);
      socket.dispatchEvent(new Type(event.type, event));
    }
  });
  return socket;
}

/** Closes a socket that nobody will take. */
export function dropEarly() {
  early?.socket.close();
  early = null;
}

/** A query as text, without the size. @param {URLSearchParams} query */
function sorted(query) {
  const copy = new URLSearchParams(query);
  SIZE.forEach((name) => copy.delete(name));
  copy.sort();
  return copy.toString();
}

/** A new id for a stream of numbered input, which nobody can guess. */
export function newInputId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
}
