"""Claims about the bound session: it connects to what was resolved, and to nothing else."""

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from siaga.credentials import Credentials
from siaga.observe.bound_session import bound_session
from siaga.sender import Sender
from tests.guarded.site import FIT, PASS, guarded_site


async def _headers(request: web.Request) -> web.Response:
    return web.json_response(dict(request.headers))


async def test_a_name_is_not_looked_up_again_and_the_run_is_named() -> None:
    """Nobody knows the name; an address of the other family that nobody listens on does not matter."""
    application = web.Application()
    application.router.add_get("/", _headers)
    bound = Sender(run_id="gate/1", host="staging.test", addresses=("::1", "127.0.0.1"))
    async with TestServer(application) as site, bound_session(bound) as session:
        port = site.make_url("/").port
        async with session.get(f"http://staging.test:{port}/") as answer:
            heard = await answer.json()
        with pytest.raises(aiohttp.ClientError, match=r"other\.test"):
            await session.get(f"http://other.test:{port}/")
    assert heard["Host"] == f"staging.test:{port}"
    assert heard["Siaga-Run"] == "gate/1"


async def test_an_address_is_connected_to_by_whoever_is_bound_to_nothing() -> None:
    """The request names that it belongs to no run."""
    application = web.Application()
    application.router.add_get("/", _headers)
    async with (
        TestServer(application) as site,
        bound_session(Sender()) as session,
        session.get(site.make_url("/")) as answer,
    ):
        assert (await answer.json())["Siaga-Run"] == "none"


async def test_a_guarded_site_lets_in_whoever_has_its_credentials() -> None:
    """By the name that its certificate has, at the address that was resolved; nobody else is heard."""
    addresses = ("127.0.0.1",)
    fit = Sender(run_id="gate/1", host="staging.test", addresses=addresses, credentials=FIT)
    bare = Sender(run_id="gate/1", host="staging.test", addresses=addresses)
    with guarded_site() as port:
        url = f"https://staging.test:{port}/"
        async with bound_session(fit) as session, session.get(url) as answer:
            assert answer.status == 200
        async with bound_session(bare) as session:
            with pytest.raises(aiohttp.ClientSSLError):
                await session.get(url)


async def test_a_site_need_not_prove_itself_where_somebody_says_so() -> None:
    """It is asked for the password all the same."""
    blind = Sender(credentials=Credentials(headers=PASS, verified=False))
    with guarded_site(asks_certificate=False) as port:
        url = f"https://127.0.0.1:{port}/"
        async with bound_session(blind) as session, session.get(url) as answer:
            assert answer.status == 200
        async with bound_session(Sender()) as session:
            with pytest.raises(aiohttp.ClientSSLError):
                await session.get(url)
