"""Adding a passkey and logging in by it, with real signatures; and everything that must be refused."""

from __future__ import annotations

from typing import Any

import pytest
from gevent import monkey

from tests.authenticator import Authenticator, encode
from tests.unit.conftest import Clock
from webmux.auth import ceremonies as module
from webmux.auth.accounts import Accounts, User
from webmux.auth.ceremonies import BadPasskey, Ceremonies, NoPasskeysHere, Site, site_of
from webmux.auth.challenges import LASTS_S
from webmux.auth.passkey_store import PER_USER_MAX, PasskeyExists, Passkeys, PublicHalf
from webmux.auth.roles import Role
from webmux.errors import BadField, NotLoggedIn
from webmux.store.database import Database

SITE = Site("http://localhost:8022", "localhost")


@pytest.fixture
def passkeys(database: Database, clock: Clock) -> Passkeys:
    return Passkeys(database, clock)


@pytest.fixture
def ceremonies(passkeys: Passkeys, accounts: Accounts, clock: Clock) -> Ceremonies:
    return Ceremonies(passkeys, accounts, b"s" * 32, clock)


@pytest.fixture
def eve(accounts: Accounts) -> User:
    return accounts.add("eve", Role.OPERATOR)


@pytest.fixture
def mine(ceremonies: Ceremonies, eve: User) -> Authenticator:
    """Eve's passkey."""
    made = Authenticator(count=7)
    ceremonies.add(eve, "laptop", made.make(ceremonies.options_to_add(eve, SITE)), SITE)
    return made


def options(ceremonies: Ceremonies) -> dict[str, Any]:
    return ceremonies.options_to_log_in(SITE)


def test_a_user_logs_in_with_an_added_passkey(ceremonies: Ceremonies, mine: Authenticator, eve: User) -> None:
    assert [eve, eve] == [ceremonies.log_in(mine.sign(options(ceremonies)), SITE) for _ in range(2)]


def test_id_counter_and_transports_of_a_passkey_are_stored(
    mine: Authenticator, passkeys: Passkeys, eve: User, clock: Clock
) -> None:
    [kept] = passkeys.of(eve.id)
    assert (encode(mine.id), 7, ("internal",)) == (
        kept.half.credential_id,
        kept.half.sign_count,
        kept.half.transports,
    )


def test_the_browser_is_asked_for_a_login_without_a_name(
    ceremonies: Ceremonies, mine: Authenticator, eve: User
) -> None:
    adding = ceremonies.options_to_add(eve, SITE)
    assert {"name": "WebMux", "id": "localhost"} == adding["rp"]
    assert "eve" == adding["user"]["name"]
    assert ("required", "preferred") == (
        adding["authenticatorSelection"]["residentKey"],
        adding["authenticatorSelection"]["userVerification"],
    )
    assert "none" == adding["attestation"]
    assert [{"id": encode(mine.id), "type": "public-key", "transports": ["internal"]}] == adding[
        "excludeCredentials"
    ]
    entering = options(ceremonies)
    assert ("localhost", [], "preferred", LASTS_S * 1000) == (
        entering["rpId"],
        entering["allowCredentials"],
        entering["userVerification"],
        entering["timeout"],
    )


def test_passkeys_of_users_and_servers_do_not_replace_each_other(
    ceremonies: Ceremonies, passkeys: Passkeys, accounts: Accounts, eve: User
) -> None:
    """An authenticator keeps one passkey for a host name and a handle, and localhost has many servers."""
    other = Ceremonies(passkeys, accounts, b"o" * 32)
    asked = [(ceremonies, eve), (ceremonies, accounts.owner()), (other, eve), (ceremonies, eve)]
    handles = [one.options_to_add(user, SITE)["user"]["id"] for one, user in asked]
    assert 3 == len(set(handles))
    assert handles[0] == handles[3]


# -- logins that are refused ------------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://localhost:8080"},
        {"origin": "https://localhost:8022"},
        {"type": "webauthn.create"},
    ],
)
def test_a_signature_for_something_else_is_refused(
    changes: dict[str, str], ceremonies: Ceremonies, mine: Authenticator
) -> None:
    with pytest.raises(NotLoggedIn, match="refused"):
        ceremonies.log_in(mine.sign(options(ceremonies), **changes), SITE)


