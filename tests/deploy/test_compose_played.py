"""Claims about the Compose file as it is played: its containers meet, and end with a verdict."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from resource import RLIMIT_NOFILE, getrlimit
from typing import Any

import pytest

from siaga.errors import ExitCode
from tests.deploy import container
from tests.deploy.deployed import COMPOSE, GIVEN, compose, entry_points

DEADLINE_S = 300.0
READY_S = 60.0


class Played:
    """What the Compose file starts, without Compose.

    Args:
        place: a folder for everything that they write.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._services = compose(GIVEN)["services"]
        self._started: list[subprocess.Popen[bytes]] = []
        names = "".join(f"127.0.0.{10 + at} {name}\n" for at, name in enumerate(self._services))
        (place / "hosts").write_text(f"127.0.0.1 localhost\n{names}", encoding="utf-8")

    def start(self, name: str, number: int = 1) -> "subprocess.Popen[bytes]":
        """Start a container of a service."""
        service = self._services[name]
        entry = service.get("entrypoint") or entry_points()["siaga"]
        return self._run(f"{name}-{number}", name, [*entry, *service["command"]])

    def until_ready(self) -> None:
        """Ask the site as its health check does until it is ready."""
        test = self._services["site"]["healthcheck"]["test"][1:]
        until_s = time.monotonic() + READY_S
        for number in range(600):
            if self._run(f"health-{number}", "site", test).wait(READY_S) == 0:
                return
            assert time.monotonic() < until_s, self.said("site-1")
            time.sleep(0.5)

    def said(self, container_name: str) -> str:
        """Give what a container wrote."""
        return (self.place / container_name / "said.txt").read_text(encoding="utf-8")

    def kept(self, container_name: str, inside: str) -> Path:
        """Give the folder of this machine that is a volume of a container."""
        folder = self.place / container_name / inside.strip("/").replace("/", "-")
        if not folder.is_dir():
            folder.mkdir(parents=True)
            os.chown(folder, int(container.ACCOUNT), int(container.ACCOUNT))
        return folder

    def end(self) -> None:
        """Kill what still runs: with the first of its processes, a container is gone."""
        for one in self._started:
            if one.poll() is None:
                os.killpg(one.pid, signal.SIGKILL)
                one.wait()

    def _mounted(self, name: str, volume: str) -> tuple[Path, str]:
        """Give the folder of this machine that a volume is, and where it is in its container."""
        outside, *rest = volume.split(":")
        inside = rest[0] if rest else outside
        ours = outside.startswith("..")
        return ((COMPOSE.parent / outside).resolve() if ours else self.kept(name, inside)), inside

    def _run(self, name: str, service: str, words: list[str]) -> "subprocess.Popen[bytes]":
        about = self._services[service]
        volumes = dict(self._mounted(name, one) for one in about.get("volumes", []))
        place = self.place / name
        command = container.command(
            place,
            words,
            environ=about.get("environment", {}),
            volumes=volumes,
            nofile=min(about["ulimits"]["nofile"]["hard"], getrlimit(RLIMIT_NOFILE)[1]),
        )
        with (place / "said.txt").open("wb") as said:
            self._started.append(
                subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, start_new_session=True)
            )
        return self._started[-1]


@pytest.fixture
def played(tmp_path: Path) -> Iterator[Played]:
    """Containers in a network of their own, in which there is nothing but the loopback."""
    if not container.may_be_started():
        pytest.skip("containers of the tests need root, ip and unshare")
    container.make_network()
    made = Played(tmp_path)
    try:
        yield made
    finally:
        made.end()
        container.forget_network()


def _verdict(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "verdict.json").read_text(encoding="utf-8"))
    return content


@pytest.mark.slow
def test_the_site_a_master_and_two_workers_play_the_project_of_a_team_to_its_verdict(
    played: Played,
) -> None:
    """The master's exit code is the verdict, and the files of both workers come over the network."""
    played.start("site")
    played.until_ready()
    master = played.start("master")
    workers = [played.start("worker", number) for number in (1, 2)]
    assert master.wait(DEADLINE_S) == ExitCode.GO, played.said("master-1")
    assert [one.wait(DEADLINE_S) for one in workers] == [0, 0], played.said("worker-1")
    (folder,) = played.kept("master-1", "/siaga/reports").glob("first/2*")
    audit = _verdict(folder)["audit"]
    assert (audit["acknowledged"], audit["refused"], audit["findings"]) == (200, 50, [])
    collected = json.loads((folder / "evidence" / "collection.json").read_text())["workers"]
    assert [one["in_place"] for one in collected] == [False, False]
    assert {file["checksum"] for one in collected for file in one["files"].values()} == {"right"}
    assert [list(played.kept(f"worker-{one}", "/siaga/spool").iterdir()) for one in (1, 2)] == [[], []]
    assert folder.stat().st_uid == int(container.ACCOUNT) != os.geteuid()


@pytest.mark.slow
def test_a_container_has_a_root_that_nobody_writes_to(played: Played) -> None:
    """Else the run above would not show that siaga needs none."""
    code = "import os, socket\nprint(os.getuid(), socket.gethostbyname('site'))\nopen('/siaga/x', 'w')"
    tried = played._run("tried", "worker", [sys.executable, "-c", code])
    assert tried.wait(READY_S) == 1, played.said("tried")
    said = played.said("tried")
    assert said.startswith(f"{container.ACCOUNT} 127.0.0.10\n")
    assert "Read-only file system" in said


@pytest.mark.slow
def test_a_container_that_is_ended_leaves_nothing_behind(played: Played) -> None:
    """The site is several processes, and changes its account on the way."""
    played.start("site")
    played.until_ready()
    assert _of_the_account() != []
    played.end()
    until_s = time.monotonic() + READY_S
    while _of_the_account() and time.monotonic() < until_s:
        time.sleep(0.1)
    assert _of_the_account() == []


def _of_the_account() -> list[str]:
    """Give the processes of the account that containers have, by their numbers."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError):
            if one.stat().st_uid == int(container.ACCOUNT):
                found.append(one.name)
    return found
