/**
 * The first socket of a page, opened while most of the page is still on its way. What it says meanwhile is held until
 * the connection takes the socket over.
 */

const TYPES = ['open', 'message', 'close'];
// Sent again once the terminal is measured.
const SIZE = ['cols', 'rows'];

let early = null;

/** @param {URLSearchParams} query of the subscription that will take the socket. @param {(query: URLSearchParams) => WebSocket} socketOf */
export function openEarly(query, socketOf) {
  const socket = socketOf(query);
  socket.binaryType = 'arraybuffer';
  const held = [];
  const hold = (event) => held.push(event);
  for (const type of TYPES) socket.addEventListener(type, hold);
  early = { socket, query, held, hold };
}

/** The input stream that the early socket announced, or undefined. */
export function earlyInputId() {
  return early?.query.get('input') ?? undefined;
}

/**
 * The early socket, once; null if there is none, if it has closed, or if it asked for something else. The caller sets its
 * handlers before it returns to the event loop: then they hear all that came so far.
 * @param {URLSearchParams} query
 */
export function takeEarly(query) {
  if (early === null) return null;
  const { socket, query: asked, held, hold } = early;
  early = null;
  for (const type of TYPES) socket.removeEventListener(type, hold);
  if (wanted(asked) !== wanted(query) || held.some(({ type }) => type === 'close')) {
    socket.close();
    return null;
  }
  queueMicrotask(() =>
    held.forEach((event) => socket.dispatchEvent(new event.constructor(event.type, event))),
  );
  return socket;
}

/** Drops it where nobody will take it. */
export function dropEarly() {
  early?.socket.close();
  early = null;
}

function wanted(query) {
  const copy = new URLSearchParams(query);
  SIZE.forEach((name) => copy.delete(name));
  copy.sort();
  return copy.toString();
}
