"""The surroundings of one worker: its lines to the neighbours and what it asks of them."""

import hashlib
import random
from collections.abc import AsyncIterator, Callable

from aiohttp import web

from mock_site.layers import Level
from mock_site.outside.evaluator import EvaluatorOnLine
from mock_site.outside.letter import Letters
from mock_site.outside.line import Line, guards_of
from mock_site.outside.metrics import Neighbour, OutsideMetrics
from mock_site.outside.postman import Postman, Round
from mock_site.outside.registry import RegistryOnLine
from mock_site.outside.wire import HttpWire
from mock_site.running import running
from mock_site.settings import Settings
from mock_site.store.role import Store
from mock_site.trust.email_link import EmailLinks

SWEEP_S = 3.0
LEAST_SWEEP_S = 0.5
_NAME_BYTES = 6


class Surroundings:
    """Reaches the neighbours.

    Args:
        settings: with the neighbours' addresses.
        level: of the lines' protection.
        metrics: that they count in.
        clock: Unix seconds.
        timer: monotonic seconds.
        dice: spreads retries and sweeps.
    """

    def __init__(
        self,
        *,
        settings: Settings,
        level: Level,
        metrics: OutsideMetrics,
        clock: Callable[[], float],
        timer: Callable[[], float],
        dice: random.Random,
    ) -> None:
        self._settings = settings
        self._guards = guards_of(level, settings.defects)
        self._metrics = metrics
        self._timer = timer
        self._dice = dice
        self._wires: list[HttpWire] = []
        registry = self._line(Neighbour.REGISTRY, settings.registry_url)
        post_office = self._line(Neighbour.POST_OFFICE, settings.post_office_url)
        self.registry = RegistryOnLine(registry, metrics.lookups)
        self.evaluator = EvaluatorOnLine(self._line(Neighbour.EVALUATOR, settings.evaluator_url))
        sweep_s = max(LEAST_SWEEP_S, SWEEP_S * settings.time_scale)
        round_ = Round(sweep_s=sweep_s, age_s=sweep_s)
        self.postman = Postman(post_office, metrics, clock, dice, round_)

    def serving(self, store: Store) -> Callable[[web.Application], AsyncIterator[None]]:
        """Give what lets the postman work while an application runs.

        Args:
            store: with the outbox and the site's secret; open while the application runs.
        """

        async def served(_app: web.Application) -> AsyncIterator[None]:
            """Let the postman work."""
            secret = await store.secret()
            links = EmailLinks(secret, self._settings.time_scale)
            letters = Letters(self._settings.public_url, links.token)
            name = hashlib.blake2b(secret, digest_size=_NAME_BYTES, person=b"post").hexdigest()
            async with running(self.postman.work(store, letters.of, name)):
                yield

        return served

    async def closing(self, _app: web.Application) -> AsyncIterator[None]:
        """Close the lines when an application ends; it belongs before all that may ask neighbours."""
        yield
        await self.close()

    async def close(self) -> None:
        """Close the lines; the next call opens its own anew."""
        for wire in self._wires:
            await wire.close()

    def _line(self, neighbour: Neighbour, url: str) -> Line:
        wire = HttpWire(url, self._guards.connections)
        self._wires.append(wire)
        metrics = self._metrics.lines[neighbour]
        return Line(wire, self._guards, metrics, self._timer, self._dice)
