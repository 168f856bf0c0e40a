"""The schema of the HTTP interface, served at /api/openapi.json and compared with the routes by a test."""

from __future__ import annotations

from typing import Any

from webmux import __version__

Json = dict[str, Any]

_STRING: Json = {"type": "string"}
_COUNT: Json = {"type": "integer", "minimum": 0}
_MAYBE_COUNT: Json = {"type": ["integer", "null"], "minimum": 0}
_ROLE: Json = {"type": "string", "enum": ["viewer", "operator", "admin"]}
_SESSION_ID: Json = {"type": "string", "pattern": r"^\$(0|[1-9][0-9]{0,9})$"}
_WINDOW_ID: Json = {"type": "string", "pattern": r"^@(0|[1-9][0-9]{0,9})$"}


def document() -> Json:
    """The OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "WebMux", "version": __version__},
        "security": [{"bearer": []}, {"cookie": []}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "responses": {"Error": {"description": "what went wrong", "content": _content(_ref("Error"))}},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "webmux-8022"},
            },
        },
    }


def _paths() -> Json:
    session_id = _parameter("session_id", _SESSION_ID)
    window_id = _parameter("window_id", _WINDOW_ID)
    return {
        "/api/sessions": {
            "get": _operation("All sessions", {200: _ref("SessionList")}),
            "post": _operation("Make a session", {201: _ref("Session")}, body="NewSession"),
        },
        "/api/sessions/{session_id}": {
            "parameters": [session_id],
            "patch": _operation("Rename a session", {200: _ref("Session")}, body="NewName"),
            "delete": _operation("Kill a session", {204: None}),
        },
        "/api/sessions/{session_id}/preview": {
            "parameters": [session_id],
            "get": _operation("How a session looks now", {200: _ref("Preview")}),
        },
        "/api/sessions/{session_id}/recording": {
            "parameters": [session_id],
            "post": _operation("Record a session from now on", {201: _ref("Recording")}),
            "delete": _operation("Stop recording a session", {200: _ref("Recording")}),
        },
        "/api/sessions/{session_id}/windows": {
            "parameters": [session_id],
            "get": _operation("Windows of a session", {200: _ref("WindowList")}),
            "post": _operation("Make a window", {201: _ref("Window")}, body="NewWindow"),
        },
        "/api/windows/{window_id}": {
            "parameters": [window_id],
            "patch": _operation("Rename a window", {200: _ref("Window")}, body="NewName"),
            "delete": _operation("Kill a window", {204: None}),
        },
        "/api/windows/{window_id}/select": {
            "parameters": [window_id],
            "post": _operation("Make a window current", {204: None}),
        },
        "/api/me": {"get": _operation("Who one is", {200: _ref("Me")})},
        "/api/logins": {"get": _operation("Where one is logged in", {200: _ref("LoginList")})},
        "/api/logins/{login_id}": {
            "parameters": [_parameter("login_id", _STRING)],
            "delete": _operation("End one of one's logins", {204: None}),
        },
        "/api/tokens": {
            "get": _operation("One's tokens", {200: _ref("TokenList")}),
            "post": _operation(
                "Make a token; only this answer has its text", {201: _ref("Token")}, body="NewToken"
            ),
        },
        "/api/tokens/{token_id}": {
            "parameters": [_parameter("token_id", _COUNT)],
            "delete": _operation("End one of one's tokens", {204: None}),
        },
        "/api/passkeys": {
            "get": _operation("One's passkeys", {200: _ref("PasskeyList")}),
            "post": _operation("Add what the browser made", {201: _ref("Passkey")}, body="NewPasskey"),
        },
        "/api/passkeys/options": {
            "post": _operation(
                "What `PublicKeyCredential.parseCreationOptionsFromJSON` takes", {200: {"type": "object"}}
            )
        },
        "/api/passkeys/{passkey_id}": {
            "parameters": [_parameter("passkey_id", _COUNT)],
            "delete": _operation("Remove one of one's passkeys; logins go on", {204: None}),
        },
        "/api/shares": {
            "get": _operation("One's share links", {200: _ref("ShareList")}),
            "post": _operation(
                "Share a session; only this has the link", {201: _ref("Share")}, body="NewShare"
            ),
        },
        "/api/shares/{share_id}": {
            "parameters": [_parameter("share_id", _STRING)],
            "delete": _operation("End one of one's share links", {204: None}),
        },
        "/api/recordings": {
            "get": _operation("One's recordings, for admins everybody's", {200: _ref("RecordingList")})
        },
        "/api/recordings/{recording_id}": {
            "parameters": [_parameter("recording_id", _STRING)],
            "get": _operation("A recording as asciicast v3, application/x-asciicast", {200: None}),
            "delete": _operation("Delete a recording", {204: None}),
        },
        "/api/password": {"post": _operation("Set one's password", {204: None}, body="NewPassword")},
        "/api/audit": {"get": _operation("What was done, for admins", {200: _ref("AuditTrail")})},
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
        "/healthz": {"get": _operation("Process alive", {200: _ref("Health")}, public=True)},
        "/readyz": {"get": _operation("tmux answers", {200: _ref("Health")})},
    }


def _schemas() -> Json:
    text = {"name": _STRING}
    return {
        "Session": _object(
            id=_SESSION_ID,
            name=_STRING,
            created_at=_COUNT,
            activity_at=_COUNT,
            attached=_COUNT,
            windows=_COUNT,
            size=_object(cols=_COUNT, rows=_COUNT),
            recording={"type": "boolean"},
        ),
        "Preview": _object(
            id=_SESSION_ID,
            size=_object(cols=_COUNT, rows=_COUNT),
            cursor=_object(x=_COUNT, y=_COUNT, visible={"type": "boolean"}),
            rows={"type": "object", "additionalProperties": _STRING},
        ),
        "SessionList": _object(epoch=_STRING, sessions={"type": "array", "items": _ref("Session")}),
        "Window": _object(
            id=_WINDOW_ID,
            session_id=_SESSION_ID,
            index=_COUNT,
            name=_STRING,
            active={"type": "boolean"},
            panes=_COUNT,
            bell={"type": "boolean"},
            activity={"type": "boolean"},
            silence={"type": "boolean"},
            zoomed={"type": "boolean"},
            layout={"type": "string", "description": "how its panes lie, in tmux's notation"},
        ),
        "Me": _object(user=_STRING, role=_ROLE, login=_STRING),
        "LoginList": {
            "type": "object",
            "required": ["logins"],
            "properties": {
                "logins": {
                    "type": "array",
                    "items": _object(
                        id=_STRING,
                        address=_STRING,
                        agent=_STRING,
                        began_at=_COUNT,
                        seen_at=_COUNT,
                        current={"type": "boolean"},
                    ),
                }
            },
        },
        "Token": {
            **_object(id=_COUNT, label=_STRING, scope=_ROLE, created_at=_COUNT, expires_at=_MAYBE_COUNT),
            "description": "with `token`, its text, in the answer that made it",
        },
        "TokenList": _object(tokens={"type": "array", "items": _ref("Token")}),
        "Passkey": _object(id=_COUNT, label=_STRING, created_at=_COUNT, used_at=_MAYBE_COUNT),
        "PasskeyList": _object(passkeys={"type": "array", "items": _ref("Passkey")}),
        "Credential": {
            "type": "object",
            "description": "what `PublicKeyCredential.toJSON` gives",
            "required": ["id", "rawId", "type", "response"],
        },
        "NewPasskey": _body(label=_STRING, credential=_ref("Credential"))
        | {"required": ["label", "credential"]},
        "PasskeyLogin": _body(credential=_ref("Credential")) | {"required": ["credential"]},
        "AuditTrail": _object(
            events={
                "type": "array",
                "items": _object(
                    at=_COUNT,
                    event=_STRING,
                    user=_STRING,
                    address=_STRING,
                    request_id=_STRING,
                    outcome=_STRING,
                    detail={"type": "object"},
                ),
            }
        ),
        "NewToken": _body(label=_STRING, scope=_ROLE, lasts_s=_MAYBE_COUNT) | {"required": ["label"]},
        "Share": {
            **_object(
                id=_STRING,
                session=_object(id=_SESSION_ID, name=_STRING),
                role=_ROLE,
                created_at=_COUNT,
                expires_at=_COUNT,
            ),
            "description": "with `path`, the link without its origin, in the answer that made it",
        },
        "ShareList": _object(shares={"type": "array", "items": _ref("Share")}),
        "NewShare": _body(session_id=_SESSION_ID, role=_ROLE, lasts_s=_COUNT) | {"required": ["session_id"]},
        "Recording": _object(
            id=_STRING,
            user=_STRING,
            session=_object(id=_SESSION_ID, name=_STRING),
            began_at=_COUNT,
            ended_at=_MAYBE_COUNT,
            length_s={"type": "number", "minimum": 0},
            bytes=_COUNT,
            reason=_STRING,
        ),
        "RecordingList": _object(recordings={"type": "array", "items": _ref("Recording")}),
        "NewPassword": _body(old=_STRING, new=_STRING) | {"required": ["new"]},
        "WindowList": _object(windows={"type": "array", "items": _ref("Window")}),
        "NewSession": _body(name=_STRING, cwd=_STRING, command=_STRING),
        "NewWindow": _body(**text),
        "NewName": _body(**text) | {"required": ["name"]},
        "Login": _body(user=_STRING, password=_STRING, token=_STRING, link=_STRING) | {"minProperties": 1},
        "Health": {"type": "object", "properties": {"status": _STRING}, "required": ["status"]},
        "Error": _object(error=_object(code=_STRING, message=_STRING, request_id=_STRING)),
    }


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def _body(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _content(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _parameter(name: str, schema: Json) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _operation(
    summary: str, answers: dict[int, Json | None], body: str | None = None, *, public: bool = False
) -> Json:
    responses: Json = {"default": {"$ref": "#/components/responses/Error"}}
    for status, schema in answers.items():
        responses[str(status)] = {"description": summary}
        if schema is not None:
            responses[str(status)]["content"] = _content(schema)
    operation: Json = {"summary": summary, "responses": responses}
    if body is not None:
        operation["requestBody"] = {"required": True, "content": _content(_ref(body))}
    if public:
        operation["security"] = []
    return operation
