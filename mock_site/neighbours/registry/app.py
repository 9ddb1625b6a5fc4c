"""The application of the identity registry."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter

from mock_site.forms.strict_json import json_object
from mock_site.neighbours.conditions import Standing
from mock_site.neighbours.desk import Desk
from mock_site.neighbours.registry.conditions import RegistryConditions
from mock_site.neighbours.registry.lookup import Lookup
from mock_site.neighbours.service import make_service
from mock_site.neighbours.settings import NeighbourSettings
from mock_site.nik import Regions
from mock_site.pages.answers import json_answer


def make_app(
    settings: NeighbourSettings,
    admin_token: str,
    timer: Callable[[], float],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> web.Application:
    """Make the application.

    Args:
        settings: that it is started with.
        admin_token: of the admin calls; empty for none.
        timer: monotonic seconds.
        sleep: waits for so many seconds.
    """
    registry = CollectorRegistry()
    standing = Standing(RegistryConditions())
    dice = random.Random(f"registry {settings.seed}")  # noqa: S311 - conduct is drawn, no secret
    desk = Desk("registry", standing, settings, registry, timer, dice, sleep)
    lookups = _Lookups(desk, standing, Regions(test_mode=settings.test_mode), registry, dice)
    own = [web.post("/lookups", lookups.answer)]
    return make_service(standing, registry, admin_token, own)


class _Lookups:
    """Answers look-ups."""

    def __init__(
        self,
        desk: Desk[RegistryConditions],
        standing: Standing[RegistryConditions],
        regions: Regions,
        registry: CollectorRegistry,
        dice: random.Random,
    ) -> None:
        self._desk = desk
        self._standing = standing
        self._regions = regions
        self._dice = dice
        answers = Counter(
            "registry_lookups_total",
            "Look-ups answered; wrong is an answer against the truth, as it was told to give.",
            ["answer"],
            registry=registry,
        )
        self._answers = {one: answers.labels(one) for one in ("match", "mismatch", "wrong")}

    async def answer(self, request: web.Request) -> web.Response:
        """Say whether the three belong together.

        Raises:
            Refusal: 400 for no look-up, 429 beyond the limit.
        """
        lookup = Lookup.read(await json_object(request))
        ill = await self._desk.received()
        if ill is not None:
            return ill
        field = lookup.wrong_field(self._regions)
        if self._dice.random() < self._standing.now.wrong_share:
            self._answers["wrong"].inc()
            field = "nik" if field is None else None
        else:
            self._answers["match" if field is None else "mismatch"].inc()
        return json_answer({"match": True} if field is None else {"match": False, "field": field})
