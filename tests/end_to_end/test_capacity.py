"""Claims about a whole search: levels are runs at one site, and a capacity that is known is found."""

import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from siaga.errors import ExitCode
from tests.end_to_end.conftest import DEADLINE_S, Play

ACCOUNTS = str(Path(__file__).parents[2] / "docs" / "capacity" / "accounts.yaml")
SHORT = ("--settle", "1 s", "--hold", "4 s", "--from", "20/s", "--objective", "accounts-opened")
ROOMY = ("--set", "site.capacity=40/s")
AT_EASE = ("--set", "evidence={cpu: 1, clock-offset: 1 s, loop-lag: 5 s}")
"""A machine that has other things to do is no matter here."""


@pytest.fixture
def search(start: Callable[..., Play]) -> Callable[..., Play]:
    """Start a search of the accounts that a site has room for."""

    def launch(*options: str) -> Play:
        """Type the command."""
        command = (sys.executable, "-m", "siaga", "capacity", ACCOUNTS, "--exporter-port", "0")
        return start(*command, *options)

    return launch


def found(play: Play) -> Path:
    """Give the search folder."""
    return play.place / "reports" / "account-capacity-capacity" / "latest"


def known(play: Play) -> dict[str, Any]:
    """Read what is known."""
    content: dict[str, Any] = json.loads((found(play) / "capacity.json").read_text(encoding="utf-8"))
    return content


@pytest.mark.slow
def test_every_level_is_a_run_at_one_site(search: Callable[..., Play]) -> None:
    """With people of its own, and a report; that all held at the most to be sent is no capacity."""
    play = search(*SHORT, *ROOMY, *AT_EASE, "--to", "24/s")
    assert play.end() == ExitCode.INCONCLUSIVE, play.said()
    content = known(play)
    assert (content["ending"], content["low_per_s"]) == ("as much as was asked for", 24.0)
    assert [one["folder"] for one in content["levels"]] == ["01-20", "02-24"]
    runs = [json.loads((found(play) / name / "run.json").read_text()) for name in ("01-20", "02-24")]
    assert runs[0]["host"] == runs[1]["host"]
    assert (runs[0]["seed"], runs[1]["seed"]) == (2, 3)
    names = {one["name"] for one in content["levels"][1]["readings"]}
    assert {"CPU", "configured capacity", "commit"} <= names
    assert (found(play) / "02-24" / "report.html").is_file()
    assert "UNDECIDED: at least 24 arrivals a second" in play.said()


def test_a_search_that_is_interrupted_ends_with_what_it_knows(search: Callable[..., Play]) -> None:
    """In the middle of its first level, which is lost: nothing is known yet."""
    play = interrupted(search(*SHORT, *ROOMY, *AT_EASE), "01-20")
    content = known(play)
    assert (content["ending"], content["low_per_s"], content["levels"]) == ("unfinished", None, [])
    assert "UNDECIDED: nothing is known: no level was played to its end" in play.said()


@pytest.mark.slow
def test_a_search_that_is_interrupted_says_what_was_played(search: Callable[..., Play]) -> None:
    """After its first level, in the middle of the second."""
    play = interrupted(search(*SHORT, *ROOMY, *AT_EASE), "02-29")
    content = known(play)
    assert (content["ending"], content["low_per_s"], len(content["levels"])) == ("unfinished", 20.0, 1)
    assert "UNDECIDED: at least 20 arrivals a second, as far as was played" in play.said()


def interrupted(play: Play, level: str) -> Play:
    """Interrupt a search while a level is played, and wait for its end."""
    until_s = time.monotonic() + DEADLINE_S
    while not (found(play) / level / "evidence" / "plan.json").exists():
        assert time.monotonic() < until_s, play.said()
        assert play.process.poll() is None, play.said()
        time.sleep(0.1)
    play.process.send_signal(signal.SIGINT)
    assert play.end() == ExitCode.INTERRUPTED, play.said()
    return play


@pytest.mark.slow
def test_a_known_capacity_is_found_within_five_percent(search: Callable[..., Play]) -> None:
    """A site that has room for 10 accounts a second and turns nobody away; that is what was full."""
    plain = ("--site-arg=--without", "--site-arg=admission")
    play = search("--settle", "5 s", "--from", "7.5/s", *plain, *AT_EASE)
    play.process.wait(1500)
    content = known(play)
    assert content["ending"] == "found", play.said()
    assert content["capacity_per_s"] == pytest.approx(10.0, rel=0.05)
    assert content["saturated_first"] == "configured capacity"
