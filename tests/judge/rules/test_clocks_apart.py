"""Claims about times of two workers: what clocks or standstills explain is no violation."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from siaga.judge.rule import Rule
from siaga.judge.rules.lots import R18
from siaga.judge.rules.moments import R14
from siaga.judge.rules.seats_shown import R11
from siaga.judge.rules.waiting_room import R15
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
from siaga.record.clock_reading import ClockReading
from siaga.scenario.site import Site
from tests.judge.asked import Make, ruling
from tests.judge.hand_drawn import DIGEST, SEED, entries, in_order, look, seated
from tests.judge.hand_made import T0_S, Run, entry, whole_second

OK, REFUSED = Outcome.OK, Outcome.REFUSED
KEPT = [entry("ana", 1), entry("budi", 2), entry("citra", 3)]

AGREED, ALLOWED, OFF = 0.0, 0.08, 5.0
"""How far the second worker's clock is ahead: not at all, as far as may be, and much too far."""


def apart(run: Run, offset_s: float) -> Run:
    """Have a second worker, whose clock is ahead by that, beside one whose clock is right."""
    run.workers = 2
    run.promises(1, eka=REFUSED)
    run.record()
    offsets_s = enumerate((0.0, offset_s))
    run.clocks(
        *(ClockReading(worker=one, at_s=1.0, offset_s=by_s, error_s=0.0) for one, by_s in offsets_s)
    )
    return run


def said(run: Run, rule: Rule) -> str:
    """Give the state of a rule."""
    return ruling(run, rule).result.state


def promising(run: Run, **promised: object) -> Run:
    """Have the site of a run promise more."""
    site = run.scenario.site.model_dump(by_alias=True) | promised
    return run.judged_with(site=Site.model_validate(site))


def decision(run: Run) -> Decision:
    """Give the verdict of a run."""
    return judge_run(run.folder, run.scenario, strict=False).verdict.decision


def shown(number: int, at_s: float) -> Sighting:
    """Give a short look at the seats left."""
    return Sighting(
        what="remaining", person="zoe", visitor=1, number=number, began_s=at_s, ended_s=at_s + 0.01
    )


@pytest.mark.parametrize(
    ("offset_s", "left", "at_s", "state"),
    [
        (AGREED, 9, 5.0, "broken"),
        (ALLOWED, 9, 5.0, "met"),
        (ALLOWED, 9, 4.9, "broken"),
        (AGREED, 10, 7.2, "broken"),
        (ALLOWED, 10, 7.2, "met"),
        (ALLOWED, 10, 7.3, "broken"),
    ],
)
def test_r11_both_bounds_are_wider_by_what_clocks_are_apart(
    make: Make, offset_s: float, left: int, at_s: float, state: str
) -> None:
    """Asked for from 5.05 to 5.15 s by the other worker's clock; pages may be two seconds old."""
    run = apart(promising(make(), remaining={"stale": "2 s"}), offset_s)
    run.asks("p0", OK, 5.05, 5.15)
    run.sees(shown(left, at_s))
    kept = [("p0", "key-p0", "1", T0_S + 5.1)]
    run.roll(before=[], first=kept, second=kept)
    assert said(run, R11) == state


@pytest.mark.parametrize(
    ("offset_s", "verdict", "state"),
    [(OFF, Decision.INCONCLUSIVE, "unknown"), (ALLOWED, Decision.NO_GO, "broken")],
)
def test_r14_a_clock_that_is_ahead_lets_nobody_in_too_late(
    good: Run, offset_s: float, verdict: Decision, state: str
) -> None:
    """Doors close at 10 s, Eko is told yes at 14 s by the clock of his worker; his entry is of 9.1 s."""
    promising(good, closes="evening")
    good.asks("eko", OK, 14.0, 14.2)
    kept = [*KEPT, ("eko", "key-eko", "9", T0_S + 9.1)]
    good.roll(before=[], first=kept, second=kept)
    good.clocks(ClockReading(worker=0, at_s=1.0, offset_s=offset_s, error_s=0.001))
    assert (decision(good), said(good, R14)) == (verdict, state)


@pytest.mark.parametrize(
    ("offset_s", "at_s", "state"),
    [(AGREED, 8.95, "broken"), (-ALLOWED, 8.95, "met"), (-ALLOWED, 8.9, "broken")],
)
def test_r18_a_clock_that_is_behind_shows_no_seed_too_early(
    make: Make, offset_s: float, at_s: float, state: str
) -> None:
    """Joining closes at 10 s, and the site's clock may differ by one."""
    run = promising(make(), closes="evening", quota=3, roll={"path": "/r", "lot": "registration_id"})
    run = apart(run, offset_s)
    people = in_order()
    run.operations([(person, OK) for person in people])
    run.sees(look("commitment", DIGEST, 2.0), look("seed", SEED, at_s))
    kept = entries(seated(*people[:3]))
    run.roll(before=[], first=kept, second=kept)
    assert said(run, R18) == state


