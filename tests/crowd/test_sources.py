"""Claims about sources: visitors come from each address of the machine in turn."""

import socket
from collections.abc import Callable

import pytest

from siaga.crowd.browsers import Browsers
from siaga.crowd.sources import Sources
from siaga.errors import UsageError
from tests.crowd.hostile_site import HostileSite, Talk, ok

Start = Callable[..., HostileSite]


def test_each_address_has_its_turn_in_its_family() -> None:
    """Where there is none of a family the system chooses."""
    sources = Sources.of({"SIAGA_SOURCE_ADDRESSES": "127.0.0.2, 127.0.0.3,"})
    assert [sources.next(socket.AF_INET) for _ in range(3)] == ["127.0.0.2", "127.0.0.3", "127.0.0.2"]
    assert sources.next(socket.AF_INET6) is None
    assert Sources.of({}).next(socket.AF_INET) is None


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
