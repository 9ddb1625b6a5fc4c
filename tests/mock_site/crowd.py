"""The Crowd: visitors of the tests who speak to a site that runs as processes."""

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from mock_site.store.sqlite import SqliteLimits, SqliteStore
from mock_site.testing import SiteProcess, finished_account
from mock_site.trust.session import Sessions


class Crowd:
    """Visitors of a site that runs as processes.

    Args:
        client: that they all use.
        site: that they visit.
    """

    def __init__(self, client: aiohttp.ClientSession, site: SiteProcess) -> None:
        self._client = client
        self._site = site

    async def join(self, session: Mapping[str, str], key: str) -> tuple[int, dict[str, Any]]:
        """Join, and give status and body."""
        headers = {**session, "Idempotency-Key": key}
        url = f"{self._site.url}/waves/1/join"
        async with self._client.post(url, json={}, headers=headers) as answer:
            return answer.status, await answer.json()

    async def roll(self) -> list[dict[str, Any]]:
        """Read the roll."""
        url = f"{self._site.url}/admin/roll"
        async with self._client.get(url, headers=self._site.admin) as answer:
            assert answer.status == 200
            return [json.loads(line) for line in (await answer.text()).splitlines()]

    async def metric(self, name: str, **labels: str) -> float:
        """Read a metric."""
        async with self._client.get(f"{self._site.url}/metrics") as answer:
            families = text_string_to_metric_families(await answer.text())
            return next(
                sample.value
                for one in families
                for sample in one.samples
                if (sample.name, sample.labels) == (name, labels)
            )

    async def wave_state(self) -> str:
        """Read the wave's state from the home page, over a connection of its own."""
        headers = {"Accept": "application/json", "Connection": "close"}
        async with self._client.get(self._site.url, headers=headers) as answer:
            return str((await answer.json())["state"])

    async def join_until_cut(
        self, sessions: Sequence[Mapping[str, str]], acknowledged: list[str], pause_s: float = 0.0
    ) -> None:
        """Join with each session, noting what is acknowledged, until the connection fails."""
        for session in sessions:
            await asyncio.sleep(pause_s)
            try:
                status, body = await self.join(session, "k")
            except (aiohttp.ClientError, TimeoutError):
                return
            if status == 201:
                acknowledged.append(body["registration_id"])


async def finished_sessions(path: Path, numbers: Iterable[int]) -> list[dict[str, str]]:
    """Bring people through every step in the store of a site alone, and give their sessions."""
    async with SqliteStore(path, Unwatched(), time.time, SqliteLimits()) as store:
        ids = await asyncio.gather(*(finished_account(store, number) for number in numbers))
        sessions = Sessions(await store.secret())
    tokens = [sessions.begin(one, time.time()) for one in ids]
    return [{"Cookie": f"{sessions.cookie}={token}"} for token in tokens]


class Unwatched:
    """Is told of every commit and does not care."""

    def committed(self, operations: int, duration_s: float) -> None:
        """Do nothing."""
