"""Claims about Locust's processes, played by a small Python program in Locust's place."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from siaga import standstill
from siaga.record.run_folder import RunFolder
from siaga.scenario.closed import Closed
from siaga.stage import generator as module
from siaga.stage.generator import Generator
from siaga.stage.muster import Muster

STAND_IN = """
import os, signal, sys, time
arguments = sys.argv[1:]
role = "master" if "--master" in arguments else "worker"
signal.signal(signal.SIGTERM, lambda *_: sys.exit(7 if role == "master" else 0))
if os.environ.get(f"{role.upper()}_IS_DEAF"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
told = os.environ.get(f"{role.upper()}_ENDS_WITH")
print("started", *arguments, os.environ["SIAGA_RUN"], flush=True)
if told:
    sys.exit(int(told))
time.sleep(60)
"""
Make = Callable[..., Generator]


@pytest.fixture
def said() -> list[str]:
    """What was logged."""
    return []


@pytest.fixture
def make(tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Make a generator whose `python -m locust` is the stand-in, and stop it after the test."""
    monkeypatch.setattr(module, "WORKER_DEADLINE_S", 0.3)
    (tmp_path / "locust.py").write_text(STAND_IN, encoding="utf-8")
    made: list[Generator] = []

    def generator(
        *,
        ui: bool = False,
        workers: int = 2,
        closed: Closed | None = None,
        muster: Muster | None = None,
        **environ: str,
    ) -> Generator:
        one = Generator(
            folder=RunFolder(tmp_path / "run"),
            locustfile=tmp_path / "day.py",
            host="http://127.0.0.1:1",
            muster=muster or Muster(here=workers),
            ui=ui,
            closed=closed,
            environ={**os.environ, "PYTHONPATH": str(tmp_path), **environ},
            log=said.append,
        )
        made.append(one)
        return one

    yield generator
    for one in made:
        one.stop()


def test_a_master_and_its_workers_are_started_on_one_port(
    make: Make, said: list[str], tmp_path: Path
) -> None:
    """The master waits for as many workers as there are, and all of them know the run."""
    make(workers=2).start()
    _wait_for(lambda: len(said) == 3)
    spoken = {line.partition(":")[0]: line.split() for line in said}
    assert set(spoken) == {"master", "worker-0", "worker-1"}
    assert all(words[-1] == str(tmp_path / "run") for words in spoken.values())
    master, worker = spoken["master"], spoken["worker-0"]
    assert _option(master, "--expect-workers") == "2"
    assert _option(master, "--master-bind-host") == _option(worker, "--master-host") == "127.0.0.1"
    assert _option(master, "--master-bind-port") == _option(worker, "--master-port")
    assert _option(worker, "-f") == str(tmp_path / "day.py")
    assert _option(worker, "--host") == "http://127.0.0.1:1"


def test_a_master_listens_where_it_is_told_and_waits_for_those_elsewhere(make: Make) -> None:
    """Its own workers go where they reach it, and there may be none of them."""
    commands = make(muster=Muster.of(1, 2, "0.0.0.0:6000"))._commands
    assert list(commands) == ["master", "worker-0"]
    master, worker = commands["master"], commands["worker-0"]
    assert _option(master, "--expect-workers") == "3"
    assert _option(master, "--expect-workers-max-wait") == "300"
    assert _option(master, "--master-bind-host") == "0.0.0.0"  # noqa: S104 - nobody is started
    assert _option(worker, "--master-host") == "127.0.0.1"
    assert _option(master, "--master-bind-port") == _option(worker, "--master-port") == "6000"
    assert list(make(muster=Muster.of(0, 2, "127.0.0.1"))._commands) == ["master"]


def test_without_an_interface_the_master_is_headless(make: Make, said: list[str]) -> None:
    """A run needs no browser, and a table of Locust's every two seconds would be most of its log."""
    make(workers=1).start()
    _wait_for(lambda: len(said) == 2)
    master = next(line for line in said if line.startswith("master"))
    assert "--headless --only-summary" in master
    assert "--autostart" not in master


def test_the_interface_is_shown_on_this_machine_only(make: Make, said: list[str]) -> None:
    """It starts the run by itself, and nobody elsewhere can stop it."""
    make(workers=1, ui=True).start()
    _wait_for(lambda: len(said) == 2)
    master = next(line for line in said if line.startswith("master"))
    assert "--autostart --web-host 127.0.0.1" in master
    assert "--headless" not in master


def test_a_worker_that_ends_before_the_run_began_is_missing(make: Make, tmp_path: Path) -> None:
    """Its master waits a minute for it, in vain; once there is a plan, the others play on."""
    generator = make(workers=2, WORKER_ENDS_WITH="3")
    assert generator.missing() == ""
    generator.start()
    _wait_for(lambda: generator.missing() == "worker-0 ended with code 3 before the run began")
    (tmp_path / "run" / "evidence").mkdir(parents=True)
    RunFolder(tmp_path / "run").plan.touch()
    assert generator.missing() == ""


def test_the_run_has_ended_when_the_master_has(make: Make) -> None:
    """Before the start and while the master lives it has not."""
    generator = make(workers=1)
    assert not generator.ended()
    generator.start()
    assert not generator.ended()
    over = make(workers=1, MASTER_ENDS_WITH="3")
    over.start()
    _wait_for(over.ended)
    assert over.deaths() == []
    assert over.stop() == 3


def test_a_worker_that_dies_is_told_once(make: Make, said: list[str]) -> None:
    """With its name and its code, while the master lives."""
    generator = make(workers=1, WORKER_ENDS_WITH="5")
    generator.start()
    deaths: list[str] = []

    def told() -> bool:
        deaths.extend(generator.deaths())
        return bool(deaths)

    _wait_for(told)
    assert deaths == ["worker-0 ended with code 5 during the run"]
    assert generator.deaths() == []
    _wait_for(lambda: any(line.startswith("worker-0: started") for line in said))


def test_stopping_ends_every_process_and_gives_the_masters_code(make: Make, said: list[str]) -> None:
    """Workers that do not end with their master are asked to; a second stop changes nothing."""
    generator = make(workers=5)
    generator.start()
    _wait_for(lambda: len(said) == 6)
    began_s = time.monotonic()
    assert generator.stop() == 7
    assert time.monotonic() - began_s < 1.5, "each worker was waited for in turn"
    assert generator.ended()
    assert generator.stop() == 7
    assert [child.code() for child in generator._children.values()] == [7, 0, 0, 0, 0, 0]


def test_the_workers_of_a_master_that_was_killed_are_asked_at_once(
    make: Make, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody else will tell them to end; one that stands still is told to go on for that."""
    monkeypatch.setattr(module, "WORKER_DEADLINE_S", 20.0)
    generator = make(workers=2)
    generator.start()
    _wait_for(lambda: len(said) == 3)
    mine = {name: psutil.Process(child.pid) for name, child in generator._children.items()}
    mine["worker-0"].suspend()
    mine["master"].kill()
    began_s = time.monotonic()
    assert generator.stop() == -9
    assert time.monotonic() - began_s < 20.0
    assert [child.code() for child in generator._children.values()] == [-9, 0, 0]


def test_a_worker_that_stands_still_is_not_waited_for(
    make: Make, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would not end by itself, whatever its master told it."""
    monkeypatch.setattr(module, "WORKER_DEADLINE_S", 20.0)
    generator = make(workers=1)
    generator.start()
    _wait_for(lambda: len(said) == 2)
    psutil.Process(generator._children["worker-0"].pid).suspend()
    began_s = time.monotonic()
    assert generator.stop() == 7
    assert time.monotonic() - began_s < 20.0
    assert generator._children["worker-0"].code() == 0


def test_a_worker_that_hears_nothing_is_killed(make: Make, said: list[str]) -> None:
    """The log says so."""
    generator = make(workers=1, WORKER_IS_DEAF="yes")
    generator.start()
    _wait_for(lambda: len(said) == 2)
    assert generator.stop() == 7
    assert generator._children["worker-0"].code() == -9
    assert said[-1] == "worker-0: did not end in time and is killed"


def test_a_generator_that_never_started_can_be_stopped(make: Make) -> None:
    """What is undone at the end may not have begun."""
    assert make().stop() is None


def _option(words: list[str], name: str) -> str:
    return words[words.index(name) + 1]


def _wait_for(true: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline_s, "did not happen within 10 s"
        time.sleep(0.01)


def test_a_master_that_stands_still_is_told_of(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """It gives no orders, and would never end; one that has ended does not stand still."""
    monkeypatch.setattr(standstill, "LONGEST_S", 0.0)
    generator = make()
    generator.start()
    assert generator.standstill() == ""
    master = next(one for one in psutil.Process().children() if "--master" in one.cmdline())
    master.suspend()
    _wait_for(lambda: generator.standstill() == "its process stood still for 10 s")
    generator.stop()
    assert generator.standstill() == ""


STOCK = Closed.model_validate({"visitors": 20, "spawn-rate": 2.5})


@pytest.mark.parametrize(
    ("closed", "plugged", "many"),
    [
        (None, ["locust"], []),
        (STOCK, ["siaga.crowd.plugged", "{run}"], ["--users", "20", "--spawn-rate", "2.5"]),
        (Closed(), ["siaga.crowd.plugged", "{run}"], []),
    ],
)
def test_a_stock_locust_file_is_plugged_and_told_how_many_come(
    make: Make, tmp_path: Path, closed: Closed | None, plugged: list[str], many: list[str]
) -> None:
    """Only the master is, and only where the file's own shape does not say it."""
    commands = make(workers=1, closed=closed)._commands
    run = str(tmp_path / "run")
    began = ["-m", *(one.format(run=run) for one in plugged), "-f", str(tmp_path / "day.py")]
    for name, command in commands.items():
        assert command[1 : 1 + len(began)] == began
        assert command[-4:] == many if many and name == "master" else "--users" not in command
