"""Claims about workers of other machines: each has a network of its own and a wire to the master."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from siaga.errors import ExitCode
from siaga.stage.free_port import free_port
from tests.observe.component import missing

HERE = Path(__file__).parent
DAY = HERE / "small-day.yaml"
NUMBER = os.getpid()
"""Of this process: several may have machines at the same time."""

NETWORK = f"10.{200 + NUMBER % 50}.{NUMBER // 50 % 250}"
MASTER = f"{NETWORK}.1"
BRIDGE = f"sr{NUMBER}"
MACHINES = (f"sa{NUMBER}", f"sz{NUMBER}", f"sb{NUMBER}")

RELAY = """
import asyncio, sys

async def pour(reader, writer):
    try:
        while block := await reader.read(65536):
            writer.write(block)
            await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()

async def main(listen, lead):
    async def join(reader, writer):
        if lead.startswith("/"):
            there = await asyncio.open_unix_connection(lead)
        else:
            there = await asyncio.open_connection("127.0.0.1", int(lead))
        await asyncio.gather(pour(reader, there[1]), pour(there[0], writer))

    if listen.startswith("/"):
        server = await asyncio.start_unix_server(join, listen)
    else:
        server = await asyncio.start_server(join, "127.0.0.1", int(listen))
    await server.serve_forever()

async def both(one, other, *leads):
    await asyncio.gather(main(one, leads[0]), main(other, leads[1]))

asyncio.run(both(*sys.argv[1:]))
"""
"""Carries what visitors send to the loopback of their machine to the site and its post office."""


def _ip(*words: str) -> bool:
    found = shutil.which("ip")
    if found is None:
        return False
    return not subprocess.run([found, *words], capture_output=True, check=False).returncode


def _may_have_machines() -> bool:
    if os.geteuid() or not _ip("netns", "add", f"sp{NUMBER}"):
        return False
    return _ip("netns", "delete", f"sp{NUMBER}")


@pytest.fixture
def machines() -> Iterator[tuple[str, ...]]:
    """Three networks, each with one wire to a bridge that has the master's address."""
    if not _may_have_machines():
        missing("no networks of their own, for which one has to be root and have iproute2")
    steps = [
        ("link", "add", BRIDGE, "type", "bridge"),
        ("address", "add", f"{MASTER}/24", "dev", BRIDGE),
        ("link", "set", BRIDGE, "up"),
    ]
    for number, name in enumerate(MACHINES, 2):
        steps += [
            ("netns", "add", name),
            ("link", "add", f"{name}w", "type", "veth", "peer", "name", "wire", "netns", name),
            ("link", "set", f"{name}w", "master", BRIDGE, "up"),
            ("-n", name, "address", "add", f"{NETWORK}.{number}/24", "dev", "wire"),
            ("-n", name, "link", "set", "wire", "up"),
            ("-n", name, "link", "set", "lo", "up"),
        ]
    try:
        assert [step for step in steps if not _ip(*step)] == []
        yield MACHINES
    finally:
        for name in MACHINES:
            _ip("link", "delete", f"{name}w")
            _ip("netns", "delete", name)
        _ip("link", "delete", BRIDGE)


@pytest.fixture
def spread(
    start: Callable[..., Any], machines: tuple[str, ...], tmp_path: Path
) -> Callable[..., tuple[Any, list[Any]]]:
    """Start a run whose workers are on other machines, one each; the site is on the loopback of each."""

    def launch(workers: int = 2) -> tuple[Any, list[Any]]:
        port, *ports = (str(free_port()) for _ in range(3))
        ways = (str(tmp_path / "site"), str(tmp_path / "post"))
        start(sys.executable, "-c", RELAY, *ways, *ports)
        seat = f"{MASTER}:{port}"
        elsewhere = ("--workers", "0", "--workers-elsewhere", str(workers), "--bind", seat)
        given = ("--port", ports[0], "--post-office-port", ports[1])
        site = tuple(f"--site-arg={one}" for one in given)
        options = ("--exporter-port", "0", *elsewhere, *site)
        run = start(sys.executable, "-m", "siaga", "run", str(DAY), *options)
        lent = []
        for name in machines[:workers]:
            there = ("ip", "netns", "exec", name, sys.executable)
            start(*there, "-c", RELAY, *ports, *ways)
            join = ("--master", seat, "--workers", "1", "--spool", "spool")
            lent.append(start(*there, "-m", "siaga", "worker", str(DAY), *join))
        return run, lent

    return launch


