"""The sockets of terminals: records, JSON, input, output."""
