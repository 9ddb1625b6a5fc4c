"""The Crowd: visitors of the tests who speak to a site that runs as processes."""

import json
from collections.abc import Mapping
from typing import Any

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from mock_site.testing import SiteProcess, form


class Crowd:
    """Visitors of a site that runs as processes.

    Args:
        client: that they all use.
        site: that they visit.
    """

    def __init__(self, client: aiohttp.ClientSession, site: SiteProcess) -> None:
        self._client = client
        self._site = site

    async def open_account(self, number: int) -> dict[str, str]:
        """Open the numbered person's account and give its session."""
        async with self._client.post(f"{self._site.url}/accounts", json=form(number)) as answer:
            assert answer.status == 201, await answer.text()
            return {"Cookie": f"session={answer.cookies['session'].value}"}

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

    async def metric(self, name: str) -> float:
        """Read a metric without labels."""
        async with self._client.get(f"{self._site.url}/metrics") as answer:
            families = text_string_to_metric_families(await answer.text())
            return next(
                sample.value for one in families for sample in one.samples if sample.name == name
            )

    async def wave_state(self) -> str:
        """Read the wave's state from the home page, over a connection of its own."""
        headers = {"Accept": "application/json", "Connection": "close"}
        async with self._client.get(self._site.url, headers=headers) as answer:
            return str((await answer.json())["state"])

    async def join_until_cut(self, numbers: range, acknowledged: list[str]) -> None:
        """Open accounts and join, noting what is acknowledged, until the connection fails."""
        for number in numbers:
            try:
                status, body = await self.join(await self.open_account(number), "k")
            except (aiohttp.ClientError, TimeoutError):
                return
            if status == 201:
                acknowledged.append(body["registration_id"])