def _collected(run: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a Play of conftest.py
    record: dict[str, Any] = json.loads((run.folder / "evidence" / "collection.json").read_text())
    return list(record["workers"])


@pytest.mark.slow
def test_workers_of_two_other_machines_play_the_whole_day(spread: Callable[..., Any]) -> None:
    """The files of both come over the wire, their clocks are compared, and their spools are gone."""
    run, lent = spread()
    run.end()
    assert [one.end() for one in lent] == [0, 0], [one.said() for one in lent]
    assert run.verdict()["load"]["arrived"] == 90, run.said()
    assert run.verdict()["audit"]["acknowledged"] == 45
    assert run.verdict()["audit"]["findings"] == []
    assert [one["in_place"] for one in _collected(run)] == [False, False]
    assert {file["checksum"] for one in _collected(run) for file in one["files"].values()} == {"right"}
    clocks = (run.folder / "evidence" / "clocks.jsonl").read_text().splitlines()
    assert {json.loads(line)["worker"] for line in clocks} == {0, 1}
    assert [list((one.place / "spool").iterdir()) for one in lent] == [[], []]


@pytest.mark.slow
def test_of_one_that_is_cut_off_and_one_that_is_killed_nothing_is_believed(
    spread: Callable[..., Any], machines: tuple[str, ...]
) -> None:
    """Both spools are kept, their machines say so by their codes, and the run decides nothing."""
    run, lent = spread()
    run.until_doors_open()
    assert _ip("link", "set", f"{machines[0]}w", "down")
    os.kill(lent[1].children("locust")[0], signal.SIGKILL)
    assert run.end() == ExitCode.INCONCLUSIVE, run.said()
    assert lent[1].end() == ExitCode.INTERNAL
    assert "worker-0 with -9 ended before their time" in lent[1].said()
    assert lent[0].end() == ExitCode.INTERNAL, lent[0].said()
    assert "the master has not confirmed everything" in lent[0].said()
    assert [len(list((one.place / "spool").iterdir())) for one in lent] == [1, 1]
    told = {one["id"] for one in run.verdict()["evidence"] if one["state"] != "met"}
    assert {"workers-complete", "files-confirmed"} <= told
    assert run.verdict()["audit"]["findings"] == []


@pytest.mark.slow
def test_one_machine_goes_on_where_another_is_cut_off_and_another_killed(
    spread: Callable[..., Any], machines: tuple[str, ...]
) -> None:
    """Its files come to the master, and what it promised is audited; the whole day decides nothing."""
    run, lent = spread(workers=3)
    run.until_doors_open()
    assert _ip("link", "set", f"{machines[0]}w", "down")
    os.kill(lent[1].children("locust")[0], signal.SIGKILL)
    assert run.end() == ExitCode.INCONCLUSIVE, run.said()
    ends = [one.end() for one in lent]
    assert ends == [ExitCode.INTERNAL, ExitCode.INTERNAL, ExitCode.GO], [one.said() for one in lent]
    right = [
        all(file["checksum"] == "right" for file in one["files"].values()) for one in _collected(run)
    ]
    assert right.count(True) == 1, _collected(run)
    assert run.verdict()["load"]["arrived"] >= 30
    assert run.verdict()["audit"]["acknowledged"] >= 15
    assert run.verdict()["audit"]["findings"] == []


@pytest.mark.slow
def test_a_wire_that_is_away_for_a_second_costs_nothing(
    spread: Callable[..., Any], machines: tuple[str, ...]
) -> None:
    """The worker goes on meanwhile, and sends what the master has not got when the wire is back."""
    run, lent = spread()
    run.until_doors_open()
    assert _ip("link", "set", f"{machines[0]}w", "down")
    time.sleep(1)
    assert _ip("link", "set", f"{machines[0]}w", "up")
    run.end()
    assert [one.end() for one in lent] == [0, 0], [one.said() for one in lent]
    assert run.verdict()["load"]["arrived"] == 90, run.said()
    assert {file["checksum"] for one in _collected(run) for file in one["files"].values()} == {"right"}
    assert run.verdict()["audit"]["findings"] == []


@pytest.mark.slow
def test_a_run_to_which_not_all_come_says_who_is_missing(start: Callable[..., Any]) -> None:
    """With a wait of a second in place of five minutes; nothing was sent."""
    shorter = (
        "import siaga.stage.muster as one, sys; one.ELSEWHERE_S = 1; from siaga.cli.main import call;"
        "sys.exit(call(sys.argv[1:]))"
    )
    seat = f"127.0.0.1:{free_port()}"
    options = ("--exporter-port", "0", "--workers", "1", "--workers-elsewhere", "2", "--bind", seat)
    run = start(sys.executable, "-c", shorter, "run", str(DAY), *options)
    assert run.end() == ExitCode.INCONCLUSIVE, run.said()
    notes = json.loads((run.folder / "run.json").read_text())["notes"]
    assert any("of 3 came (" in note and f"siaga worker --master {seat}`" in note for note in notes)
    assert list(run.folder.glob("ledger/*")) == []
