"""Claims about sources: visitors come from each address of the machine in turn."""

import socket
from collections.abc import Callable

import pytest

from siaga.crowd import sources as subject
from siaga.crowd.address import Address
from siaga.crowd.browsers import Browsers
from siaga.crowd.sources import FROM_ONE, Sources
from siaga.errors import UsageError
from tests.crowd.hostile_site import HostileSite, Talk, ok

Start = Callable[..., HostileSite]

_HERE = Address(family=socket.AF_INET, place=("127.0.0.1", 80))
_HERE_TOO = Address(family=socket.AF_INET6, place=("::1", 80, 0, 0))
_ELSEWHERE = Address(family=socket.AF_INET, place=("192.0.2.1", 80))


def test_each_address_has_its_turn_in_its_family() -> None:
    """Where there is none of a family the system chooses."""
    sources = Sources.of({"SIAGA_SOURCE_ADDRESSES": "127.0.0.2, 127.0.0.3,"})
    assert [sources.next(_HERE) for _ in range(3)] == ["127.0.0.2", "127.0.0.3", "127.0.0.2"]
    assert sources.next(_HERE_TOO) is None
    assert Sources.of({}).next(_HERE) is None


def test_many_connections_to_a_site_on_this_machine_come_from_several_addresses() -> None:
    """From one alone the kernel would look for a port longer than a request takes."""
    sources = Sources()
    given = [sources.next(_HERE) for _ in range(64 * FROM_ONE)]
    assert given[::FROM_ONE] == [None, *(f"127.0.0.{last}" for last in range(2, 64)), None]
    assert given[FROM_ONE - 1 :: FROM_ONE] == given[::FROM_ONE]


def test_connections_elsewhere_take_no_turn() -> None:
    """Another machine's network does not know these addresses, and IPv6 has but one."""
    sources = Sources()
    for _ in range(FROM_ONE):
        assert sources.next(_HERE_TOO) is None
        assert sources.next(_ELSEWHERE) is None
    assert sources.next(_HERE) is None


def test_a_machine_without_further_addresses_has_all_come_from_its_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Otherwise no connection would be opened any more, and the site be blamed."""
    monkeypatch.setattr(subject, "_has_others", lambda: False)
    sources = Sources()
    assert {sources.next(_HERE) for _ in range(FROM_ONE + 1)} == {None}


def test_who_names_addresses_has_no_others() -> None:
    """A site may let in these alone."""
    sources = Sources(["::1"])
    assert {sources.next(_HERE) for _ in range(FROM_ONE + 1)} == {None}


@pytest.mark.parametrize("address", ["192.0.2.1", "localhost", "127.0.0.1/8"])
def test_what_is_no_address_of_this_machine_is_told_before_anybody_comes(address: str) -> None:
    """Every connection would fail, and the site would be blamed."""
    with pytest.raises(UsageError, match=f"SIAGA_SOURCE_ADDRESSES: '{address}' is none to come from"):
        Sources.of({"SIAGA_SOURCE_ADDRESSES": f"127.0.0.2,{address}"})


def test_visitors_come_from_the_addresses_in_turn(site: Start) -> None:
    """A kept connection stays where it is."""
    peers: list[str] = []

    def script(talk: Talk) -> None:
        peers.append(talk.socket.getpeername()[0])
        while talk.hear():
            talk.say(ok())

    sources = Sources(["127.0.0.2", "127.0.0.3"])
    browsers = Browsers(site(script).url, 5.0, sources=sources)
    for _ in range(3):
        browser = browsers.at_site()
        assert [browser.get("/").status, browser.get("/").status] == [200, 200]
        browser.close()
    assert peers == ["127.0.0.2", "127.0.0.3", "127.0.0.2"]


@pytest.mark.parametrize("sources", [["::1", "127.0.0.2"], ["127.0.0.2"], []])
def test_a_site_with_an_address_of_the_other_kind_is_visited_from_such_a_one(
    site: Start, sources: list[str]
) -> None:
    """Whether one is named, or the system has to choose; the site is told where it was asked for."""
    peers: list[str] = []

    def script(talk: Talk) -> None:
        peers.append(talk.socket.getpeername()[0])
        talk.hear()
        talk.say(ok(b"here"))

    at = site(script, address="::1")
    browser = Browsers(at.url, 5.0, sources=Sources(sources)).at_site()
    assert (browser.get("/").body, peers) == (b"here", ["::1"])
    assert f"\r\nHost: [::1]:{at.port}\r\n".encode() in at.heard[0]
    browser.close()


def test_a_connection_after_many_comes_from_the_next_address(site: Start) -> None:
    """Whichever of the worker's visitors it is of, and whether the others are still open."""
    peers: list[str] = []

    def script(talk: Talk) -> None:
        peers.append(talk.socket.getpeername()[0])
        talk.hear()
        talk.say(ok())

    sources = Sources()
    browsers = Browsers(site(script).url, 5.0, sources=sources)
    for _ in range(2):
        browser = browsers.at_site()
        assert browser.get("/").status == 200
        browser.close()
        for _ in range(FROM_ONE - 1):
            sources.next(_HERE)
    assert peers == ["127.0.0.1", "127.0.0.2"]
