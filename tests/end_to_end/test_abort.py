"""Claims about a run that an objective ends early: orderly, and at once.

That one which holds ends nothing is claimed of the day that goes well, in test_rehearsal.py.
"""

import json
from collections.abc import Callable
from typing import Any

from siaga.errors import ExitCode

LONGER = ("--set", "traffic.phases.1.for=40 s", "--set", "objectives.0.abort={after: 1 s}")


def test_an_objective_that_is_lost_ends_the_run_and_is_no_go(rehearse: Callable[..., Any]) -> None:
    """No join takes a millisecond: most of the day is not played, what was is audited and judged."""
    run = rehearse(*LONGER, "--set", "objectives.0.expect=p99 of join <= 1 ms")
    assert run.end() == ExitCode.NO_GO, run.said()
    verdict, record = run.verdict(), json.loads((run.folder / "run.json").read_text())
    assert (record["aborted_for"], record["interrupted"]) == ("join-availability", False)
    assert 1 <= record["aborted_at_s"] < 30
    assert record["notes"] == [
        "the run was ended early for join-availability: it was lost beyond repair"
    ]
    load = verdict["load"]
    assert load["arrived"] < load["planned_arrivals"]
    assert {one["state"] for one in verdict["evidence"]} == {"met"}
    assert verdict["reasons"][0]["text"].startswith(
        "join-availability: p99 of join <= 1 ms: The run was ended early for it, at "
    )
    audit = verdict["audit"]
    assert (audit["acknowledged"] > 0, audit["lost"], audit["findings"]) == (True, 0, [])
    assert "Ended early:" in (run.folder / "report.html").read_text()
