"""Bad inputs by the row: what a running server answers, byte for byte, and that nobody else notices.

A row's number names its kind: H is HTTP, W WebSocket frames, P records and messages, N names, D folders,
commands and files. Each has the exact bytes that are sent and the exact answer that is documented.
`conftest.py` looks after every row whether all is as before.

Left out, because there is no such thing here:

- D2, environment variables of a session: none can be given.
- H28, `next` of a login form: the page's script goes there; tests/js/lib/redirect.test.js has its values.
- P3, P4, a message before `hello`, protocol versions: there is no `hello`; the address is the version.
- P6, numbers of inputs: TCP keeps their order, and nothing is sent again.
- P12, an end of a paste inside a paste: the browser's terminal brackets it, the server passes bytes on.
- P16, ids of another tmux server: no request carries an epoch; a hub that is gone is one row of
  tests/integration/test_optimized_socket.py, a link to one of tests/integration/test_shared.py.
- W26, a second attach with the same id: attachments have no ids that a client could choose.

Elsewhere: H27's cookies that are too old are in tests/unit/auth/test_gate.py, which has a clock of its own;
no input makes W23's handler raise, so it is in tests/unit/web/terminal/test_upgrade.py.
"""
