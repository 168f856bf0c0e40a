"""The schema of the HTTP interface, served at /api/openapi.json and compared with the routes by a test."""

from __future__ import annotations

from webmux import __version__
from webmux.web.views.schemas import COUNT, SESSION_ID, STRING, TO, WINDOW_ID, Json, ref, schemas

_METHODS = ("get", "post", "put", "patch", "delete")


def document(base_path: str = "") -> Json:
    """The OpenAPI 3.1 document of a server below `base_path`."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "WebMux", "version": __version__},
        "servers": [{"url": base_path or "/"}],
        "security": [{"bearer": []}, {"cookie": []}],
        "paths": {path: _named(path, item) for path, item in {**_paths(), **_admin_paths()}.items()},
        "components": {
            "schemas": schemas(),
            "responses": {"Error": {"description": "what went wrong", "content": _content(ref("Error"))}},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "webmux-12345678"},
            },
        },
    }


def _paths() -> Json:
    session_id = _parameter("session_id", SESSION_ID)
    window_id = _parameter("window_id", WINDOW_ID)
    return {
        "/api/sessions": {
            "get": _operation("All sessions", {200: ref("SessionList")}),
            "post": _operation("Make a session", {201: ref("Session")}, body="NewSession"),
        },
        "/api/sessions/{session_id}": {
            "parameters": [session_id],
            "patch": _operation("Rename a session", {200: ref("Session")}, body="NewName"),
            "delete": _operation("Kill a session", {204: None}),
        },
        "/api/sessions/{session_id}/preview": {
            "parameters": [session_id],
            "get": _operation("How a session looks now", {200: ref("Preview")}),
        },
        "/api/sessions/{session_id}/files": {
            "parameters": [
                session_id,
                _asked("name", STRING, required=True),
                _asked("to", TO),
                _asked("folder", STRING),
            ],
            "post": _upload("Upload a file: the body, with a Content-Length", ref("Upload")),
        },
        "/api/uploads/{upload_id}": {
            "parameters": [_parameter("upload_id", STRING)],
            "delete": _operation("Delete what one has just uploaded", {204: None}),
        },
        "/api/sessions/{session_id}/file": {
            "parameters": [session_id, _asked("path", STRING, required=True)],
            "get": _operation("A regular file, application/octet-stream", {200: None}),
        },
        "/api/folder": {
            "parameters": [_asked("path", STRING)],
            "get": _operation("What is in a folder, without one that of the user", {200: ref("Folder")}),
        },
        "/api/sessions/{session_id}/folder": {
            "parameters": [session_id, _asked("path", STRING)],
            "get": _operation("What is in a folder, without one that of the pane", {200: ref("Folder")}),
        },
        "/api/sessions/{session_id}/paths": {
            "parameters": [session_id],
            "post": _operation("Which of these are there", {200: ref("FoundPaths")}, body="Paths"),
        },
        "/api/sessions/{session_id}/recording": {
            "parameters": [session_id],
            "post": _operation("Record a session from now on", {201: ref("Recording")}),
            "delete": _operation("Stop recording a session", {200: ref("Recording")}),
        },
        "/api/sessions/{session_id}/windows": {
            "parameters": [session_id],
            "get": _operation("Windows of a session", {200: ref("WindowList")}),
            "post": _operation("Make a window", {201: ref("Window")}, body="NewWindow"),
        },
        "/api/windows": {"get": _operation("Windows of all sessions", {200: ref("WindowList")})},
        "/api/windows/{window_id}": {
            "parameters": [window_id],
            "patch": _operation("Rename a window", {200: ref("Window")}, body="NewName"),
            "delete": _operation("Kill a window", {204: None}),
        },
        "/api/windows/{window_id}/select": {
            "parameters": [window_id],
            "post": _operation("Make a window current", {204: None}, body="InSession"),
        },
        "/api/windows/{window_id}/move": {
            "parameters": [window_id],
            "post": _operation("Put a window in another's place", {200: ref("WindowList")}, body="NewPlace"),
        },
        "/api/windows/{window_id}/split": {
            "parameters": [window_id],
            "post": _operation("Split the active pane", {201: ref("Pane")}, body="NewPane"),
        },
        "/api/windows/{window_id}/zoom": {
            "parameters": [window_id],
            "post": _operation("Have the active pane fill its window, or no more", {204: None}),
        },
        "/api/windows/{window_id}/select-pane": {
            "parameters": [window_id],
            "post": _operation("Make the pane on a side, or this one, active", {204: None}, body="Side"),
        },
        "/api/windows/{window_id}/resize-pane": {
            "parameters": [window_id],
            "post": _operation("Move a border of a pane", {204: None}, body="NewSize"),
        },
        "/api/windows/{window_id}/select-layout": {
            "parameters": [window_id],
            "post": _operation("Arrange the panes anew", {204: None}, body="NewLayout"),
        },
        "/api/windows/{window_id}/kill-pane": {
            "parameters": [window_id],
            "post": _operation(
                "Kill this pane, or the active one", {204: None}, body="OnePane", needs_body=False
            ),
        },
        "/api/me": {"get": _operation("Who one is", {200: ref("Me")})},
        "/api/logins": {"get": _operation("Where one is logged in", {200: ref("LoginList")})},
        "/api/logins/{login_id}": {
            "parameters": [_parameter("login_id", STRING)],
            "delete": _operation("End one of one's logins", {204: None}),
        },
        "/api/login-links": {
            "post": _operation(
                "A link that logs another device in, once; only this answer has it", {201: ref("LoginLink")}
            ),
        },
        "/api/tokens": {
            "get": _operation("One's tokens", {200: ref("TokenList")}),
            "post": _operation(
                "Make a token; only this answer has its text", {201: ref("Token")}, body="NewToken"
            ),
        },
        "/api/tokens/{token_id}": {
            "parameters": [_parameter("token_id", COUNT)],
            "delete": _operation("End one of one's tokens", {204: None}),
        },
        "/api/passkeys": {
            "get": _operation("One's passkeys", {200: ref("PasskeyList")}),
            "post": _operation("Add what the browser made", {201: ref("Passkey")}, body="NewPasskey"),
        },
        "/api/passkeys/options": {
            "post": _operation(
                "What `PublicKeyCredential.parseCreationOptionsFromJSON` takes", {200: {"type": "object"}}
            )
        },
        "/api/passkeys/{passkey_id}": {
            "parameters": [_parameter("passkey_id", COUNT)],
            "delete": _operation("Remove one of one's passkeys; logins go on", {204: None}),
        },
        "/api/shares": {
            "get": _operation("One's share links", {200: ref("ShareList")}),
            "post": _operation(
                "Share a session; only this has the link", {201: ref("Share")}, body="NewShare"
            ),
        },
        "/api/shares/{share_id}": {
            "parameters": [_parameter("share_id", STRING)],
            "delete": _operation("End one of one's share links", {204: None}),
        },
        "/api/recordings": {
            "get": _operation("One's recordings, for admins everybody's", {200: ref("RecordingList")})
        },
        "/api/recordings/{recording_id}": {
            "parameters": [_parameter("recording_id", STRING)],
            "get": _operation("A recording as asciicast v3, application/x-asciicast", {200: None}),
            "delete": _operation("Delete a recording", {204: None}),
        },
        "/api/search": {
            "parameters": [
                _asked("q", STRING, required=True),
                _asked("session", SESSION_ID),
                *(_asked(flag, {"type": "string", "enum": ["0", "1"]}) for flag in ("case", "regex")),
                _asked("limit", COUNT),
            ],
            "get": _operation("What is found in all histories, application/x-ndjson", {200: None}),
        },
        "/api/settings": {
            "get": _operation("What one chose in the browser", {200: ref("Settings")}),
            "patch": _operation(
                "Change some settings, null for a default", {200: ref("Settings")}, body="NewSettings"
            ),
        },
        "/api/push/key": {
            "get": _operation(
                "What `pushManager.subscribe` takes as `applicationServerKey`", {200: ref("PushKey")}
            )
        },
        "/api/push/subscriptions": {
            "get": _operation("One's browsers that are told of things", {200: ref("SubscriptionList")}),
            "post": _operation("Have this browser told", {201: ref("Subscription")}, body="NewSubscription"),
        },
        "/api/push/subscriptions/{subscription_id}": {
            "parameters": [_parameter("subscription_id", COUNT)],
            "delete": _operation("Tell one of one's browsers nothing more", {204: None}),
        },
        "/api/push/test": {"post": _operation("Send this browser a message now", {204: None})},
        "/api/password": {"post": _operation("Set one's password", {204: None}, body="NewPassword")},
        "/api/audit": {"get": _operation("What was done, for admins", {200: ref("AuditTrail")})},
        "/api/openapi.json": {"get": _operation("This document", {200: {"type": "object"}})},
        "/login": {
            "post": _operation(
                "Exchange a token or a one-time link for a cookie",
                {204: None},
                body="Login",
                public=True,
            )
        },
        "/login/passkey/options": {
            "post": _operation(
                "What `PublicKeyCredential.parseRequestOptionsFromJSON` takes",
                {200: {"type": "object"}},
                public=True,
            )
        },
        "/login/passkey": {
            "post": _operation(
                "Exchange what a passkey signed for a cookie", {204: None}, body="PasskeyLogin", public=True
            )
        },
        "/logout": {"post": _operation("End this login", {204: None})},
        "/healthz": {"get": _operation("Process alive", {200: ref("Health")}, public=True)},
        "/readyz": {"get": _operation("tmux answers", {200: ref("Health")})},
    }


def _admin_paths() -> Json:
    name = _parameter("name", STRING)
    return {
        "/api/admin/users": {
            "get": _operation("Everybody's accounts, for admins", {200: ref("UserList")}),
            "post": _operation("Add a user, by a browser's login", {201: ref("MadeUser")}, body="NewUser"),
        },
        "/api/admin/users/{name}": {
            "parameters": [name],
            "patch": _operation("Another role, or locked out or not", {200: ref("User")}, body="UserChange"),
        },
        "/api/admin/users/{name}/password": {
            "parameters": [name],
            "post": _operation("Set a password", {200: ref("MadePassword")}, body="PasswordOfUser"),
        },
        "/api/admin/users/{name}/logins": {
            "parameters": [name],
            "delete": _operation("End all logins of a user", {204: None}),
        },
        "/api/admin/connections": {"get": _operation("Open WebSockets", {200: ref("ConnectionList")})},
        "/api/admin/connections/{connection_id}": {
            "parameters": [_parameter("connection_id", STRING)],
            "delete": _operation("Close one with 4403", {204: None}),
        },
        "/api/admin/shares": {"get": _operation("Everybody's share links", {200: ref("AllShares")})},
        "/api/admin/shares/{share_id}": {
            "parameters": [_parameter("share_id", STRING)],
            "delete": _operation("End anybody's share link", {204: None}),
        },
        "/api/admin/health": {"get": _operation("How the server does", {200: ref("Figures")})},
    }


def _content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _parameter(name: str, schema: Json) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _upload(summary: str, answer: Json) -> Json:
    raw: Json = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    return {**_operation(summary, {201: answer}), "requestBody": {"required": True, "content": raw}}


def _asked(name: str, schema: Json, *, required: bool = False) -> Json:
    return {"name": name, "in": "query", "required": required, "schema": schema}


def _named(path: str, item: Json) -> Json:
    """With an `operationId` for each method, which generators name functions by."""
    words = "_".join(word.strip("{}") for word in path.removeprefix("/api").split("/") if word)
    named = {
        method: {"operationId": f"{method}_{words}", **item[method]} for method in _METHODS if method in item
    }
    return item | named


def _operation(
    summary: str,
    answers: dict[int, Json | None],
    body: str | None = None,
    *,
    needs_body: bool = True,
    public: bool = False,
) -> Json:
    responses: Json = {"default": {"$ref": "#/components/responses/Error"}}
    for status, schema in answers.items():
        responses[str(status)] = {"description": summary}
        if schema is not None:
            responses[str(status)]["content"] = _content(schema)
    operation: Json = {"summary": summary, "responses": responses}
    if body is not None:
        operation["requestBody"] = {"required": needs_body, "content": _content(ref(body))}
    if public:
        operation["security"] = []
    return operation
