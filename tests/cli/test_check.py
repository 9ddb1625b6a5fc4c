"""Claims about `siaga check --try`: what a dry run shows, what it answers, and what is refused."""

import json
from collections.abc import Callable

import pytest
from rich.console import Console

from siaga.cli.main import call
from siaga.cli.outlook_page import show_end
from siaga.errors import ExitCode
from siaga.record.walk_fact import Ended, Fact
from siaga.stage.dry_run import DryRun, RollFacts
from siaga.stage.dry_runner import Manner
from siaga.stage.look_up import LookedUp
from siaga.stage.request import Request
from tests.cli.hand_tried import GOOD, LEFT, UNKNOWN, VOW, tried

NOBODYS = "traffic.populations=[{name: a, journey: nosuch}]"
Captured = pytest.CaptureFixture[str]


def _ended(run: DryRun, width: int) -> list[str]:
    console = Console(width=width, highlight=False, markup=False)
    with console.capture() as captured:
        show_end(console, run)
    return captured.get().splitlines()


def test_the_end_says_what_a_full_run_would_send_and_what_is_wrong() -> None:
    """At every width, without a line that sticks out or ends in blanks."""
    found = (LookedUp(person="31", held=False, text="person 31 is gone"),)
    run = tried(GOOD, VOW, LEFT, roll=RollFacts(configured=True, entries=7, strangers=1, found=found))
    for width in (80, 200):
        lines = _ended(run, width)
        assert max(map(len, lines)) <= width
        assert [one for one in lines if one != one.rstrip()] == []
    assert lines[:4] == [
        "",
        "roll",
        "  7 entries after the walk, 1 of them new and not ours",
        "  ! person 31 is gone",
    ]
    name = run.outlook.groups[0].name
    assert f"  {name}: " in "\n".join(lines)
    assert lines[-2:] == [
        f"! population {name}: the visitor went no further: status 403 at day.py:7 in whole: me.get(1)",
        "! roll: person 31 is gone",
    ]


@pytest.mark.parametrize(
    ("roll", "said"),
    [
        (RollFacts(configured=False), "  none is configured (site.roll): no promise can be looked up"),
        (RollFacts(configured=True, error="roll: is gone"), "  ! roll: is gone"),
        (RollFacts(configured=True), "  no promise was asked for, so there is nobody to look for"),
    ],
)
def test_the_roll_says_what_it_can(roll: RollFacts, said: str) -> None:
    """Nothing at all, why not, or that nobody asked."""
    assert said in _ended(tried(Ended(how="whole"), roll=roll), 200)


Typed = Callable[[DryRun], list[tuple[Request, Manner]]]


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Typed:
    """Have the next dry run come out as a test says; gives what was asked for."""

    def comes_out(run: DryRun) -> list[tuple[Request, Manner]]:
        asked: list[tuple[Request, Manner]] = []

        def walked(request: Request, manner: Manner, show: Callable[[Fact], object]) -> DryRun:
            """Show what was walked, and walk nothing."""
            asked.append((request, manner))
            for facts in run.walks.values():
                for one in facts:
                    show(one)
            return run

        monkeypatch.setattr("siaga.cli.check.dry_run", walked)
        return asked

    return comes_out


def test_a_dry_run_in_which_nothing_is_wrong_exits_with_0(typed: Typed, capsys: Captured) -> None:
    """What was typed reaches it; nothing in a pipe is coloured."""
    asked = typed(tried(GOOD, VOW, Ended(how="whole")))
    options = "--host http://127.0.0.1:1 --scale 0.5 --time-scale 0.2 --set site.quota=7 --pace 0.5"
    more = "--within 9 --most-requests 8 --chances no --seed 3 --locustfile f.py --workers 4"
    assert call(["check", "gate", "--try", *options.split(), *more.split()]) == ExitCode.GO
    ((request, manner),) = asked
    assert (request.host, request.applied_scale, request.time_scale) == ("http://127.0.0.1:1", 0.5, 0.2)
    assert (request.seed, request.locustfile, request.muster.here) == (3, "f.py", 4)
    assert [str(one.path) for one in request.overrides] == ["('site', 'quota')"]
    assert manner == Manner(pace=0.5, chances="no", within_s=9, most_requests=8)
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert said.endswith("1 journey walked, nothing is wrong\n")


def test_a_dry_run_in_which_something_is_wrong_exits_with_3(typed: Typed, capsys: Captured) -> None:
    """With the sentence last."""
    typed(tried(UNKNOWN, Ended(how="whole"), broken="it ended with code 1"))
    assert call(["check", "gate", "--try"]) == ExitCode.NO_GO
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2] == "! walks: it ended with code 1"
    assert lines[-1].endswith("the promise of step 'join' ended unknown: " + UNKNOWN.why)


def test_a_dry_run_can_be_read_by_machines(typed: Typed, capsys: Captured) -> None:
    """One JSON document, and nothing beside it."""
    run = tried(GOOD, VOW, LEFT)
    typed(run)
    assert call(["check", "gate", "--try", "--json"]) == ExitCode.NO_GO
    said = json.loads(capsys.readouterr().out)
    assert said == json.loads(json.dumps(run.as_json()))
    assert (said["schema"], said["scenario"], said["host"]) == (1, "gate", "http://127.0.0.1:8080")
    (walk,) = said["walks"].values()
    assert [one["e"] for one in walk] == ["asked", "vowed", "ended"]
    assert said["problems"] == run.problems
    assert set(said) == {
        "schema", "scenario", "host", "walks", "roll", "outlook", "notes", "problems",
    }  # fmt: skip


def test_a_walk_without_promises_is_noted() -> None:
    """There would be nothing to audit, which is no mistake of the journey."""
    run = tried(GOOD, Ended(how="whole"))
    assert run.notes == ["no journey asked for a promise: a run would have nothing to audit"]
    assert run.problems == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--host", "http://127.0.0.1:1"], "--host: needs --try; a check alone sends nothing"),
        (["--json"], "--json: needs --try; a check alone sends nothing"),
        (["--try", "--chances", "maybe"], "--chances 'maybe': is none; yes, no, drawn are"),
        (["--try", "--host", "http://192.0.2.1"], "has not agreed to be loaded"),
        (["--try", "--set", "traffic.phases=[]"], "traffic.phases"),
        (
            ["--try", "--set", "traffic.populations=[{name: a, journey: nosuch}]"],
            "'nosuch' is not defined",
        ),
    ],
)
def test_what_cannot_be_tried_is_refused(options: list[str], said: str, capsys: Captured) -> None:
    """Before anything is sent; a site that has not agreed with the code of a guard rail."""
    code = call(["check", "gate", *options])
    assert code == (ExitCode.REFUSED if "http://192.0.2.1" in options else ExitCode.USAGE)
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([], "20 visitors at once in 60 s, "),
        (["--set", "traffic.closed.visitors=7"], "7 visitors at once in 60 s, "),
    ],
)
def test_a_stock_locust_file_is_checked_by_how_many_are_there_at_once(
    more: list[str], told: str, capsys: Captured
) -> None:
    """Nobody plans how many of its visitors come."""
    assert call(["check", "stock-locust", *more]) == ExitCode.GO
    assert told in capsys.readouterr().out
