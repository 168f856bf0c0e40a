"""The shapes of bodies and answers in the schema of the HTTP interface."""

from __future__ import annotations

from typing import Any

from webmux.model import COLS_MAX

Json = dict[str, Any]

STRING: Json = {"type": "string"}
COUNT: Json = {"type": "integer", "minimum": 0}
MAYBE_COUNT: Json = {"type": ["integer", "null"], "minimum": 0}
ROLE: Json = {"type": "string", "enum": ["viewer", "operator", "admin"]}
SESSION_ID: Json = {"type": "string", "pattern": r"^\$(0|[1-9][0-9]{0,9})$"}
TO: Json = {"type": "string", "enum": ["private", "pane", "folder"]}
WINDOW_ID: Json = {"type": "string", "pattern": r"^@(0|[1-9][0-9]{0,9})$"}
PANE_ID: Json = {"type": "string", "pattern": r"^%(0|[1-9][0-9]{0,9})$"}
SIDE: Json = {"type": "string", "enum": ["left", "right", "up", "down"]}
CELLS: Json = {"type": "integer", "minimum": 1, "maximum": COLS_MAX, "default": 1}


def schemas() -> Json:
    """All of them by name."""
    text = {"name": STRING}
    return {
        "Session": shape(
            id=SESSION_ID,
            name=STRING,
            created_at=COUNT,
            activity_at=COUNT,
            attached=COUNT,
            windows=COUNT,
            size=shape(cols=COUNT, rows=COUNT),
            command={"type": "string", "description": "what its current window runs in the foreground"},
            path={"type": "string", "description": "the folder that is in, `~` for home"},
            alerts={
                **shape(bell=COUNT, activity=COUNT, silence=COUNT, done=COUNT),
                "description": "how many windows have each, and were not looked at since",
            },
            viewers={**COUNT, "description": "browsers that have it open"},
            recording={"type": "boolean"},
            title={"type": "string", "description": "that of its current window"},
        ),
        "Preview": shape(
            id=SESSION_ID,
            size=shape(cols=COUNT, rows=COUNT),
            cursor=shape(x=COUNT, y=COUNT, visible={"type": "boolean"}),
            rows={"type": "object", "additionalProperties": STRING},
        ),
        "SessionList": shape(epoch=STRING, sessions={"type": "array", "items": ref("Session")}),
        "Window": shape(
            id=WINDOW_ID,
            session_id=SESSION_ID,
            index=COUNT,
            name=STRING,
            active={"type": "boolean"},
            panes=COUNT,
            bell={"type": "boolean"},
            activity={"type": "boolean"},
            silence={"type": "boolean"},
            zoomed={"type": "boolean"},
            layout={"type": "string", "description": "how its panes lie, in tmux's notation"},
            command={"type": "string", "description": "what runs in the foreground of its active pane"},
            title={"type": "string", "description": "what its program calls it, where that says anything"},
            done={"type": "boolean", "description": "a long command ended and nobody has looked since"},
            alternate={"type": "boolean", "description": "a program fills the active pane"},
            mode={"type": "string", "description": "tmux's mode over the active pane, such as copy-mode"},
            new_output={"type": "boolean", "description": "the pane is in copy mode and printed since"},
        ),
        "Me": shape(user=STRING, role=ROLE, login=STRING),
        "LoginList": {
            "type": "object",
            "required": ["logins"],
            "properties": {
                "logins": {
                    "type": "array",
                    "items": shape(
                        id=STRING,
                        address=STRING,
                        agent=STRING,
                        began_at=COUNT,
                        seen_at=COUNT,
                        current={"type": "boolean"},
                    ),
                }
            },
        },
        "LoginLink": shape(link=STRING, lasts_s=COUNT),
        "Token": {
            **shape(id=COUNT, label=STRING, scope=ROLE, created_at=COUNT, expires_at=MAYBE_COUNT),
            "description": "with `token`, its text, in the answer that made it",
        },
        "TokenList": shape(tokens={"type": "array", "items": ref("Token")}),
        "Passkey": shape(id=COUNT, label=STRING, created_at=COUNT, used_at=MAYBE_COUNT),
        "PasskeyList": shape(passkeys={"type": "array", "items": ref("Passkey")}),
        "Credential": {
            "type": "object",
            "description": "what `PublicKeyCredential.toJSON` gives",
            "required": ["id", "rawId", "type", "response"],
        },
        "NewPasskey": body(label=STRING, credential=ref("Credential"))
        | {"required": ["label", "credential"]},
        "PasskeyLogin": body(credential=ref("Credential")) | {"required": ["credential"]},
        "AuditTrail": shape(
            events={
                "type": "array",
                "items": shape(
                    at=COUNT,
                    event=STRING,
                    user=STRING,
                    address=STRING,
                    request_id=STRING,
                    outcome=STRING,
                    detail={"type": "object"},
                ),
            }
        ),
        "NewToken": body(label=STRING, scope=ROLE, lasts_s=MAYBE_COUNT) | {"required": ["label"]},
        "Share": {
            **shape(
                id=STRING,
                session=shape(id=SESSION_ID, name=STRING),
                role=ROLE,
                created_at=COUNT,
                expires_at=COUNT,
            ),
            "description": "with `path`, the link without its origin, in the answer that made it",
        },
        "ShareList": shape(shares={"type": "array", "items": ref("Share")}),
        "NewShare": body(session_id=SESSION_ID, role=ROLE, lasts_s=COUNT) | {"required": ["session_id"]},
        "Recording": shape(
            id=STRING,
            user=STRING,
            session=shape(id=SESSION_ID, name=STRING),
            began_at=COUNT,
            ended_at=MAYBE_COUNT,
            length_s={"type": "number", "minimum": 0},
            bytes=COUNT,
            reason=STRING,
        ),
        "RecordingList": shape(recordings={"type": "array", "items": ref("Recording")}),
        "Upload": shape(id=STRING, path=STRING, bytes=COUNT, to=TO),
        "Paths": body(
            paths={
                "type": "array",
                "maxItems": 100,
                "items": {"type": "string", "minLength": 1, "maxLength": 1024},
            }
        )
        | {"required": ["paths"]},
        "FoundPaths": shape(
            found={
                "type": "array",
                "items": shape(path=STRING, kind={"type": "string", "enum": ["file", "folder"]}, bytes=COUNT),
            }
        ),
        "Folder": shape(
            path=STRING,
            total={**COUNT, "description": "entries there are; at most 100000 are counted, 2000 told"},
            entries={
                "type": "array",
                "maxItems": 2000,
                "items": shape(
                    name=STRING,
                    kind=_choice("folder", "file", "link", "other"),
                    bytes=MAYBE_COUNT,
                    modified_at={"type": ["integer", "null"]},
                    leads_to={"type": ["string", "null"]},
                ),
            },
        ),
        "PushKey": shape(key=STRING),
        "Subscription": shape(
            id=COUNT, label=STRING, created_at=COUNT, used_at=MAYBE_COUNT, current={"type": "boolean"}
        ),
        "SubscriptionList": shape(subscriptions={"type": "array", "items": ref("Subscription")}),
        "NewSubscription": body(
            endpoint=STRING,
            expirationTime={"type": ["number", "null"]},
            keys=body(p256dh=STRING, auth=STRING) | {"required": ["p256dh", "auth"]},
        )
        | {"required": ["endpoint", "keys"]},
        "Settings": shape(settings={"type": "object"}),
        "NewSettings": body(settings={"type": "object"}) | {"required": ["settings"]},
        "NewPassword": body(old=STRING, new=STRING) | {"required": ["new"]},
        "WindowList": shape(windows={"type": "array", "items": ref("Window")}),
        "Pane": shape(id=PANE_ID, window_id=WINDOW_ID),
        "InSession": body(session=SESSION_ID),
        "NewPlace": body(index=COUNT, session=SESSION_ID) | {"required": ["index"]},
        "NewPane": body(direction=_choice("right", "down")) | {"required": ["direction"]},
        "Side": body(direction=SIDE, pane=PANE_ID) | {"minProperties": 1, "maxProperties": 1},
        "NewSize": body(direction=SIDE, cells=CELLS, pane=PANE_ID) | {"required": ["direction"]},
        "NewLayout": body(
            layout=_choice(
                "even", "even-horizontal", "even-vertical", "main-horizontal", "main-vertical", "tiled"
            )
        )
        | {"required": ["layout"]},
        "OnePane": body(pane=PANE_ID),
        "NewSession": body(
            name=STRING, cwd=STRING, command=STRING, keep_shell={"type": "boolean"}, again=STRING
        ),
        "NewWindow": body(**text),
        "NewName": body(**text) | {"required": ["name"]},
        "Login": body(user=STRING, password=STRING, token=STRING, link=STRING) | {"minProperties": 1},
        **_admin_schemas(),
        "Health": {"type": "object", "properties": {"status": STRING}, "required": ["status"]},
        "Error": shape(error=shape(code=STRING, message=STRING, request_id=STRING)),
    }


