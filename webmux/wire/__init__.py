"""Bytes on the wire: records, WebSocket headers, JSON messages. Knows no socket."""
