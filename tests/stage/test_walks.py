"""Claims about the process that walks: how it fails is told, and it never outlives whom it walks for."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.record.walk_fact import Began, Ended
from siaga.stage import walks as walking
from siaga.stage.walks import Broken, Errand, Said, walks
from tests.stage.test_outlook import DAY

HEAD = """
import os
import time
from siaga.crowd.launch import Launch

def whole(me):
{journey}

class Day(Launch):
    journeys = {{"whole": whole}}
"""


def _errand(folder: Path, journey: str) -> Errand:
    (folder / "day.py").write_text(HEAD.format(journey=journey), encoding="utf-8")
    return Errand(
        scenario=DAY,
        locustfile=str(folder / "day.py"),
        host="http://127.0.0.1:1",
        visitors={"everybody": 0},
        epoch=1,
        run_id="small-day/try",
        within_s=0.2,
    )


def test_a_journey_that_forgives_even_its_end_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some grace; whoever looks on is told where it was."""
    monkeypatch.setattr(walking, "GRACE_S", 0.5)
    stubborn = "  while True:\n    try:\n      time.sleep(9)\n    except BaseException:\n      pass"
    told = list(walks(_errand(tmp_path, stubborn), tmp_path, dict(os.environ)))
    assert [one for one in told if not isinstance(one, Said)] == [
        Began(population="everybody", journey="whole", visitor=0),
        Broken(why="in journey 'whole' nothing more was heard of it, and it was killed"),
    ]


def test_a_process_that_ends_in_the_middle_is_told(tmp_path: Path) -> None:
    """With its code, and what it printed before."""
    told = list(walks(_errand(tmp_path, "  print('bye')\n  os._exit(7)"), tmp_path, dict(os.environ)))
    assert told[-2:] == [
        Said(text="bye"),
        Broken(why="in journey 'whole' the process ended with code 7"),
    ]


def test_a_process_that_never_began_to_walk_is_told(tmp_path: Path) -> None:
    """Such as that of a Locust file which is not there any more."""
    errand = _errand(tmp_path, "  pass")
    (tmp_path / "day.py").unlink()
    told = list(walks(errand, tmp_path, dict(os.environ)))
    assert told[-1] == Broken(why="before the first journey the process ended with code 1")


def test_what_lets_the_walker_in_is_shown_to_nobody(tmp_path: Path) -> None:
    """However short and plain it is, whoever repeats it."""
    errand = _errand(tmp_path, "  raise ValueError('no kopi for a2FwYWw6a29waQ==')")
    guarded = "site: {credentials: {basic: {name: kapal, password: '${STAGING}'}}}\n"
    environ = {**os.environ, "STAGING": "kopi"}
    ended = list(walks(replace(errand, scenario=DAY + guarded), tmp_path, environ))[-1]
    assert isinstance(ended, Ended)
    assert (ended.why.endswith("no *** for ***"), "kopi" in ended.line) == (True, False)
