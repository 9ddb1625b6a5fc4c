"""A neighbour in this process, spoken to over HTTP."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient
from prometheus_client.parser import text_string_to_metric_families

from mock_site.testing import SetClock

TOKEN = "token-of-the-tests"
ADMIN = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeighbourInProcess:
    """A neighbour in this process.

    Attributes:
        client: speaks to it.
        timer: its time, which its own sleeping moves.
    """

    client: TestClient[web.Request, web.Application]
    timer: SetClock

    async def get(self, path: str, **more: Any) -> tuple[int, Any]:  # noqa: ANN401 - JSON, options
        """Get a page, and give status and JSON."""
        async with self.client.get(path, **more) as answer:
            return answer.status, await answer.json()

    async def post(self, path: str, content: object) -> tuple[int, Any]:
        """Post JSON, and give status and JSON."""
        async with self.client.post(path, json=content) as answer:
            return answer.status, await answer.json()

    async def told(self, change: object, admin: Mapping[str, str] = ADMIN) -> tuple[int, Any]:
        """Change its conditions, and give status and JSON."""
        call = self.client.put("/admin/conditions", json=change, headers=dict(admin))
        async with call as answer:
            return answer.status, await answer.json()

    async def metric(self, name: str, **labels: str) -> float:
        """Read a metric."""
        async with self.client.get("/metrics") as answer:
            families = list(text_string_to_metric_families(await answer.text()))
        samples = [one for family in families for one in family.samples if one.name == name]
        return next(one.value for one in samples if one.labels == labels)


Start = Callable[..., Awaitable[NeighbourInProcess]]
"""Starts a neighbour, given what makes its application, its token and its settings."""
