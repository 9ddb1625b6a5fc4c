"""Claims about the guard rail in front of a target."""

import re

import pytest

from siaga.errors import ExitCode, RefusedError, UsageError
from siaga.stage.target import target


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
    assert target(url, lambda _host, _port: addresses).url == url.rstrip("/")


@pytest.mark.parametrize("addresses", [["10.0.0.5"], ["127.0.0.1", "192.0.2.1"], ["2001:db8::1"]])
def test_a_site_elsewhere_is_refused_with_the_reason(addresses: list[str]) -> None:
    """One address off this machine is enough, and the exit code says "refused"."""
    with pytest.raises(RefusedError, match=r"has not agreed\s+to be loaded") as refused:
        target("http://site.example.test", lambda _host, _port: addresses)
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
        target(url)


@pytest.mark.parametrize(
    "url", ["http://me:secret@127.0.0.1:1", "http://127.0.0.1:1/app", "http://127.0.0.1:1?x=1"]
)
def test_an_address_with_more_than_an_address_is_refused(url: str) -> None:
    """Credentials never stand on a command line, and paths belong to journeys."""
    with pytest.raises(UsageError, match="has more than an address"):
        target(url)


def test_a_host_nobody_knows_is_a_clear_error() -> None:
    """The resolver's reason is passed on, also where the name cannot even be asked for."""
    for name in ("nowhere.invalid", "a..b", "x" * 64 + ".test"):
        with pytest.raises(UsageError, match=rf"'{re.escape(name)}': is not known"):
            target(f"http://{name}:80")