def _admin_schemas() -> Json:
    flag: Json = {"type": "boolean"}
    share_of = {"allOf": [ref("Share"), shape(user=STRING, guests={"type": "array"})]}
    part = {"ok": flag, "message": STRING}
    return {
        "User": shape(
            name=STRING,
            role=ROLE,
            disabled=flag,
            password={**flag, "description": "whether there is one"},
            passkeys=COUNT,
            tokens=COUNT,
            last_login_at={**MAYBE_COUNT, "description": "null where there was none for 30 days"},
            own=flag,
        ),
        "UserList": shape(users={"type": "array", "items": ref("User")}),
        "MadePassword": shape(
            generated_password={"type": ["string", "null"], "description": "null where it was sent"}
        ),
        "MadeUser": {"allOf": [ref("User"), ref("MadePassword")]},
        "NewUser": body(name=STRING, role=ROLE, password=STRING) | {"required": ["name"]},
        "UserChange": body(role=ROLE, disabled=flag) | {"minProperties": 1, "maxProperties": 1},
        "PasswordOfUser": body(password=STRING),
        "ConnectionList": shape(connections={"type": "array", "items": ref("Connection")}),
        "Connection": shape(
            id=STRING,
            user=STRING,
            guest=flag,
            role=ROLE,
            address=STRING,
            device=STRING,
            session={"anyOf": [shape(id=SESSION_ID, name=STRING), {"type": "null"}]},
            view=STRING,
            since=COUNT,
            sent_bytes=COUNT,
            window_bytes=MAYBE_COUNT,
            in_flight_bytes=MAYBE_COUNT,
            own=flag,
        ),
        "AllShares": shape(shares={"type": "array", "items": share_of}),
        "Figures": shape(
            version=STRING,
            python=STRING,
            uptime_s=COUNT,
            memory_bytes=COUNT,
            tmux=shape(**part, version=STRING, sessions=COUNT, windows=COUNT),
            database=shape(**part, kind=STRING, answer_ms={"type": ["number", "null"]}),
            connections=COUNT,
            terminals=COUNT,
            host={"type": "object"},
        ),
    }


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def shape(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties)}


def body(**properties: Json) -> Json:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _choice(*values: str) -> Json:
    return {"type": "string", "enum": list(values)}
