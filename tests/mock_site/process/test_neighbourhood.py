"""A site starts its neighbours, or uses those that it is told of."""

import argparse
import asyncio
import contextlib
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

import aiohttp
import pytest

from mock_site.errors import UsageError
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.outside.metrics import Neighbour
from mock_site.process.neighbourhood import Neighbourhood, add_arguments, is_url, neighbourhood
from mock_site.testing import SiteProcess
from tests.mock_site.process.eventual import eventually

EVERYWHERE = "0.0.0.0"  # noqa: S104 - for a moment


def around(*arguments: str) -> Neighbourhood:
    """Give the neighbourhood of these arguments, with nothing left open."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", default="127.0.0.1")
    add_arguments(parser)
    with ExitStack() as stack:
        return neighbourhood(parser.parse_args(arguments), stack)


def test_each_neighbour_gets_an_address_of_its_own() -> None:
    """Free ports, and the title of what answers there."""
    found = around("--time-scale", "0.5", "--rate-scale", "2", "--neighbour-seed", "3", "--no-test-mode")
    assert len(set(found.urls.values())) == len(Neighbour)
    assert [part.title for part in found.parts] == [
        f"mock_site.neighbours.{one}" for one in ("registry", "post_office", "evaluator")
    ]
    wanted = NeighbourSettings(time_scale=0.5, rate_scale=2.0, test_mode=False, seed=3)
    for part in found.parts:
        assert isinstance(part.serve, partial)
        assert wanted in part.serve.args


def test_one_that_is_told_is_not_started() -> None:
    """Its URL is used as it was given."""
    found = around(
        "--neighbour", "registry=http://10.0.0.1:9/", "--neighbour", "post-office=https://post.test"
    )
    assert found.urls[Neighbour.REGISTRY] == "http://10.0.0.1:9"
    assert found.urls[Neighbour.POST_OFFICE] == "https://post.test"
    assert [part.name for part in found.parts] == ["evaluator"]


def test_one_that_is_reached_by_a_proxy_is_started_all_the_same() -> None:
    """The workers call the proxy; what is announced is where it answers itself."""
    found = around("--neighbour-via", "post-office=http://127.0.0.1:9/")
    assert found.called_at[Neighbour.POST_OFFICE] == "http://127.0.0.1:9"
    assert found.called_at[Neighbour.REGISTRY] == found.urls[Neighbour.REGISTRY]
    assert len(found.parts) == len(Neighbour)
    assert found.announcement() == (
        f"mock_site registry on {found.urls[Neighbour.REGISTRY]}\n"
        f"mock_site post office on {found.urls[Neighbour.POST_OFFICE]}\n"
        f"mock_site evaluator on {found.urls[Neighbour.EVALUATOR]}\n"
    )
    assert found.urls[Neighbour.POST_OFFICE] != "http://127.0.0.1:9"


@pytest.mark.parametrize(
    ("host", "public_url", "url"),
    [
        (EVERYWHERE, "http://site.test:8080", "http://site.test:{port}"),
        (EVERYWHERE, "http://[::1]:8080", "http://[::1]:{port}"),
        (EVERYWHERE, "", "http://0.0.0.0:{port}"),
        ("127.0.0.1", "http://site.test:8080", "http://127.0.0.1:{port}"),
    ],
)
def test_who_listens_everywhere_is_found_where_the_site_is(host: str, public_url: str, url: str) -> None:
    """In a container nobody outside can go to the address that it listens on."""
    found = around("--host", host)
    port = found.urls[Neighbour.POST_OFFICE].rpartition(":")[2]
    assert found.inboxes_url(public_url) == url.format(port=port)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--neighbour", "bank=http://x"], "^neighbour: is 'bank'; write registry, post-office, ev"),
        (["--neighbour", "registry"], "^neighbour registry: is at ''; it must be a URL"),
        (["--neighbour", "registry=ftp://x"], "^neighbour registry: is at 'ftp://x'"),
        (["--neighbour", "registry=http://"], "^neighbour registry: is at"),
        (["--neighbour-via", "bank=http://x"], "^neighbour-via: is 'bank'; write registry, post"),
        (["--neighbour-via", "registry=x"], "^neighbour-via registry: is at 'x'; it must be a URL"),
        (["--time-scale", "0"], "^time_scale: is 0.0; it must be"),
        (["--rate-scale", "-1"], "^rate_scale: is -1.0; it must be"),
        (["--post-office-port", "70000"], "^port: is 70000; it must be"),
    ],
)
def test_what_cannot_be_is_refused(arguments: list[str], message: str) -> None:
    """In one line."""
    with pytest.raises(UsageError, match=message):
        around(*arguments)


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("http://a", True),
        ("https://[::1]:8/x", True),
        ("http://a:99999", False),
        ("a:80", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_a_url_has_a_scheme_and_a_host(text: str, *, yes: bool) -> None:
    """And a port there can be."""
    assert is_url(text) is yes


async def test_workers_reach_a_neighbour_by_the_proxy_and_people_read_their_mail_without_it(
    start_site: Callable[..., SiteProcess], visitors: aiohttp.ClientSession
) -> None:
    """The site is ready before the proxy knows its upstream, and the e-mail comes once it does."""
    proxy = Proxy()
    async with await asyncio.start_server(proxy.carry, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        via = ("--neighbour-via", f"post-office=http://127.0.0.1:{port}")
        site = await asyncio.to_thread(start_site, "--time-scale", "0.05", *via)
        async with visitors.get(f"{site.url}/readyz") as answer:
            assert answer.status == 200
        proxy.upstream = int(site.post_office.rsplit(":", 1)[1])
        person = {"email": "budi@warga.test", "password": "rahasia-sekali"}
        async with visitors.post(f"{site.url}/accounts", json=person) as answer:
            inbox = (await answer.json())["inbox"]
        assert inbox.startswith(site.post_office)
        await eventually(lambda: _has_mail(visitors, inbox), 30.0)
        await asyncio.to_thread(site.stop)
        await asyncio.gather(*proxy.carried)
    assert len(proxy.carried) > 0


class Proxy:
    """Carries connections to the port that it was told, and knows those that it carried."""

    def __init__(self) -> None:
        self.upstream: int | None = None
        self.carried: set[asyncio.Task[None]] = set()

    async def carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        """Carry one connection both ways, for as long as either side wants."""
        if self.upstream is None:
            back.close()
            return
        if (task := asyncio.current_task()) is not None:
            self.carried.add(task)
        far, onward = await asyncio.open_connection("127.0.0.1", self.upstream)
        await asyncio.gather(_pumped(near, onward), _pumped(far, back))


async def _pumped(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while piece := await source.read(65_536):
            sink.write(piece)
        sink.close()
        await sink.wait_closed()


async def _has_mail(visitors: aiohttp.ClientSession, inbox: str) -> bool:
    async with visitors.get(inbox) as answer:
        found: list[object] = await answer.json()
        return bool(found)
