"""The address of a PostgreSQL database, as people write it and as its driver reads it."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from webmux.errors import ConfigError

URL_KEY = "WEBMUX_DATABASE_URL"
_EXAMPLE = "must look like postgresql://user:password@host/database"
_PARTS = re.compile(r"(?P<who>[^:/@]*(?::[^@]*)?@)?(?P<rest>.+)", re.DOTALL)


def checked_url(given: str) -> str:
    """The address for psycopg and SQLAlchemy; the name of a driver in it is ignored.

    A password may be written as it is, with `/`, `%` or blanks: only `@` has to be `%40`. libpq would refuse
    it, and show it in its message.

    Raises:
        ConfigError: it is no such address; the message never has a part of it.
    """
    scheme, separator, address = given.partition("://")
    found = _PARTS.fullmatch(address)
    if not separator or found is None:
        raise ConfigError(URL_KEY, _EXAMPLE)
    if scheme.partition("+")[0] != "postgresql":
        raise ConfigError(URL_KEY, "must begin with postgresql://")
    user, colon, password = (found["who"] or "").removesuffix("@").partition(":")
    user, password = unquote(user), unquote(password)
    if "\0" in user + password or not is_unicode(address):
        raise ConfigError(URL_KEY, f"{_EXAMPLE}, in UTF-8 and without NUL")
    who = f"{quote(user, safe='')}{colon}{quote(password, safe='')}@" if found["who"] else ""
    return f"postgresql://{who}{found['rest']}"


def check_parameters(url: str) -> None:
    """Raise ConfigError, without libpq's message, if libpq cannot read this address. psycopg is needed."""
    import psycopg
    from psycopg.conninfo import conninfo_to_dict

    try:
        conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        advice = 'psql "$WEBMUX_DATABASE_URL" says more'
        raise ConfigError(URL_KEY, f"{_EXAMPLE}?sslmode=require: {advice}") from None


def is_unicode(text: str) -> bool:
    """Whether UTF-8 can encode it: bytes of a variable that are not UTF-8 become surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