def let_in(at_s: float, person: str, place: int | None = None, token: str = "") -> Sighting:
    """Give an admission that was seen at a run second."""
    return Sighting(what="admitted", person=person, text=token, number=place, began_s=at_s, ended_s=at_s)


TWO_IN_TEN = {"admits": 0.2, "over": 10, "tolerance": 0}
FIFO = {"admits": 1000, "over": 10, "order": "fifo", "within": 5}


def room(run: Run, promised: object, *admitted: Sighting) -> Run:
    """Have a run's site let people in."""
    promising(run, **{"waiting-room": promised})
    run.sees(*admitted)
    run.roll(before=[], first=KEPT, second=KEPT)
    return run


@pytest.mark.parametrize(
    ("offset_s", "last_s", "state"),
    [(AGREED, 10.95, "broken"), (ALLOWED, 10.95, "met"), (ALLOWED, 10.9, "broken")],
)
def test_r15_a_window_is_shorter_by_what_clocks_are_apart(
    make: Make, offset_s: float, last_s: float, state: str
) -> None:
    """Two in any ten seconds: the third may have come ten after the first."""
    seen = [let_in(at_s, f"p{at_s}") for at_s in (1, 2, last_s)]
    assert said(room(apart(make(), offset_s), TWO_IN_TEN, *seen), R15) == state


@pytest.mark.parametrize(
    ("offset_s", "last_s", "state"),
    [(AGREED, 6.05, "broken"), (ALLOWED, 6.05, "met"), (ALLOWED, 6.1, "broken")],
)
def test_r15_a_turn_may_be_missed_by_what_clocks_are_apart(
    make: Make, offset_s: float, last_s: float, state: str
) -> None:
    """Beside the five seconds that are promised."""
    seen = [let_in(1, "b", 2), let_in(last_s, "a", 1)]
    assert said(room(apart(make(), offset_s), FIFO, *seen), R15) == state


def still(run: Run, second: int, late_s: float) -> None:
    """Have the worker stand still once, until the second that it tells of next."""
    slept = range(second - int(late_s) + 1, second)
    awake = [whole_second(one, closed=one == 19) for one in range(20) if one not in slept]
    run.tallies(replace(one, loop_lag_s=late_s if one.second == second else 0.0) for one in awake)


LATER = (let_in(1, "p0"), let_in(12, "p1"), let_in(12, "p2"), let_in(16.5, "p3"))
"""Of two in ten seconds those who came at 6 s and 11.5 s, as a worker saw them that slept until 12 s."""

SWAPPED = (let_in(1, "b", 2), let_in(12, "a", 1))
SHARED = (let_in(12, "d", token="t"), let_in(12, "e", token="t"))


@pytest.mark.parametrize(
    ("promised", "seen", "second", "late_s", "state"),
    [
        (TWO_IN_TEN, LATER, 11, 8.0, "unknown"),
        (TWO_IN_TEN, LATER, 11, 5.5, "unknown"),
        (TWO_IN_TEN, LATER, 11, 5.25, "broken"),
        (TWO_IN_TEN, LATER, 10, 5.5, "broken"),
        (TWO_IN_TEN, LATER, 15, 5.5, "unknown"),
        (TWO_IN_TEN, LATER, 19, 2.0, "broken"),
        (TWO_IN_TEN, (*LATER, *SHARED), 11, 8.0, "broken"),
        (TWO_IN_TEN | {"admits": 0}, LATER[:1], 4, 12.0, "broken"),
        (FIFO, SWAPPED, 11, 6.0, "unknown"),
        (FIFO, SWAPPED, 11, 5.75, "broken"),
        (FIFO, SWAPPED, 10, 6.0, "broken"),
        (FIFO, SWAPPED, 18, 5.0, "broken"),
        (FIFO, (*SWAPPED, *SHARED), 11, 6.0, "broken"),
    ],
)
def test_r15_what_a_late_worker_may_have_seen_later_is_not_known(
    good: Run, promised: object, seen: Sequence[Sighting], second: int, late_s: float, state: str
) -> None:
    """By as much as it was late around that time, and no more; a token has one owner at any time."""
    still(good, second, late_s)
    assert said(room(good, promised, *seen), R15) == state


def test_r15_a_worker_that_stands_still_blames_no_waiting_room(good: Run) -> None:
    """Ten a second came in; those of eight seconds were all seen at the end of them."""
    came_s = [number / 10 for number in range(200)]
    seen_s = [12.0 if 4 <= at_s < 12 else at_s for at_s in came_s]
    seen = [let_in(at_s, f"p{number}", number, f"t{number}") for number, at_s in enumerate(seen_s)]
    room(good, {"admits": 10, "over": 10}, *seen)
    assert decision(good) is Decision.NO_GO
    still(good, 11, 8.0)
    assert decision(good) is Decision.INCONCLUSIVE
    assert ruling(good, R15).result.text == (
        "50 of 200 admissions should not have been, or not then."
        " A worker was 8 s late, and may have seen them so much later than they came."
    )
