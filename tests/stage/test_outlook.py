"""Claims about outlooks: what a full run would send follows from the plan and from one walk of each."""

import pytest

from siaga.record.walk_fact import Asked, Ended, Fact, Paused, Reached, Saw, Vowed
from siaga.scenario.abuse import Abuse
from siaga.scenario.load import loads
from siaga.scenario.model import Scenario
from siaga.stage.average import average
from siaga.stage.outlook import outlook

ENDED = "are allowed, and the run would be ended"

DAY = """
name: small-day
description: Four seconds.
seed: 1
locustfile: day.py
traffic:
  arrivals: even
  phases: [{name: doors, for: 2 s, rate: 10/s}, {name: late, for: 2 s, rate: 10/s}]
  populations: [{name: everybody, journey: whole}]
objectives: [{id: errors, expect: error ratio <= 1 %}]
"""


def small_day(caps: dict[str, int] | None = None) -> Scenario:
    """Give a day of forty visitors."""
    given = {"requests": "/s", "connections": "", "bytes": ""}
    lines = [f"  {name}: {most}{given[name]}" for name, most in (caps or {}).items()]
    return loads(DAY + ("caps:\n" + "\n".join(lines) if lines else ""), "day.yaml")


def _asked(offset_s: float, *, requests: int = 1, beside: bool = False) -> Asked:
    return Asked(
        step="s",
        method="GET",
        path="/",
        offset_s=offset_s,
        requests=requests,
        sent_bytes=100,
        received_bytes=1_000,
        beside=beside,
    )


VOW = Vowed(step="join", person="1", key="k", outcome="ok", why="", receipt_key="r", content={})
WALK: list[Fact] = [
    _asked(0.0),
    Reached(stage="verified", ratio=0.5, yes=True),
    _asked(1.5, requests=2),
    _asked(1.7, beside=True),
    Saw(what="remaining", shown="7"),
    Reached(stage="verified", ratio=0.5, yes=True),
    Reached(stage="joined", ratio=0.2, yes=True),
    _asked(3.2),
    VOW,
    Ended(how="whole", offset_s=4.0, person=True),
]


def test_the_average_visitor_sends_what_its_share_of_the_funnel_sends() -> None:
    """Half of them go on to the second step, a tenth to the last one; a stage counts once."""
    found = average(WALK)
    assert found.requests.tolist() == [1.0, 0.5 * 2 + 0.5, 0.0, 0.1, 0.0]
    assert found.inside.tolist() == [1.0, 0.5, 0.1, 0.1, 0.1]
    assert found.stages == {"verified": 0.5, "joined": pytest.approx(0.1)}
    assert found.beside == 0.5
    assert found.sent_bytes == pytest.approx(100 * (1 + 0.5 + 0.5 + 0.1))
    assert found.promises == pytest.approx(0.1)
    assert found.ledger_bytes == pytest.approx(0.5 * 190 + 0.1 * 560)
    assert (found.identities, found.whole) == (1.0, True)


def test_what_was_asked_again_after_a_pause_counts_once() -> None:
    """A run would have made the pause before."""
    facts: list[Fact] = [
        _asked(0.0),
        Paused(pause_s=0.0, slept_s=1.0, why="soon"),
        _asked(0.0),
        Ended(how="whole"),
    ]
    assert average(facts).requests.tolist() == [1.0]


def test_a_walk_that_never_ended_is_not_whole() -> None:
    """What comes after is missing, and nobody knows how much that is."""
    assert average([_asked(0.0)]).whole is False


def test_the_whole_day_is_told() -> None:
    """Ten visitors a second for four seconds, all alike."""
    found = outlook(small_day(), {"everybody": WALK}, workers=2)
    assert (found.visitors, found.peak_arrivals_per_s, found.duration_s) == (40, 10, 4.0)
    assert (found.requests, found.beside, found.promises, found.identities) == (104, 20, 4, 40)
    assert (found.peak_requests_per_s, found.peak_at_s) == (26, 3)
    assert found.inside == 17
    assert (found.sent_bytes, found.received_bytes) == (8400, 84000)
    (group,) = found.groups
    assert (group.name, group.journey, group.visitors) == ("everybody", "whole", 40)
    assert group.by_phase == {"doors": 20, "late": 20}
    assert group.stages == {"verified": 20, "joined": 4}
    assert (group.requests, group.promises, group.whole, group.walked) == (104, 4, True, True)
    assert found.folder_bytes == 40 * (95 + 56) + 3 * 300 * 4 + 4 * (2 * 7_000 + 5_000) + 1_000_000


def test_a_population_for_which_nobody_walked_sends_nothing_that_is_known() -> None:
    """It is told."""
    found = outlook(small_day(), {}, workers=1)
    assert (found.visitors, found.requests) == (40, 0)
    assert [(one.walked, one.whole) for one in found.groups] == [(False, False)]


@pytest.mark.parametrize(
    ("caps", "said"),
    [
        ({}, []),
        ({"requests": 26, "connections": 17, "bytes": 92_400}, []),
        (
            {"requests": 25, "connections": 16, "bytes": 92_399},
            [
                f"caps.requests: 26 go out in the fullest second; 25 {ENDED}",
                f"caps.connections: 17 are open at once; 16 {ENDED}",
                f"caps.bytes: 92,400 go over the wire; 92,399 {ENDED}",
            ],
        ),
    ],
)
def test_a_cap_that_would_end_the_run_is_told(caps: dict[str, int], said: list[str]) -> None:
    """At the cap is allowed."""
    assert list(outlook(small_day(caps), {"everybody": WALK}, workers=2).stops) == said


def test_those_who_mean_harm_are_counted_apart() -> None:
    """Nobody walks for them."""
    day = small_day().model_copy(update={"abuse": (Abuse(case="otp-brute-force", rate=50, most=3),)})
    assert (outlook(day, {}, workers=1).abusers, outlook(small_day(), {}, workers=1).abusers) == (3, 0)