def test_another_host_name_is_refused(ceremonies: Ceremonies, mine: Authenticator) -> None:
    mine.rp_id = "evil.example"
    with pytest.raises(NotLoggedIn, match="refused"):
        ceremonies.log_in(mine.sign(options(ceremonies)), SITE)


def test_an_unknown_challenge_is_refused(ceremonies: Ceremonies, mine: Authenticator) -> None:
    with pytest.raises(NotLoggedIn, match="too long"):
        ceremonies.log_in(mine.sign({"challenge": encode(b"c" * 32)}), SITE)


def test_a_challenge_for_adding_is_not_valid_for_a_login(
    ceremonies: Ceremonies, mine: Authenticator, eve: User
) -> None:
    with pytest.raises(NotLoggedIn, match="too long"):
        ceremonies.log_in(mine.sign(ceremonies.options_to_add(eve, SITE)), SITE)


def test_an_answer_counts_once(ceremonies: Ceremonies, mine: Authenticator) -> None:
    """A refused challenge stays valid: a wrong answer of another client must not use it up."""
    mine.count = -1  # the next is 0
    answer = mine.sign(options(ceremonies))
    for _ in range(2):
        with pytest.raises(NotLoggedIn, match="refused"):
            ceremonies.log_in(answer, SITE)
    mine.count = 7
    answer = mine.sign(options(ceremonies))
    ceremonies.log_in(answer, SITE)
    with pytest.raises(NotLoggedIn, match="too long"):
        ceremonies.log_in(answer, SITE)


def test_a_late_answer_is_refused(ceremonies: Ceremonies, mine: Authenticator, clock: Clock) -> None:
    answer = mine.sign(options(ceremonies))
    clock.now += LASTS_S
    with pytest.raises(NotLoggedIn, match="too long"):
        ceremonies.log_in(answer, SITE)


def test_an_unknown_passkey_is_refused(ceremonies: Ceremonies, mine: Authenticator) -> None:
    with pytest.raises(NotLoggedIn, match="is unknown"):
        ceremonies.log_in(Authenticator().sign(options(ceremonies)), SITE)


def test_another_key_with_a_known_id_is_refused(ceremonies: Ceremonies, mine: Authenticator) -> None:
    forged = Authenticator(count=100)
    forged.id = mine.id
    with pytest.raises(NotLoggedIn, match="refused"):
        ceremonies.log_in(forged.sign(options(ceremonies)), SITE)


def test_a_copied_key_with_a_lower_counter_is_refused(
    ceremonies: Ceremonies, mine: Authenticator, eve: User
) -> None:
    for _ in range(2):
        ceremonies.log_in(mine.sign(options(ceremonies)), SITE)
    mine.count -= 1  # it repeats its last count
    with pytest.raises(NotLoggedIn, match="refused"):
        ceremonies.log_in(mine.sign(options(ceremonies)), SITE)
    assert eve == ceremonies.log_in(mine.sign(options(ceremonies)), SITE)


def test_a_disabled_user_is_refused_and_an_enabled_one_accepted(
    ceremonies: Ceremonies, mine: Authenticator, accounts: Accounts, passkeys: Passkeys, eve: User
) -> None:
    accounts.set_disabled("eve", disabled=True)
    with pytest.raises(NotLoggedIn, match="is disabled"):
        ceremonies.log_in(mine.sign(options(ceremonies)), SITE)
    assert passkeys.of(eve.id)[0].used_at is None
    accounts.set_disabled("eve", disabled=False)
    assert eve == ceremonies.log_in(mine.sign(options(ceremonies)), SITE)


def test_a_removed_passkey_is_refused(
    ceremonies: Ceremonies, mine: Authenticator, passkeys: Passkeys, eve: User
) -> None:
    passkeys.remove(passkeys.of(eve.id)[0].id)
    with pytest.raises(NotLoggedIn, match="is unknown"):
        ceremonies.log_in(mine.sign(options(ceremonies)), SITE)


JUNK = ["", "!", "é", "x", encode(b"\xff" * 40), encode(b"[]"), encode(b"[" * 20_000), encode(b'{"type":1}')]


