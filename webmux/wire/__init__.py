"""The formats of the protocol: records, WebSocket frames, JSON messages. No sockets."""
