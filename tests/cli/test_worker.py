"""Claims about `siaga worker`: what is typed reaches the workers, and how they end is its exit code."""

import os
import signal
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from siaga.cli import worker as module
from siaga.cli.main import call
from siaga.errors import ExitCode, SiagaError
from siaga.stage.seat import Seat


class Lent:
    """A contingent that notes what it is told.

    Attributes:
        made: with what each was made.
        done: what was done, in order.
        ends: what happens while it is waited for.
    """

    made: ClassVar[list[dict[str, Any]]] = []
    done: ClassVar[list[str]] = []
    ends: ClassVar[Callable[[], None]]

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 - whatever it is
        self.made.append(given)

    def start(self, _is_told_to_stop: Callable[[], bool]) -> None:
        """Start nobody."""
        self.done.append("start")

    def wait(self, is_told_to_stop: Callable[[], bool]) -> None:
        """Let happen what is to."""
        type(self).ends()
        self.done.append("told to stop" if is_told_to_stop() else "ended")

    def stop(self) -> None:
        """Stop nobody."""
        self.done.append("stop")


@pytest.fixture
def lent(monkeypatch: pytest.MonkeyPatch) -> type[Lent]:
    """Have nobody started."""
    Lent.made.clear()
    Lent.done.clear()
    monkeypatch.setattr(Lent, "ends", lambda: None, raising=False)
    monkeypatch.setattr(module, "Contingent", Lent)
    monkeypatch.delenv("SIAGA_SPOOL", raising=False)
    return Lent


def test_what_is_typed_reaches_the_workers(lent: type[Lent]) -> None:
    """They end with their run."""
    typed = ["worker", "gate", "--master", "192.0.2.10", "--workers", "3", "--spool", "spools"]
    assert call(typed) == ExitCode.GO
    (given,) = lent.made
    assert (given["master"], given["workers"]) == (Seat(host="192.0.2.10"), 3)
    assert given["locustfile"].name == "opening_day.py"
    assert given["environ"]["SIAGA_SPOOL"] == "spools"
    assert lent.done == ["start", "ended", "stop"]


def test_there_is_a_worker_for_each_core_unless_somebody_says_otherwise(lent: type[Lent]) -> None:
    """And no spool, where none is asked for."""
    assert call(["worker", "gate", "--master", "192.0.2.10"]) == ExitCode.GO
    (given,) = lent.made
    assert given["workers"] == len(os.sched_getaffinity(0))
    assert "SIAGA_SPOOL" not in given["environ"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_whoever_stops_it_gets_that_code(
    lent: type[Lent], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    """The workers are ended in order."""
    monkeypatch.setattr(lent, "ends", lambda: signal.raise_signal(number))
    assert call(["worker", "gate", "--master", "192.0.2.10"]) == ExitCode.INTERRUPTED
    assert lent.done == ["start", "told to stop", "stop"]


def test_workers_that_end_before_their_time_are_an_error(
    lent: type[Lent], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said in one line; the others are ended."""

    def ends() -> None:
        raise SiagaError("workers: worker-0 with 70 ended before their time")

    monkeypatch.setattr(lent, "ends", ends)
    assert call(["worker", "gate", "--master", "192.0.2.10"]) == ExitCode.INTERNAL
    assert capsys.readouterr().err == "siaga: workers: worker-0 with 70 ended before their time\n"
    assert lent.done == ["start", "stop"]


@pytest.mark.parametrize(
    "typed", [[], ["--master", "a:b", "gate"], ["--master", "a"], ["--master", "a", "no-such-day"]]
)
def test_what_cannot_be_is_bad_usage(lent: type[Lent], typed: list[str]) -> None:
    """Nobody is started."""
    assert call(["worker", *typed]) == ExitCode.USAGE
    assert lent.done == []
