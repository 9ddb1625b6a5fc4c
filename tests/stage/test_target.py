"""Claims about the guard rail in front of a target."""

import re
from contextlib import nullcontext
from functools import partial

import pytest

from siaga.credentials import Credentials
from siaga.errors import ExitCode, RefusedError, UsageError
from siaga.stage import examination
from siaga.stage.agreement import KEY as KEY_NAME
from siaga.stage.target import Target, place, target
from tests.stage.agreeing_target import KEY, body, target_of


def here(_host: str, _port: int) -> list[str]:
    """Know every name as this machine."""
    return ["127.0.0.1"]


@pytest.mark.parametrize(
    ("url", "addresses"),
    [
        ("http://127.0.0.1:8080", ["127.0.0.1"]),
        ("http://localhost:8080/", ["127.0.0.1", "::1"]),
        ("https://staging.example.test", ["127.0.0.7"]),
    ],
)
def test_a_site_on_this_machine_is_accepted(url: str, addresses: list[str]) -> None:
    """Loopback addresses may be loaded, whatever the name."""
    found = target(url, {}, Credentials(), lambda _host, _port: addresses)
    assert (found.url, found.agreed) == (url.rstrip("/"), "")


@pytest.mark.parametrize("addresses", [["10.0.0.5"], ["127.0.0.1", "192.0.2.1"], ["2001:db8::1"]])
def test_a_site_elsewhere_is_refused_with_the_reason(
    addresses: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One address off this machine is enough, and the exit code says "refused"; nobody is asked."""
    asked: list[str] = []
    monkeypatch.setattr(examination, "_connected", lambda *_: asked.append("connected"))
    with pytest.raises(RefusedError, match=r"has not agreed to be loaded: SIAGA_TARGET_KEY") as refused:
        target("http://site.example.test", {}, Credentials(), lambda _host, _port: addresses)
    assert asked == []
    assert refused.value.exit_code is ExitCode.REFUSED


@pytest.mark.parametrize(
    "url",
    [
        "",
        "127.0.0.1:8080",
        "ftp://127.0.0.1",
        "http://",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "http://127.0.0.1:x",
        "http://[::1",
        "http://[nonsense]:80",
    ],
)
def test_what_is_no_address_is_bad_usage(url: str) -> None:
    """The message shows how an address is written."""
    with pytest.raises(UsageError, match=r"is no address; write http://127\.0\.0\.1:8080"):
        target(url, {}, Credentials())


@pytest.mark.parametrize(
    "url", ["http://me:secret@127.0.0.1:1", "http://127.0.0.1:1/app", "http://127.0.0.1:1?x=1"]
)
def test_an_address_with_more_than_an_address_is_refused(url: str) -> None:
    """Credentials never stand on a command line, and paths belong to journeys."""
    with pytest.raises(UsageError, match="has more than an address") as refused:
        target(url, {}, Credentials())
    assert "secret" not in str(refused.value)


def test_a_host_nobody_knows_is_a_clear_error() -> None:
    """The resolver's reason is passed on, also where the name cannot even be asked for."""
    for name in ("nowhere.invalid", "a..b", "x" * 64 + ".test"):
        with pytest.raises(UsageError, match=rf"'{re.escape(name)}': is not known"):
            target(f"http://{name}:80", {}, Credentials())


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("http://STAGING.Example.Test.:80", "http://staging.example.test:80"),
        ("http://staging\u3002example\uff0etest", "http://staging.example.test"),
    ],
)
def test_a_name_is_kept_as_it_is_looked_up_and_with_what_it_was_then(typed: str, wanted: str) -> None:
    """Nobody looks it up again, by whatever spelling."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        """Note who is asked for."""
        asked.append(host)
        return ["127.0.0.7"]

    found = target(typed, {}, Credentials(), resolve)
    assert asked == ["staging.example.test"]
    assert found == Target(url=wanted, addresses=("127.0.0.7",))
    assert target("http://127.0.0.1:1", {}, Credentials()) == Target(url="http://127.0.0.1:1")


@pytest.mark.parametrize("host", ["prakerja.go.id", "GO.ID", "staging.prakerja.go.id."])
def test_a_name_of_the_state_has_to_agree_even_if_it_leads_to_this_machine(host: str) -> None:
    """A line in a hosts file does not make it ours."""
    where = place(f"http://{host}:8080", lambda _host, _port: ["127.0.0.1"])
    assert where.needs_agreement
    with pytest.raises(
        RefusedError, match=r"go\.id belongs to the state, and has not agreed to be loaded"
    ):
        target(f"http://{host}:8080", {}, Credentials(), here)
    others = ["http://go.id.test", "http://argo.id", "http://127.0.0.1:1"]
    assert not any(place(one, lambda *_: ["127.0.0.1"]).needs_agreement for one in others)


def test_a_site_that_agrees_is_accepted_and_bound_to_its_addresses() -> None:
    """With the key that both have; without it, or as production, it is refused."""
    with target_of(lambda nonce: (200, body(nonce))) as (url, heard):
        found = target(url, {KEY_NAME: KEY}, Credentials(), here)
        assert found == Target(url=url, addresses=("127.0.0.1",), agreed="staging")
        with pytest.raises(RefusedError, match="the signature is not made with this key"):
            target(url, {KEY_NAME: KEY[::-1]}, Credentials(), here)
    assert all(one["Siaga-Run"] == "none" for one in heard)
    production = target_of(lambda nonce: (200, body(nonce, env="production")))
    with production as (url, _), pytest.raises(RefusedError, match="nothing overrides this"):
        target(url, {KEY_NAME: KEY}, Credentials(), here)


def _leads(to: list[str], _host: str, _port: int) -> list[str]:
    return to


def test_credentials_are_sent_to_another_machine_over_https_alone() -> None:
    """On this machine nobody is on the way; whom to trust is no secret."""
    secret, open_ones = Credentials(headers={"X-Key": "rahasia"}), Credentials(verified=False)
    elsewhere = ["192.0.2.1"]
    for url, credentials, to, refused in (
        ("http://staging.test", secret, elsewhere, True),
        ("https://staging.test", secret, elsewhere, False),
        ("http://staging.test", open_ones, elsewhere, False),
        ("http://staging.test", secret, ["127.0.0.1"], False),
    ):
        where = place(url, partial(_leads, to))
        with pytest.raises(UsageError, match="could read") if refused else nullcontext() as told:
            assert where.examination({}, credentials).credentials == credentials
        assert "rahasia" not in str(told)


def test_a_target_is_asked_with_the_credentials_that_let_anybody_in() -> None:
    """Its answer to the question stands behind the same log-in as everything else."""
    with target_of(lambda nonce: (200, body(nonce))) as (url, heard):
        target(url, {KEY_NAME: KEY}, Credentials(headers={"X-Key": "rahasia"}), here)
    assert {one["X-Key"] for one in heard} == {"rahasia"}
