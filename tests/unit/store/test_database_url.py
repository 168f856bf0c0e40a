"""A database's address is read as people write it, and no message has its password."""

from __future__ import annotations

from pathlib import Path

import pytest

from webmux.config_values import Secret
from webmux.errors import ConfigError
from webmux.store.database import Database
from webmux.store.database_url import checked_url


@pytest.mark.parametrize(
    ("password", "sent"),
    [
        ("plain", "plain"),
        ("sec/ret", "sec%2Fret"),
        ("100%zz", "100%25zz"),
        ("a b#c?d:e", "a%20b%23c%3Fd%3Ae"),
        ("at%40sign", "at%40sign"),
    ],
)
def test_a_password_is_taken_as_it_is_written(password: str, sent: str) -> None:
    assert f"postgresql://ada:{sent}@db:5/x" == checked_url(f"postgresql+psycopg://ada:{password}@db:5/x")


@pytest.mark.parametrize(
    "url",
    ["postgresql:///x?host=/run", "postgresql://db/x", "postgresql://ada@db/x", "postgresql://db/x?a=b@c"],
)
def test_an_address_without_a_password_stays_as_it_is(url: str) -> None:
    assert url == checked_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ada:geheim%00@db/x",
        "postgresql://ada:geheim\udcff@db/x",
        "postgresql://db/x?password=geheim%zz",
        "postgresql://db/x?password=a geheim",
        "postgresql://db/%zzgeheim",
    ],
)
def test_what_the_driver_cannot_read_is_refused_without_showing_it(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="must look like") as refused:
        Database(tmp_path, Secret(url))
    assert "geheim" not in refused.value.message
