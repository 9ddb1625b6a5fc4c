"""A trial is played as a command, and what comes of that is told truthfully."""

import json
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import psutil
import pytest

from siaga.errors import SiagaError
from siaga.judge.verdict import Decision
from siaga.selftest import play as module
from siaga.selftest.play import Play
from siaga.selftest.sign import Sign
from siaga.selftest.trial import Trial
from tests.selftest.verdicts import content

QUOTA = Trial(
    name="quota",
    scenario="day",
    expects=Decision.NO_GO,
    signs=(Sign("rule", "R6"),),
    site_arguments=("--store", "sqlite:///{scratch}/s.db"),
)
STARVED = Trial(
    name="starved",
    scenario="day",
    expects=Decision.INCONCLUSIVE,
    signs=(Sign("check", "workers-complete"),),
    starves="worker",
)

RUN = """
import json, pathlib, sys, time
out = pathlib.Path(sys.argv[sys.argv.index("--out") + 1])
folder = out / "day" / f"2026-11-29T00-00-0{sys.argv[1]}Z"
folder.mkdir(parents=True)
(folder / "said.json").write_text(json.dumps(sys.argv[2:]))
"""


def playing(folder: Path, then: str, number: int = 1) -> Play:
    """Give what plays a program in the place of siaga; it makes a run folder, then does something."""
    program = folder / f"program-{number}.py"
    program.write_text(RUN + then, encoding="utf-8")
    return Play(out=folder / "out", program=(sys.executable, str(program), str(number)))


def writing(verdict: dict[str, object], code: int) -> str:
    """Give a program that writes a verdict and ends with a code."""
    return f"(folder / 'verdict.json').write_text({json.dumps(verdict)!r}); sys.exit({code})"


def test_a_trial_is_a_run_with_its_arguments(tmp_path: Path) -> None:
    """The scenario, a folder of its own, no exporter; the scratch folder is gone afterwards."""
    then = writing(content("NO_GO", R6="broken"), 3)
    then = f"assert pathlib.Path(sys.argv[-1].split('///')[1]).parent.is_dir(); {then}"
    finding = playing(tmp_path, then)(QUOTA, Path("day.yaml"))
    assert (finding.is_right, finding.said, finding.why) == (True, "NO_GO", "rule R6")
    *told, last = json.loads(next(tmp_path.glob("out/quota/1/day/2*/said.json")).read_text())
    out = str(tmp_path / "out" / "quota" / "1")
    assert told == ["run", "day.yaml", "--out", out, "--exporter-port", "0", "--workers", "2",
                    "--site-arg=--store"]  # fmt: skip
    assert last.startswith("--site-arg=sqlite:////")
    assert last.endswith("/s.db")
    assert not Path(last.split("///")[1]).parent.exists()


@pytest.mark.parametrize(
    ("then", "why"),
    [
        ("print('site: is ill'); sys.exit(70)", "ended with exit code 70: site: is ill"),
        ("sys.exit(77)", "ended with exit code 77: it said nothing"),
        ("sys.exit(3)", "verdict.json"),
        ("(folder / 'verdict.json').write_text('{\"verdict\"'); sys.exit(3)", "Expecting ':'"),
        ("import shutil; shutil.rmtree(folder); sys.exit(3)", "there is no run folder"),
    ],
)
def test_a_command_without_a_verdict_is_no_finding(tmp_path: Path, then: str, why: str) -> None:
    """Whatever it ends with, and whatever it leaves behind."""
    finding = playing(tmp_path, then)(QUOTA, Path("day.yaml"))
    assert (finding.is_right, finding.sight) == (False, None)
    assert why in finding.why


def test_an_earlier_verdict_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    """A command that dies before it has a folder leaves that of the run before as the last."""
    first = playing(tmp_path, writing(content("NO_GO", R6="broken"), 3))
    assert first(QUOTA, Path("day.yaml")).is_right
    second = playing(tmp_path, "import shutil; shutil.rmtree(folder); sys.exit(3)", number=2)
    assert second(QUOTA, Path("day.yaml")).why == "there is no run folder"


