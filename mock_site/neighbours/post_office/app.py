"""The application of the post office."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import quote

from aiohttp import web
from prometheus_client import CollectorRegistry

from mock_site.forms.strict_json import json_object
from mock_site.neighbours.conditions import Standing
from mock_site.neighbours.desk import Desk
from mock_site.neighbours.post_office.conditions import PostConditions
from mock_site.neighbours.post_office.metrics import PostMetrics
from mock_site.neighbours.post_office.page import InboxPage
from mock_site.neighbours.post_office.parcel import MOST_SACK_BYTES, Parcel, sack_of
from mock_site.neighbours.post_office.sorting import SortingRoom
from mock_site.neighbours.service import make_service
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.pages.answers import json_answer
from mock_site.pages.refusals import busy, invalid

_MOST_DIGITS = 15


def make_app(
    settings: NeighbourSettings,
    admin_token: str,
    timer: Callable[[], float],
    clock: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> web.Application:
    """Make the application.

    Args:
        settings: that it is started with.
        admin_token: of the admin calls; empty for none.
        timer: monotonic seconds.
        clock: Unix seconds.
        sleep: waits for so many seconds.
    """
    registry = CollectorRegistry()
    standing = Standing(PostConditions())
    dice = random.Random(f"post office {settings.seed}")  # noqa: S311 - conduct is drawn, no secret
    desk = Desk("post_office", standing, settings, registry, timer, dice, sleep)
    room = SortingRoom(timer, clock, settings.time_scale, dice, PostMetrics(registry))
    counter = _Counter(desk, standing, room)
    own = [
        web.post("/messages", counter.take),
        web.post("/sacks", counter.take_sack),
        web.get("/inboxes/{to}", counter.show_inbox),
        web.get("/inboxes", counter.find_inbox),
        web.get("/", counter.ask_whose),
    ]
    return make_service(standing, registry, admin_token, own)


class _Counter:
    """Where messages are handed in and inboxes read."""

    def __init__(
        self, desk: Desk[PostConditions], standing: Standing[PostConditions], room: SortingRoom
    ) -> None:
        self._desk = desk
        self._standing = standing
        self._room = room
        self._page = InboxPage()

    async def take(self, request: web.Request) -> web.Response:
        """Take a message; the same key again is the same message.

        Raises:
            Refusal: 400 for no message, 429 beyond the limit, 503 when there is no room.
        """
        parcel = Parcel.read(await json_object(request))
        ill = await self._desk.received()
        if ill is not None:
            return ill
        if not self._room.has_room(self._standing.now):
            raise busy("too many messages are on their way")
        self._room.take(parcel, self._standing.now)
        return json_answer({"key": parcel.key}, HTTPStatus.ACCEPTED)

    async def take_sack(self, request: web.Request) -> web.Response:
        """Take the first messages of a sack, as many as may be taken now, and say how many those are.

        Raises:
            Refusal: 400 for no sack, 429 where the limit allows no message, 503 when there is no room.
            aiohttp.web.HTTPRequestEntityTooLarge: it is larger than its messages may be.
        """
        parcels = sack_of(await json_object(request.clone(client_max_size=MOST_SACK_BYTES)))
        admitted = self._desk.admitted(len(parcels))
        ill = await self._desk.served(admitted)
        if ill is not None:
            return ill
        taken = 0
        for parcel in parcels[:admitted]:
            if not self._room.has_room(self._standing.now):
                break
            self._room.take(parcel, self._standing.now)
            taken += 1
        if not taken:
            raise busy("too many messages are on their way")
        return json_answer({"taken": taken}, HTTPStatus.ACCEPTED)

    async def show_inbox(self, request: web.Request) -> web.Response:
        """Show an inbox: to a person as a page, newest first, else as JSON, newest last.

        Raises:
            Refusal: 400 for a cursor that is no number.
        """
        self._room.settle(self._standing.now)
        to = request.match_info["to"]
        if "text/html" in request.headers.get("Accept", ""):
            return self._html(self._page.inbox(to, self._room.newest(to)))
        messages = self._room.after(to, _cursor(request))
        body = b"[" + b",".join(messages) + b"]"
        return web.Response(body=body, content_type="application/json", charset="utf-8")

    async def find_inbox(self, request: web.Request) -> web.Response:
        """Send a person to the inbox that they have named.

        Raises:
            HTTPSeeOther: always.
        """
        to = request.query.get("to", "").strip()
        raise web.HTTPSeeOther(f"/inboxes/{quote(to, safe='@+')}" if to else "/")

    async def ask_whose(self, _request: web.Request) -> web.Response:
        """Ask a person whose inbox they want to read."""
        return self._html(self._page.question())

    def _html(self, page: str) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers=self._page.headers)


def _cursor(request: web.Request) -> int:
    text = request.query.get("after", "0")
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise invalid("after", "is no whole number, 0 or more")
    return int(text)
