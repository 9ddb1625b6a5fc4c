"""Nothing acknowledged is lost and no seat is given twice, whatever ends and whenever it does."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mock_site.store.embedded import EmbeddedServer
from tests.mock_site.store.kinds import Place, PostgresPlace, opened

ROOT = Path(__file__).parents[3]
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Give a function that starts a writer for some people; it ends with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(place: Place, first: int, count: int, *further: str) -> "subprocess.Popen[str]":
        """Start one."""
        command = [sys.executable, "-m", "tests.mock_site.store.writer", place.url]
        process = subprocess.Popen(
            [*command, str(first), str(count), *further], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield begin
    for one in started:
        one.kill()
        one.wait()
        assert one.stdout is not None
        one.stdout.close()


def lines(process: "subprocess.Popen[str]", count: int) -> list[str]:
    """Read some lines of a writer, fewer where it ends."""
    assert process.stdout is not None
    read = (process.stdout.readline().strip() for _ in range(count))
    return [line for line in read if line]


def one_more(process: "subprocess.Popen[str]") -> list[str]:
    """Read one more line of a writer that is to go on."""
    read = lines(process, 1)
    assert read, f"the writer has ended, with {process.wait()}"
    return read


def seats(said: list[str]) -> dict[str, int]:
    """Give what was acknowledged: registrations and their seats."""
    given = [line.split() for line in said if not line.startswith("error")]
    return {registration: int(seat) for registration, seat in given}


async def kept(place: Place) -> dict[str, int]:
    """Give what the store holds, once it has been found to hold together."""
    async with opened(place) as store:
        roll = [entry async for portion in store.roll() for entry in portion]
        notices = [one async for portion in store.notices() for one in portion]
        counted = await store.seats("1")
    assert [entry.seat for entry in roll] == [*range(1, len(roll) + 1)]
    assert len({entry.person for entry in roll}) == len(roll)
    assert {one.registration_id for one in notices} == {entry.registration_id for entry in roll}
    assert (counted.given, counted.taken) == (len(roll), len(roll))
    return {entry.registration_id: entry.seat or 0 for entry in roll}


async def test_two_processes_hammer_one_wave(place: Place, start: Start) -> None:
    """Eighty people for thirty seats: each seat once, and what both said is what the store holds."""
    place.run("UPDATE waves SET quota = 30")
    writers = [start(place, first, 40) for first in (0, 1_000)]
    said = [seats(lines(writer, 1_000)) for writer in writers]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert sorted([*said[0].values(), *said[1].values()]) == [*range(1, 31)]
    assert await kept(place) == said[0] | said[1]


@pytest.mark.parametrize("after", [1, 17, 40])
async def test_a_writer_that_is_killed_loses_nothing_it_acknowledged(
    place: Place, start: Start, after: int
) -> None:
    """Wherever it was; and the next writer goes on at once."""
    writer = start(place, 0, 2_000)
    said = lines(writer, after)
    writer.kill()
    said += lines(writer, 10_000)
    acknowledged = seats(said)
    assert len(acknowledged) >= after
    assert acknowledged.items() <= (await kept(place)).items()
    assert len(seats(lines(start(place, 5_000, 3), 3))) == 3


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGQUIT, signal.SIGKILL])
async def test_a_database_that_ends_and_comes_back_loses_nothing_acknowledged(
    server: EmbeddedServer, database: PostgresPlace, start: Start, number: signal.Signals
) -> None:
    """Stopped, stopped at once or killed under writes: the store says so and comes back by itself."""
    database.empty(100_000)
    writer = start(database, 0, 1_000_000)
    said = lines(writer, 10)
    assert server.pid is not None
    os.kill(server.pid, number)
    while not said[-1].startswith("error"):
        said += one_more(writer)
    while said[-1].startswith("error"):
        said += one_more(writer)
    said += lines(writer, 10)
    writer.kill()
    said += lines(writer, 10_000)
    assert seats(said).items() <= (await kept(database)).items()
