"""The crew replaces whoever ends without having been told, and nobody else."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mock_site.process.crew import RESTART_PAUSE_S, Crew
from mock_site.process.part import Part
from mock_site.testing import SetClock
from tests.mock_site.process.forked import FORKED

pytestmark = FORKED


@pytest.fixture
def part() -> Iterator[Part]:
    """Give a part whose process ends by itself at once."""
    with socket.socket() as listener:
        yield Part(name="part", title="part", serve=lambda *_given: 0, listener=listener)


def _until_ended(crew: Crew) -> None:
    deadline_s = time.monotonic() + 20
    while not all(one.ended() for one in crew.running):
        assert time.monotonic() < deadline_s
        time.sleep(0.01)


def test_one_that_has_ended_is_replaced_after_a_pause(part: Part, tmp_path: Path) -> None:
    """And the log says so."""
    clock, said = SetClock(), list[str]()
    crew = Crew(tmp_path, said.append, clock)
    first = crew.start(part)
    _until_ended(crew)
    crew.look_after()
    assert (crew.running, said) == ([], [f"part {first.pid}: ended; another is started in 0.5 s"])
    clock.now_s += RESTART_PAUSE_S
    crew.look_after()
    assert len(crew.of([part])) == 1
    _until_ended(crew)


def test_one_that_was_dismissed_is_not(part: Part, tmp_path: Path) -> None:
    """Neither when it ends nor when it has ended already."""
    clock, said = SetClock(), list[str]()
    crew = Crew(tmp_path, said.append, clock)
    crew.start(part)
    _until_ended(crew)
    crew.look_after()
    last = crew.start(part)
    crew.dismiss([last], [part])
    _until_ended(crew)
    for _ in range(3):
        crew.look_after()
        clock.now_s += RESTART_PAUSE_S
    assert crew.running == []
    assert len(said) == 1


def test_one_that_is_left_dead_is_not_replaced_either(part: Part, tmp_path: Path) -> None:
    """The log says so; then there is none of its part."""
    clock, said = SetClock(), list[str]()
    crew = Crew(tmp_path, said.append, clock, left_dead=[part])
    one = crew.start(part)
    assert crew.has_any([part])
    _until_ended(crew)
    for _ in range(3):
        crew.look_after()
        clock.now_s += RESTART_PAUSE_S
    assert (crew.running, said) == ([], [f"part {one.pid}: ended; nobody starts another"])
    assert not crew.has_any([part])


def test_one_that_is_to_be_started_again_counts_as_one_of_its_part(part: Part, tmp_path: Path) -> None:
    """A site whose workers have all died is not at its end while others are due."""
    crew = Crew(tmp_path, list[str]().append, SetClock())
    crew.start(part)
    _until_ended(crew)
    crew.look_after()
    assert crew.running == []
    assert crew.has_any([part])