@pytest.mark.parametrize("part", ["clientDataJSON", "authenticatorData", "signature"])
@pytest.mark.parametrize("junk", JUNK)
def test_a_malformed_answer_is_refused(
    part: str, junk: str, ceremonies: Ceremonies, mine: Authenticator
) -> None:
    answer = mine.sign(options(ceremonies))
    answer["response"][part] = junk
    with pytest.raises(NotLoggedIn):
        ceremonies.log_in(answer, SITE)


# -- additions that are refused ---------------------------------------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "http://evil.example"},
        {"type": "webauthn.get"},
        {"challenge": encode(b"c" * 32)},
        {"challenge": 5},
    ],
)
def test_a_passkey_made_for_something_else_is_not_added(
    changes: dict[str, Any], ceremonies: Ceremonies, passkeys: Passkeys, eve: User
) -> None:
    with pytest.raises(BadPasskey):
        ceremonies.add(eve, "x", Authenticator().make(ceremonies.options_to_add(eve, SITE), **changes), SITE)
    assert not passkeys.any


@pytest.mark.parametrize("junk", JUNK)
def test_a_malformed_passkey_is_not_added(
    junk: str, ceremonies: Ceremonies, passkeys: Passkeys, eve: User
) -> None:
    answer = Authenticator().make(ceremonies.options_to_add(eve, SITE))
    answer["response"]["attestationObject"] = junk
    with pytest.raises(BadPasskey):
        ceremonies.add(eve, "x", answer, SITE)
    assert not passkeys.any


def test_one_user_cannot_add_for_another(
    ceremonies: Ceremonies, accounts: Accounts, passkeys: Passkeys, eve: User
) -> None:
    answer = Authenticator().make(ceremonies.options_to_add(eve, SITE))
    with pytest.raises(BadPasskey):
        ceremonies.add(accounts.owner(), "x", answer, SITE)
    assert not passkeys.any


def test_a_passkey_is_added_once(
    ceremonies: Ceremonies, mine: Authenticator, accounts: Accounts, eve: User
) -> None:
    answer = mine.make(ceremonies.options_to_add(accounts.owner(), SITE))
    with pytest.raises(PasskeyExists):
        ceremonies.add(accounts.owner(), "not mine", answer, SITE)
    assert eve == ceremonies.log_in(mine.sign(options(ceremonies)), SITE)


def test_too_many_passkeys_are_refused_before_the_browser_asks(
    ceremonies: Ceremonies, passkeys: Passkeys, eve: User
) -> None:
    for number in range(PER_USER_MAX):
        passkeys.add(eve, "x", PublicHalf(f"n{number}", b"", 0, ()))
    with pytest.raises(BadField):
        ceremonies.options_to_add(eve, SITE)


def test_an_id_that_is_too_long_is_not_added(ceremonies: Ceremonies, passkeys: Passkeys, eve: User) -> None:
    one = Authenticator()
    one.id = b"i" * 1024
    with pytest.raises(BadPasskey):
        ceremonies.add(eve, "x", one.make(ceremonies.options_to_add(eve, SITE)), SITE)
    one.id = b"i" * 1023
    ceremonies.add(eve, "x", one.make(ceremonies.options_to_add(eve, SITE)), SITE)
    assert passkeys.any


# -- where, and beside what -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "rp_id"),
    [
        ("http://localhost:8022", "localhost"),
        ("https://mux.example.org", "mux.example.org"),
        ("https://mux.example.org:8443", "mux.example.org"),
    ],
)
def test_a_passkey_belongs_to_a_host_name(origin: str, rp_id: str) -> None:
    assert Site(origin, rp_id) == site_of(origin)


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8022", "http://[::1]:8022", "https://192.0.2.7"])
def test_an_ip_address_has_no_passkeys(origin: str) -> None:
    with pytest.raises(NoPasskeysHere):
        site_of(origin)


def test_checks_run_in_a_thread_of_their_own(
    ceremonies: Ceremonies, mine: Authenticator, eve: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[int] = []

    def noting(*arguments: Any) -> int:
        threads.append(this_thread())
        return check(*arguments)

    this_thread = monkey.get_original("_thread", "get_ident")
    check = module._new_count
    monkeypatch.setattr(module, "_new_count", noting)
    assert eve == ceremonies.log_in(mine.sign(options(ceremonies)), SITE)
    assert threads
    assert this_thread() not in threads
