"""Claims about a contingent: workers that join a master elsewhere, and how they end."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from siaga import bundle
from siaga.errors import SiagaError, UsageError
from siaga.stage import contingent as module
from siaga.stage.contingent import Contingent, journeys_of
from siaga.stage.seat import Seat

STAND_IN = """
import os, signal, sys, time

def ended(*_):
    print("delivered", flush=True)
    sys.exit(0)

signal.signal(signal.SIGTERM, signal.SIG_IGN if os.environ.get("IS_DEAF") else ended)
print("joined", *sys.argv[1:], os.environ.get("SIAGA_SPOOL", ""), flush=True)
if told := os.environ.get("ENDS_WITH"):
    sys.exit(int(told))
time.sleep(60)
"""
Make = Callable[..., Contingent]


@pytest.fixture
def said() -> list[str]:
    """What the workers said."""
    return []


class Opens:
    """A knock that somebody hears at once, or nobody wants any more."""

    def __init__(self, seat: Seat) -> None:
        self._seat = seat

    def heard(self, is_told_to_stop: Callable[[], bool]) -> bool:
        """Say whether it is wanted."""
        return not is_told_to_stop()


@pytest.fixture
def make(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Make a contingent whose `python -m locust` is the stand-in, and stop it after the test."""
    monkeypatch.setattr(module, "Knock", Opens)
    monkeypatch.setattr(module, "STOP_DEADLINE_S", 5.0)
    (tmp_path / "locust.py").write_text(STAND_IN, encoding="utf-8")
    made: list[Contingent] = []

    def contingent(workers: int = 2, **environ: str) -> Contingent:
        one = Contingent(
            master=Seat(host="192.0.2.10"),
            locustfile=tmp_path / "day.py",
            workers=workers,
            environ={**os.environ, "PYTHONPATH": str(tmp_path), **environ},
            log=said.append,
        )
        made.append(one)
        return one

    yield contingent
    monkeypatch.setattr(module, "STOP_DEADLINE_S", 0.0)
    for one in made:
        one.stop()


def _never() -> bool:
    return False


def test_workers_join_the_master_and_end_with_their_run(
    make: Make, said: list[str], tmp_path: Path
) -> None:
    """Each with the file, the seat and the spool; that they end well is no error."""
    one = make(2, ENDS_WITH="0", SIAGA_SPOOL="/spool")
    one.start(_never)
    one.wait(_never)
    joined = f"joined -f {tmp_path}/day.py --worker --master-host 192.0.2.10 --master-port 5557 /spool"
    assert sorted(said) == [f"worker-0: {joined}", f"worker-1: {joined}"]


def test_workers_that_could_not_do_what_they_were_there_for_are_named(make: Make) -> None:
    """With their codes; their own words say why."""
    one = make(2, ENDS_WITH="70")
    one.start(_never)
    with pytest.raises(SiagaError, match="workers: worker-0 with 70, worker-1 with 70 ended before"):
        one.wait(_never)


def test_workers_that_somebody_stops_deliver_what_they_have(make: Make, said: list[str]) -> None:
    """All are asked, and have ended well afterwards."""
    one = make(2)
    one.start(_never)
    one.wait(lambda: len(said) == 2)
    one.stop()
    assert sorted(said[2:]) == ["worker-0: delivered", "worker-1: delivered"]
    one.wait(_never)


def test_a_worker_that_does_not_end_is_killed(
    make: Make, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its spool has what the master has not."""
    one = make(1, IS_DEAF="yes")
    one.start(_never)
    one.wait(lambda: len(said) == 1)
    monkeypatch.setattr(module, "STOP_DEADLINE_S", 0.2)
    one.stop()
    assert said[1:] == ["worker-0: did not end in time and is killed; its spool is kept"]
    with pytest.raises(SiagaError, match="worker-0 with -9"):
        one.wait(_never)


def test_nobody_is_started_when_somebody_stops_the_waiting(make: Make, said: list[str]) -> None:
    """There is nothing to end then."""
    one = make(2)
    one.start(lambda: True)
    one.wait(_never)
    assert said == []


def test_the_journeys_are_found_as_a_run_finds_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The scenario's file, or one's own in its place, with or without a scenario."""
    monkeypatch.chdir(tmp_path)
    shipped = (bundle.folder("locustfiles") / "opening_day.py").resolve()
    assert journeys_of("gate", "") == shipped
    own = tmp_path / "own.py"
    own.write_text(shipped.read_text(encoding="utf-8"), encoding="utf-8")
    # What it imports lies beside it.
    beside = shipped.with_name("joining.py").read_text(encoding="utf-8")
    (tmp_path / "joining.py").write_text(beside, encoding="utf-8")
    assert journeys_of("gate", "own.py") == journeys_of("", "own.py") == own.resolve()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            "from locust import User\n\nclass Stock(User):\n    pass\n",
            "declares no journeys; name the file",
        ),
        ("import nothing_like_it\n", "cannot be read: "),
    ],
)
def test_a_file_that_cannot_be_the_masters_is_refused(tmp_path: Path, text: str, why: str) -> None:
    """Before anybody is asked whether a master listens."""
    file = tmp_path / "wrong.py"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=f"wrong.py: {why}"):
        journeys_of("", str(file))


def test_what_is_played_has_to_be_named() -> None:
    """There is no file that would go for any run."""
    with pytest.raises(UsageError, match="name the scenario, or --locustfile FILE"):
        journeys_of("", "")
