/** A WebSocket without a network: the test plays the server. */
export class FakeSocket {
  readyState = 0;
  sent = [];
  closed = false;

  open() {
    this.readyState = 1;
    this.onopen({});
  }

  send(bytes) {
    this.sent.push(bytes);
  }

  close() {
    this.closed = true;
    this.readyState = 3;
  }

  /** Bytes from the server. */
  receive(...records) {
    this.onmessage({ data: Uint8Array.from(records.flatMap((bytes) => [...bytes])).buffer });
  }

  /** The server, or the network, ends it. */
  end(code) {
    this.readyState = 3;
    this.onclose({ code });
  }
}
