"""Parts for tests: a clock to set, forms to fill in, a site in this process or in its own."""

import datetime as dt
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

from mock_site import keys
from mock_site.harm.board import Board
from mock_site.process.phase import Life
from mock_site.store.progress import Document, DocumentKind, Identity, Profile
from mock_site.store.role import Accounts, Store
from mock_site.store.steps import (
    AddDocument,
    AskPhone,
    FileIdentity,
    GradeAssessment,
    HandInAssessment,
    StartAssessment,
    StepTaken,
    VerifyEmail,
    VerifyPhone,
    WriteProfile,
)

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
    """Give everything that the numbered person, who is nobody's namesake, would fill in."""
    district, serial = divmod(number, 9_999)
    return {
        "nik": f"97{district // 99 + 1:02d}{district % 99 + 1:02d}050890{serial + 1:04d}",
        "kk": "9701010508900001",
        "name": f"Budi Santoso {number}",
        "birth_date": "1990-08-05",
        "email": f"budi{number}@warga.test",
        "phone": f"+6284{number:08d}",
        "password": "rahasia-sekali",
    }


def picture(text: str) -> bytes:
    """Give the smallest file that passes for a picture, another one for every text."""
    header = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\x0dIHDR" + bytes([0, 0, 0, 1]) * 2
    return header + text.encode("utf-8")


async def finished_account(store: Accounts, number: int) -> str:
    """Bring the numbered person through every step in the store alone, and give the account's id.

    Raises:
        RuntimeError: there is such an account already.
    """
    account_id = await store.open_account(form(number)["email"], "hashed")
    if account_id is None:
        raise RuntimeError(f"account: {form(number)['email']} is taken; take another number")
    for step in steps_of(account_id, number):
        await store.take(step)
    account = await store.account(account_id)
    handed_in_at_s = account.assessment.handed_in_at_s if account and account.assessment else None
    await store.take(
        GradeAssessment(account_id=account_id, handed_in_at_s=handed_in_at_s or 0.0, passed=True)
    )
    return account_id


def steps_of(account_id: str, number: int) -> list[StepTaken]:
    """Give everything that the numbered person does before the answers are graded, in order."""
    person = form(number)
    identity = Identity(
        nik=person["nik"],
        kk=person["kk"],
        name=person["name"],
        birth_date=dt.date.fromisoformat(person["birth_date"]),
    )
    profile = Profile(address="Jalan Uji 1", region="9701", education="s1", employment="none")
    documents = [
        Document(kind=kind, digest="0" * 64, media_type="image/png", size_bytes=1)
        for kind in DocumentKind
    ]
    return [
        VerifyEmail(account_id=account_id),
        FileIdentity(account_id=account_id, identity=identity, verified=True),
        WriteProfile(account_id=account_id, profile=profile, version=None),
        *(AddDocument(account_id=account_id, document=document) for document in documents),
        AskPhone(
            account_id=account_id,
            phone=person["phone"],
            code="123456",
            valid_s=300.0,
            most=3,
            within_s=600.0,
        ),
        VerifyPhone(account_id=account_id, code="123456", most=5),
        StartAssessment(account_id=account_id, lasts_s=900.0),
        HandInAssessment(account_id=account_id, answers="{}"),
    ]


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

    @property
    def store(self) -> Store:
        """The site's store."""
        return self.client.app[keys.STORE]

    async def open_account(self, number: int) -> dict[str, str]:
        """Bring the numbered person through every step, and give the header of their session.

        Raises:
            RuntimeError: there is such an account already.
        """
        return self.session(await finished_account(self.store, number))

    def session(self, account_id: str) -> dict[str, str]:
        """Begin a session of an account and give its header."""
        token = self.client.app[keys.SESSIONS].begin(account_id, self.clock())
        return {"Cookie": f"session={token}"}

    async def join(
        self, session: Mapping[str, str], key: str
    ) -> tuple[int, dict[str, Any], Mapping[str, str]]:
        """Join the wave, and give status, body and headers."""
        headers = {**session, "Idempotency-Key": key}
        async with self.client.post("/waves/1/join", json={}, headers=headers) as answer:
            return answer.status, await answer.json(), answer.headers

    @property
    def board(self) -> Board:
        """What the site is told to suffer."""
        return self.client.app[keys.BOARD]

    async def suffer(self, **conditions: Mapping[str, Any]) -> None:
        """Change the site's conditions.

        Raises:
            RuntimeError: the site refuses.
        """
        call = self.client.put("/admin/conditions", json=conditions, headers=dict(self.admin))
        async with call as answer:
            _expect(answer.status, HTTPStatus.OK, await answer.text())

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
        neighbours: where its neighbours listen, by the names that it announces.
    """

    process: subprocess.Popen[str]
    url: str
    admin: Mapping[str, str]
    neighbours: Mapping[str, str]

    @property
    def post_office(self) -> str:
        """Where people read their mail."""
        return self.neighbours["post office"]

    def workers(self) -> list[int]:
        """Give the workers' process ids."""
        return self.running("mock_site.worker")

    def running(self, title: str) -> list[int]:
        """Give the ids of the processes that are a part of the site, as their titles begin."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        commands = {int(one): Path(f"/proc/{one}/cmdline") for one in children}
        return [one for one, command in commands.items() if _text(command).startswith(title)]

    def kill_all(self) -> None:
        """Kill the supervisor and all it has started, as nearly at once as that is possible."""
        parts = self.running("mock_site.")
        self.process.kill()
        for pid in parts:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(END_DEADLINE_S)

    def stop(self) -> int:
        """Ask it to end and give its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(END_DEADLINE_S)


def _text(path: Path) -> str:
    """Read a file of a process; nothing if it has just ended."""
    try:
        return path.read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def _expect(status: int, wanted: HTTPStatus, body: str) -> None:
    if status != wanted:
        raise RuntimeError(f"answer: has status {status} ({body}); {wanted.value} is needed")
