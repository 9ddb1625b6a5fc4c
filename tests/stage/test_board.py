"""Claims about the board: what live views show of a run, from its preparation to its verdict."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from siaga.judge.recorded import Recorded
from siaga.judge.verdict import ObjectiveResult, State
from siaga.record.fault_span import FaultSpan
from siaga.record.latency import Interval, LatencyLog, never
from siaga.record.run_record import RunRecord
from siaga.record.tally import StepCount
from siaga.scenario.load import dump
from siaga.stage.board import Board
from tests.judge.hand_made import DURATION_S, PER_S, T0_S, Run

Standing = Callable[[], tuple[Mapping[str, ObjectiveResult], Recorded | None]]

ERRORS = ObjectiveResult(
    id="errors",
    expression="error ratio <= 5 %",
    state=State.MET,
    value=0.01,
    bound=0.02,
    limit=0.05,
    unit="ratio",
    key=False,
    weight=1.0,
    text="1 %, at most 5 % is asked for.",
    sign="<=",
)


def _unjudged() -> tuple[Mapping[str, ObjectiveResult], Recorded | None]:
    return {}, None


def _board(run: Run, run_s: float, standing: Standing = _unjudged, *, page: bool = False) -> Board:
    run.folder.scenario.write_text(dump(run.scenario), encoding="utf-8")
    return Board(run.folder, lambda: T0_S + run_s, standing, page=page)


def _shown(run: Run) -> dict[str, Any]:
    shown: dict[str, Any] = json.loads(run.folder.board.read_text(encoding="utf-8"))
    return shown


def test_before_the_first_phase_there_is_only_what_is_planned(run: Run) -> None:
    """Phases and objectives, of which nobody knows anything."""
    run.record()
    run.folder.plan.unlink()
    _board(run, 0.0).look()
    shown = _shown(run)
    assert (shown["run"], shown["stage"], shown["verdict"]) == ("hand-made/1", "preparing", None)
    assert shown["phases"] == [
        {"name": "doors-open", "from_s": 0.0, "until_s": 10.0},
        {"name": "evening", "from_s": 10.0, "until_s": 20.0},
    ]
    assert shown["strip"]["arrived_per_s"] == []
    assert shown["objectives"][0] == {
        "id": "join-latency",
        "key": True,
        "dry_run": False,
        "state": "unknown",
        "expression": "",
        "text": "Not judged yet.",
        "used_ratio": None,
    }
    assert shown["forecast"]["text"] == "nothing was measured yet"


def test_a_run_that_goes_on_is_shown_second_by_second(run: Run) -> None:
    """Up to the last second that is known whole; of seats what the site says, of latencies the p99."""
    run.record()
    run.day(close=False, steps=[{"join": StepCount(good=90, failed=10)}])
    run.latencies("join", {second: [0.25] for second in range(DURATION_S)})
    run.scrapes([{"site_seats{state=left}": 7.0}])
    board = _board(run, DURATION_S - 0.5)
    board.look()
    strip = _shown(run)["strip"]
    assert strip["arrived_per_s"] == [PER_S] * DURATION_S
    assert strip["planned_per_s"] == [PER_S] * DURATION_S
    assert strip["served_per_s"] == [90.0] * DURATION_S
    assert strip["failed_per_s"] == [10.0] * DURATION_S
    # Who has just begun to look knows of no more than the last ten seconds.
    assert strip["p99_s"] == [None] * 10 + [pytest.approx(0.25, rel=0.001)] * 10
    assert strip["seats_left"] == [None] * 10 + [7.0] * 10
    assert dict(_shown(run)["rows"])["arrivals"] == "2,000 of 1,900 due, 2,000 planned, 0 dropped"


def test_objectives_stand_beside_what_they_let_expect(run: Run) -> None:
    """Reckoned anew when they were judged anew."""
    run.record()
    judged = {"errors": ERRORS}
    asked = 0

    def standing() -> tuple[Mapping[str, ObjectiveResult], Recorded | None]:
        nonlocal asked
        asked += 1
        return judged, None

    board = _board(run, 1.0, standing)
    board.look()
    shown = _shown(run)
    assert shown["objectives"][1] == {
        "id": "errors",
        "key": False,
        "dry_run": False,
        "state": "met",
        "expression": "error ratio <= 5 %",
        "text": "1 %, at most 5 % is asked for.",
        "used_ratio": 0.4,
    }
    assert shown["forecast"]["decision"] == "GO"
    assert dict(shown["rows"])["forecast"] == shown["forecast"]["text"]
    judged = {"errors": replace(ERRORS, state=State.BROKEN, value=0.5)}
    board.look()
    assert (_shown(run)["forecast"]["decision"], asked) == ("NO_GO", 2)


def test_what_counts_in_the_end_alone_is_not_known_before(run: Run) -> None:
    """Seats are left until the last one is given: nothing is broken by that."""
    run.record()
    seats = replace(
        ERRORS, state=State.BROKEN, expression='last(site_seats{state="left"}) <= 0', value=7.0
    )
    _board(run, 1.0, lambda: ({"errors": seats}, None)).look()
    assert _shown(run)["objectives"][1]["state"] == "unknown"
    assert _shown(run)["forecast"]["decision"] is None


def test_faults_stand_on_the_board_as_they_are(run: Run) -> None:
    """One that nobody had planned, too."""
    run.record()
    FaultSpan(kind="kill", target="store", from_s=1.0, proof="it is gone", proven_s=1.5).write(
        run.folder.faults
    )
    _board(run, 3.0).look()
    assert _shown(run)["faults"] == [
        {
            "kind": "kill",
            "target": "store",
            "planned_s": None,
            "for_s": 0.0,
            "state": "proven",
            "from_s": 1.0,
            "until_s": None,
            "proof": "it is gone",
        }
    ]
    assert dict(_shown(run)["rows"])["faults"] == "kill of store for 2 s (proven)"


def test_what_is_over_does_not_go_on(run: Run) -> None:
    """An hour later the same seconds are shown; then the verdict, with what was judged."""
    run.record(ended_at="2027-01-15T08:00:25.000+00:00", notes=("the site ended with code 1",))
    run.day()
    board = _board(run, 3_600.0, lambda: ({"errors": ERRORS}, None), page=True)
    board.look()
    shown = _shown(run)
    assert (shown["stage"], len(shown["strip"]["arrived_per_s"])) == ("reading", DURATION_S)
    assert dict(shown["rows"])["time"] == "0:20, 0:00 to go"
    assert shown["notes"] == ["the site ended with code 1"]
    objective = {"id": "errors", "state": "broken", "text": "6 % of all."}
    verdict = {
        "verdict": "NO_GO",
        "exit_code": 3,
        "reasons": [{"gate": "key", "id": "errors", "text": "errors: 6 % of all."}],
        "objectives": [objective],
    }
    run.folder.verdict.write_text(json.dumps(verdict), encoding="utf-8")
    board.look()
    assert _shown(run)["verdict"] == {
        "decision": "NO_GO",
        "exit_code": 3,
        "reasons": ["errors: 6 % of all."],
        "objectives": {"errors": {"state": "broken", "text": "6 % of all.", "used_ratio": None}},
    }
    page = run.folder.live_page.read_text(encoding="utf-8")
    assert 'data-stage="judged"' in page
    assert _shown(run)["report"] is False
    assert "NO GO" in page


def test_a_board_that_cannot_be_written_ends_nothing(run: Run) -> None:
    """A damaged record, or no room: the next look may be better."""
    run.record()
    board = _board(run, 1.0)
    whole = run.folder.run.read_bytes()
    run.folder.run.write_bytes(b"{")
    board.look()
    assert not run.folder.board.exists()
    run.folder.run.write_bytes(whole)
    run.folder.board.mkdir()
    board.look()
    run.folder.board.rmdir()
    board.look()
    assert _shown(run)["run"] == RunRecord.read(run.folder.run).run_id
    assert not run.folder.live_page.exists()


def test_a_number_of_seats_that_is_none_is_not_shown(run: Run) -> None:
    """JSON has no word for it, and a browser would refuse the whole board."""
    run.record()
    run.day()
    run.scrapes([{"site_seats{state=left}": float("inf")}])
    _board(run, 20.0).look()
    assert dict(_shown(run)["rows"])["seats left"] == "-"


def test_a_latency_that_is_never_is_told_in_words(run: Run) -> None:
    """JSON has no number for it: the view has none, and the strip a gap."""
    run.record()
    run.day(close=False, dropped=[PER_S])
    log = LatencyLog(run.folder.latency(0), T0_S)
    log.append(Interval(second=DURATION_S - 1, step="join", intended=True, latencies=never(PER_S)))
    log.close()
    _board(run, DURATION_S - 0.5, page=True).look()
    shown = _shown(run)
    assert dict(shown["rows"])["p99"] == "never"
    assert (shown["view"]["p99_s"], shown["strip"]["p99_s"][-1]) == (None, None)
    assert "never" in run.folder.live_page.read_text(encoding="utf-8")
