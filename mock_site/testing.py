"""Parts for tests: a clock to set, forms to fill in, a site in this process or in its own."""

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient
from prometheus_client import CollectorRegistry

from mock_site.phase import Life

NOW_S = 1_800_000_000.0
END_DEADLINE_S = 10.0


@dataclass(slots=True)
class SetClock:
    """A clock that shows what it is set to, in Unix seconds."""

    now_s: float = NOW_S

    def __call__(self) -> float:
        """Give the time."""
        return self.now_s


def form(number: int) -> dict[str, str]:
    """Give the account form of the numbered person, who is nobody's namesake."""
    return {
        "nik": f"97{number:014d}",
        "kk": "9701014508900001",
        "name": f"Budi Santoso {number}",
        "birth_date": "1990-08-05",
        "email": f"budi{number}@warga.test",
        "phone": f"+6284{number:08d}",
        "password": "rahasia-sekali",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteInProcess:
    """A site in this process.

    Attributes:
        client: speaks to it, and keeps no cookies.
        life: its phase.
        registry: its metrics.
        clock: its clock.
        admin: header of the admin calls.
    """

    client: TestClient[web.Request, web.Application]
    life: Life
    registry: CollectorRegistry
    clock: SetClock
    admin: Mapping[str, str]

    def metric(self, name: str, **labels: str) -> float | None:
        """Give a sample's value; None if there is none."""
        return self.registry.get_sample_value(name, labels)

    async def open_account(self, number: int) -> dict[str, str]:
        """Open the numbered person's account and give the header of its session.

        Raises:
            RuntimeError: the site refuses.
        """
        async with self.client.post("/accounts", json=form(number)) as answer:
            _expect(answer.status, HTTPStatus.CREATED, await answer.text())
            return {"Cookie": f"session={answer.cookies['session'].value}"}

    async def join(
        self, session: Mapping[str, str], key: str
    ) -> tuple[int, dict[str, Any], Mapping[str, str]]:
        """Join the wave, and give status, body and headers."""
        headers = {**session, "Idempotency-Key": key}
        async with self.client.post("/waves/1/join", json={}, headers=headers) as answer:
            return answer.status, await answer.json(), answer.headers

    async def set_wave(self, change: Mapping[str, float | None]) -> None:
        """Change the wave.

        Raises:
            RuntimeError: the site refuses.
        """
        call = self.client.put("/admin/wave", json=dict(change), headers=dict(self.admin))
        async with call as answer:
            _expect(answer.status, HTTPStatus.OK, await answer.text())


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProcess:
    """`python -m mock_site`, started.

    Attributes:
        process: the supervisor.
        url: where it listens.
        admin: header of the admin calls.
    """

    process: subprocess.Popen[str]
    url: str
    admin: Mapping[str, str]

    def workers(self) -> list[int]:
        """Give the workers' process ids."""
        pid = self.process.pid
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def kill_all(self) -> None:
        """Kill the supervisor and its workers, as nearly at once as that is possible."""
        workers = self.workers()
        self.process.kill()
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(END_DEADLINE_S)

    def stop(self) -> int:
        """Ask it to end and give its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(END_DEADLINE_S)


def _expect(status: int, wanted: HTTPStatus, body: str) -> None:
    if status != wanted:
        raise RuntimeError(f"answer: has status {status} ({body}); {wanted.value} is needed")
