"""Claims about jobs: each is a process of its own, and ends with whoever wanted it done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from siaga.faults.chaos.job import ANYWHERE, Job, answered, environment
from siaga.faults.chaos.lock import held
from siaga.faults.fault import FaultError
from siaga.faults.place import Place
from siaga.faults.waiting import becomes_true
from tests.faults.chaos_kit import TOKEN, has_ended, process, python

PLACE = Place(site_url="http://127.0.0.1:1", token=TOKEN)
STARTER = """
import json, sys, time
from siaga.faults.chaos.job import Job
from siaga.faults.place import Place
job = Job(Place(site_url="http://127.0.0.1:1")).do(json.loads(sys.argv[1]))
time.sleep(300)
"""


def ordered(activity: object, **more: object) -> dict[str, object]:
    """Give the order to run an activity."""
    return {"do": "action", "activity": activity, **more}


def test_a_job_gives_its_answer() -> None:
    """What the activity printed is not taken for it."""
    it = python("action", "it", "tests.faults.chaos_parts:says", {"what": "${site}"})
    site = {"site": {"type": "env", "key": "SITE_URL"}}
    answer = answered(ordered(it, configuration=site), PLACE, 30.0)
    assert answer == {"met": True, "told": '"http://127.0.0.1:1"'}


@pytest.mark.parametrize(
    ("activity", "said"),
    [
        (
            python("action", "it", "tests.faults.chaos_parts:leaves", {}),
            "action: ended with code -9 and no answer",
        ),
        (
            python("action", "it", "tests.faults.chaos_parts:none", {}),
            "action: AttributeError: module 'tests.faults.chaos_parts' has no attribute 'none'",
        ),
        ({}, "action: KeyError: 'type'"),
    ],
)
def test_what_goes_wrong_is_told_of(activity: object, said: str) -> None:
    """An activity that ends its process ends no other."""
    with pytest.raises(FaultError) as caught:
        answered(ordered(activity), PLACE, 30.0)
    assert str(caught.value) == said


def test_a_job_that_takes_too_long_ends_with_all_it_started(tmp_path: Path) -> None:
    """Also what it does not know of itself."""
    mark = tmp_path / "mark"
    slow = process("action", "slow", "sh", f'-c "echo $$ > {mark}; sleep 300"')
    with pytest.raises(FaultError, match="action: has not ended within 5 s"):
        answered(ordered(slow), PLACE, 5.0)
    assert has_ended(mark)


def test_a_job_that_does_not_let_itself_be_ended_is_killed(tmp_path: Path) -> None:
    """It was asked before."""
    lock = tmp_path / "it.lock"
    deaf = python("action", "deaf", "tests.faults.chaos_parts:deaf", {})
    job = Job(PLACE).do(ordered(deaf, lock=str(lock)))
    assert becomes_true(lambda: bool(held(lock)), 30.0)
    job.stop(0.5)
    assert job.ended()
    assert held(lock) is None


def test_a_job_ends_with_the_process_that_wanted_it_done(tmp_path: Path) -> None:
    """However that ended; so nobody harms on after a killed injector."""
    lock = tmp_path / "it.lock"
    order = ordered(process("action", "slow", "sleep", ["300"]), lock=str(lock))
    with subprocess.Popen([sys.executable, "-c", STARTER, json.dumps(order)]) as starter:
        assert becomes_true(lambda: bool(held(lock)), 30.0)
        starter.kill()
    assert becomes_true(lambda: held(lock) is None, 30.0)


def test_a_job_that_cannot_be_started_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing has begun then."""
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(FaultError, match="Chaos Toolkit: cannot be started"):
        Job(PLACE)


def test_a_job_knows_the_site_by_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only checked knows no token yet, and is not refused for that."""
    monkeypatch.delenv("SITE_ADMIN_TOKEN", raising=False)
    given = environment(PLACE)
    assert (given["SITE_URL"], given["SITE_ADMIN_TOKEN"]) == ("http://127.0.0.1:1", TOKEN)
    assert given["PATH"] == os.environ["PATH"]
    assert environment(ANYWHERE)["SITE_ADMIN_TOKEN"] == "not-known-before-the-run"
    assert "SITE_ADMIN_TOKEN" not in environment(Place(site_url="http://127.0.0.1:1"))


def test_a_job_that_ends_before_it_knows_what_to_do_is_told_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whatever it is that ends it."""
    monkeypatch.setattr(sys, "executable", "/bin/true")
    with pytest.raises(FaultError, match="action: its process ended before it knew what to do"):
        Job(PLACE).do(ordered({}))