def test_a_command_that_hangs_is_ended(tmp_path: Path) -> None:
    """It has its time by the clock that is passed, and is gone then."""
    clock_s: Iterator[float] = iter(count(0.0, 100.0))
    hanging = playing(tmp_path, "print(__import__('os').getpid(), flush=True); time.sleep(60)")
    play = Play(out=hanging.out, program=hanging.program, clock=lambda: next(clock_s))
    finding = play(QUOTA, Path("day.yaml"))
    assert (finding.is_right, finding.why) == (False, "did not end within 300 s")
    assert finding.took_s > module.MOST_S
    assert not [one for one in psutil.process_iter(["cmdline"]) if hanging.program[1] in _words(one)]


def test_a_trial_may_be_played_twice_at_the_same_time(tmp_path: Path) -> None:
    """Each reads its own verdict: the one that waits for the other is not taken for it."""
    there = str(tmp_path / "there")
    wait = f"\nwhile not pathlib.Path({there!r}).exists(): time.sleep(0.01)\n"
    waiting = playing(tmp_path, wait + writing(content("NO_GO", R6="broken"), 3))
    told = f"pathlib.Path({there!r}).touch();" + writing(content("GO"), 0)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(waiting, QUOTA, Path("day.yaml"))
        while not list(tmp_path.glob("out/quota/1/day/2*/said.json")):
            time.sleep(0.01)
        second = playing(tmp_path, told, number=2)(QUOTA, Path("day.yaml"))
        assert (second.said, first.result(30).said) == ("GO", "NO_GO")


def test_when_it_is_over_nothing_begins_and_nothing_goes_on(tmp_path: Path) -> None:
    """Ctrl-C ends what is played and what would be."""
    play = playing(tmp_path, "time.sleep(60)")
    ending = Play(out=play.out, program=play.program, sleep=lambda _pause_s: ending.over.set())
    assert ending(QUOTA, Path("day.yaml")).why == "was ended with the self-test"
    assert ending(QUOTA, Path("day.yaml")).why == "was not played"


def _words(process: psutil.Process) -> list[str]:
    return process.info["cmdline"] or []


def test_a_program_that_is_not_there_ends_the_self_test(tmp_path: Path) -> None:
    """Nothing could be said of any trial."""
    with pytest.raises(SiagaError, match="quota: cannot be started"):
        Play(out=tmp_path, program=("/nowhere",))(QUOTA, Path("day.yaml"))


SENDING = """
import subprocess
worker = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)", "--worker"])
(folder / "evidence").mkdir()
for rank in range(2):
    (folder / "evidence" / f"worker-{rank}.jsonl").write_text('{}\\n' * SECONDS)
"""


def test_a_worker_is_taken_when_visitors_have_come_for_a_while(tmp_path: Path) -> None:
    """The run is begun then; what it says of itself decides."""
    told = content("INCONCLUSIVE", workers_complete="unknown")
    then = SENDING.replace("SECONDS", str(module.STARVED_FROM_S)) + "worker.wait();" + writing(told, 4)
    finding = playing(tmp_path, then)(STARVED, Path("day.yaml"))
    assert (finding.is_right, finding.why) == (True, "check workers-complete")


def test_a_run_from_which_nothing_was_taken_proves_nothing(tmp_path: Path) -> None:
    """It was over before it had begun: the right verdict is not the trial's doing."""
    told = content("INCONCLUSIVE", workers_complete="unknown")
    short = SENDING.replace("SECONDS", str(module.STARVED_FROM_S - 1))
    then = short + "worker.kill();" + writing(told, 4)
    finding = playing(tmp_path, then)(STARVED, Path("day.yaml"))
    assert (finding.is_right, finding.why) == (False, "ended before anything was taken away")
