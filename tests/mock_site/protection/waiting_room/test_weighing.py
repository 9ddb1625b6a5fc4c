"""Whatever people inside ask for weighs, by how it was answered and how long that took."""

from collections.abc import Callable
from dataclasses import replace
from http import HTTPStatus

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from mock_site.middlewares import refusing
from mock_site.pages.refusals import Refusal, busy
from mock_site.protection.waiting_room.burden import Burden
from mock_site.protection.waiting_room.load import Load
from mock_site.protection.waiting_room.weighing import is_weighed, weighed
from mock_site.store.role import StoreError, UnforeseenError
from mock_site.testing import SetClock

SLOW_S = 0.25


async def _weighed(view: Callable[[SetClock], None]) -> tuple[int, Load]:
    """Give the status of an answer by a view, and what it weighed."""
    timer, burden = SetClock(), Burden()

    async def answer(_: web.Request) -> web.Response:
        view(timer)
        return web.Response()

    shed: list[web.Request] = []
    layer = weighed(burden, timer, SLOW_S, shed.append)
    app = web.Application(middlewares=[refusing, layer])
    app.router.add_get("/me", answer)
    async with TestClient(TestServer(app)) as client, client.get("/me") as got:
        load = burden.load()
        return got.status, replace(load, asked=load.asked + len(shed), shed=len(shed))


def _late(timer: SetClock) -> None:
    timer.now_s += 2 * SLOW_S


def _refuse(error: Exception, late: Callable[[SetClock], None] | None = None) -> Callable[..., None]:
    def view(timer: SetClock) -> None:
        if late is not None:
            late(timer)
        raise error

    return view


NO_STEP = Refusal(HTTPStatus.FORBIDDEN, "step-missing")


@pytest.mark.parametrize(
    ("view", "status", "load"),
    [
        (lambda _: None, 200, Load(asked=1)),
        (_late, 200, Load(asked=1, slow=1)),
        (_refuse(NO_STEP), 403, Load(asked=1)),
        (_refuse(NO_STEP, _late), 403, Load(asked=1, slow=1)),
        (_refuse(busy("no hand was free")), 503, Load(asked=1, shed=1)),
        (_refuse(StoreError("the queue is full", certain=True)), 503, Load(asked=1, shed=1)),
        (_refuse(Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "identity-unavailable")), 503, Load(asked=1)),
        (_refuse(UnforeseenError("a bug", certain=False)), 500, Load()),
    ],
    ids=["quick", "slow", "no", "slow no", "busy", "store", "neighbour", "bug"],
)
async def test_each_answer_weighs_what_it_is(
    view: Callable[[SetClock], None], status: int, load: Load
) -> None:
    """A neighbour that has no time is not the site's capacity, and neither is a bug."""
    assert await _weighed(view) == (status, load)


@pytest.mark.parametrize(
    ("template", "weighs"),
    [("/me", True), ("/waves/{wave}/join", True), ("/documents", False), ("/queue", False)],
)
def test_what_people_inside_ask_for_is_weighed(template: str, weighs: bool) -> None:  # noqa: FBT001
    """Uploads last as long as their senders' lines let them; what needs no pass says nothing."""
    assert is_weighed(template) == weighs
