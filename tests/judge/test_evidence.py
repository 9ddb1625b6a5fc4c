"""Claims about the evidence: each check alone keeps a run from deciding, and at its limit does not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from siaga.judge.run import judge_run
from siaga.judge.turn import REMEDIES
from siaga.judge.verdict import Decision, EvidenceResult, State, Verdict
from siaga.ledger.outcome import Outcome
from siaga.record.clock_reading import ClockReading
from siaga.scenario.model import Evidence, Site
from siaga.scenario.site import Bank
from tests.judge.hand_made import T0_S, Run

KEPT = [(person, f"key-{person}", person, T0_S) for person in ("ana", "budi", "citra")]

Spoil = Callable[[Run], object]


def verdict(run: Run) -> Verdict:
    """Judge a run."""
    return judge_run(run.folder, run.scenario, strict=False).verdict


def check(run: Run, name: str) -> EvidenceResult:
    """Give what one check says of a run."""
    return next(one for one in verdict(run).evidence if one.id == name)


def spoil_latencies(run: Run) -> None:
    """Damage a file that no other check looks at."""
    with run.folder.latency(0).open("a") as log:
        log.write("Tag=join.intended,1.000,1.000,0.1,garbage\n")
    run.collect()


def append(path: Path, more: bytes) -> None:
    """Have somebody change a file after the master has confirmed it."""
    with path.open("ab") as file:
        file.write(more)


def lose_a_ledger(run: Run) -> None:
    """Have a second worker that counted to its end and left no ledger."""
    run.record(workers=2)
    run.day(1, arrived=[0])


def leave_an_empty_ledger(run: Run) -> None:
    """Have a second worker whose ledger holds nothing, and somebody on the roll whom nobody knows."""
    lose_a_ledger(run)
    run.folder.ledger(1).touch()
    run.folder.latency(1).touch()
    run.collect()
    stranger = ("eka", "key-eka", "4", T0_S)
    run.roll(before=[], first=[*KEPT, stranger], second=[*KEPT, stranger])


def forget_outcomes(run: Run, unknown: int, known: int) -> None:
    """Have so many operations end without a record, and as many with one as make the known ones."""
    names: list[tuple[str, Outcome | None]] = [(f"u{number}", None) for number in range(unknown)]
    names += [(f"k{number}", Outcome.REFUSED) for number in range(known - 4)]
    run.operations(names)


def lose_the_notices(run: Run, **read: str) -> None:
    """Have the scenario name notices; a text is why one of their two readings failed."""
    notices = {"path": "/admin/notices"}
    site = Site.model_validate(run.scenario.site.model_dump(by_alias=True) | {"notices": notices})
    run.judged_with(site=site)
    told = [(person, None, None, None) for person in ("ana", "budi", "citra")]
    whole = {"notices-before": (), "notices": told}
    run.also_read({name: read.get(name.replace("-", "_"), rows) for name, rows in whole.items()})


def clock(offset_s: float, error_s: float = 0.0, *, worker: int = 0, at_s: float = 1.0) -> ClockReading:
    """Give a reading of a worker's clock."""
    return ClockReading(worker=worker, at_s=at_s, offset_s=offset_s, error_s=error_s)


BANK = {"seats": Bank(issued="seats", parts=("given", "left"))}
SPOILED: list[tuple[str, Spoil]] = [
    ("run-to-its-end", lambda run: run.record(interrupted=True)),
    ("run-to-its-end", lambda run: run.record(stopped_by="too many errors")),
    ("files-whole", spoil_latencies),
    ("workers-complete", lambda run: run.day(close=False)),
    ("plan-offered", lambda run: run.day(arrived=[100] * 10 + [94])),
    ("plan-offered", lambda run: run.day(arrived=[94] * 10 + [106])),
    ("generator-on-time", lambda run: run.day(loop_lag_s=[0.0] * 19 + [0.11])),
    ("generator-on-time", lambda run: run.day(lateness_s=[0.11] + [0.0] * 19)),
    ("generator-not-saturated", lambda run: run.day(cpu_ratio=[0.2] * 7 + [0.81] + [0.2])),
    ("generator-equipped", lambda run: run.day(errors=[{"home descriptors": 3}, {}])),
    ("clocks-agree", lambda run: run.clocks(clock(0.2))),
    ("telemetry-whole", lambda run: run.scrapes([{"a": 1.0}] * 5 + [None] * 6 + [{"a": 1.0}] * 10)),
    ("telemetry-whole", lambda run: run.scrapes([{"a": 1.0}] * 15)),
    ("files-confirmed", lambda run: run.collect({"ledger": "wrong"})),
    ("files-confirmed", lambda run: run.collect({"latency": "missing"})),
    ("files-confirmed", lambda run: append(run.folder.tallies(0), b"{")),
    ("ledger-complete", leave_an_empty_ledger),
    ("roll-read", lambda run: run.roll(before=[], first=KEPT)),
    ("roll-read", lambda run: run.roll(before="no answer", first=KEPT, second=KEPT)),
    ("roll-read", lambda run: run.record(owned_site=True)),
    ("roll-read", lambda run: lose_the_notices(run, notices="no answer")),
    ("roll-read", lambda run: lose_the_notices(run, notices_before="no answer")),
    ("rules-decided", lambda run: run.judged_with(site=run.scenario.site.model_copy(update=BANK))),
    ("enough-acknowledged", lambda run: run.judged_with(evidence=Evidence(acknowledged=4))),
    ("moments-seen", lambda run: run.judged_with(evidence=Evidence(acknowledged=3, seen=("sold-out",)))),
    ("few-unknown", lambda run: forget_outcomes(run, unknown=1, known=18)),
]


@pytest.mark.parametrize(("name", "spoil"), SPOILED)
def test_each_check_alone_keeps_a_run_from_deciding(good: Run, name: str, spoil: Spoil) -> None:
    """One thing is changed: this check is not met, every other is, and the verdict is INCONCLUSIVE."""
    assert verdict(good).decision is Decision.GO
    spoil(good)
    result = verdict(good)
    failed = {one.id: one.state for one in result.evidence if one.state is not State.MET}
    assert failed == {name: State.BROKEN}
    assert result.decision is Decision.INCONCLUSIVE
    assert result.exit_code == 4
    assert [(one.gate, one.id) for one in result.reasons] == [("evidence", name)]
    assert result.would_turn == f"Run again, and {REMEDIES[name]}."


def test_every_check_of_a_whole_run_is_spoiled_once(good: Run) -> None:
    """No check goes without a run in which it fires, and none without its remedy.

    Some are asked only of runs with faults, abuse, a counter, a self-test: these have their own tests.
    """
    names = [one.id for one in verdict(good).evidence]
    others = {"abuse-attempted", "counts-agree", "faults-proven", "target-unchanged", "self-tested"}
    others |= {"feed-rows"}
    assert set(names) == {name for name, _spoil in SPOILED} == set(REMEDIES) - others
    assert len(names) == len(set(names)) == 16


SHOWN = {"a": 1.0}

AT_THE_LIMIT: list[tuple[str, float, Spoil]] = [
    ("plan-offered", 0.95, lambda run: run.day(arrived=[100] * 10 + [95])),
    ("generator-on-time", 0.1, lambda run: run.day(loop_lag_s=[0.1], lateness_s=[0.05])),
    ("generator-not-saturated", 0.8, lambda run: run.day(cpu_ratio=[0.8])),
    ("generator-equipped", 0.001, lambda run: run.day(errors=[{"home descriptors": 2}, {}])),
    ("clocks-agree", 0.1, lambda run: run.clocks(clock(0.06, 0.04))),
    ("telemetry-whole", 5.0, lambda run: run.scrapes([{"a": 1.0}] * 5, every_s=5.0)),
    ("telemetry-whole", 5.0, lambda run: run.scrapes([SHOWN] * 16 + [None] * 5 + [SHOWN] * 5)),
    ("enough-acknowledged", 3.0, lambda run: run.judged_with(evidence=Evidence(acknowledged=3))),
    ("few-unknown", 0.05, lambda run: forget_outcomes(run, unknown=1, known=19)),
]


@pytest.mark.parametrize(("name", "value", "change"), AT_THE_LIMIT)
def test_exactly_at_its_limit_a_check_is_met(good: Run, name: str, value: float, change: Spoil) -> None:
    """A limit is the last value that is allowed."""
    change(good)
    assert verdict(good).decision is Decision.GO
    found = check(good, name)
    assert (found.value, found.state) == (value, State.MET)


def test_a_worker_may_be_late_in_two_seconds_of_a_hundred_and_not_in_three(good: Run) -> None:
    """Tallies go on after the last phase: a hundred seconds, of which two or three are late."""
    for late, told in ((2, (State.MET, 0.0)), (3, (State.BROKEN, 0.5))):
        good.day(lateness_s=[0.0])
        lines = good.folder.tallies(0).read_text().splitlines()
        after = [json.loads(lines[0]) | {"second": 20 + number, "arrived": 0} for number in range(80)]
        for one in after[:late]:
            one["lateness_s"] = 0.5
        with good.folder.tallies(0).open("a") as file:
            file.writelines(json.dumps(one) + "\n" for one in after)
        found = check(good, "generator-on-time")
        assert (found.state, found.value) == told


def test_the_worst_worker_counts(good: Run) -> None:
    """A second worker at its end is not made up for by the first."""
    lose_a_ledger(good)
    good.day(1, arrived=[0], cpu_ratio=[0.97])
    found = check(good, "generator-not-saturated")
    assert (found.state, found.value) == (State.BROKEN, 0.97)
    assert (
        found.text == "In 98 of 100 seconds no worker used more than 97 % of a core; 80 % are allowed."
    )


def test_notices_that_were_read_are_told_of(good: Run) -> None:
    """Two readings more; the verdict is as it was. What failed is told with its reason."""
    lose_the_notices(good)
    assert verdict(good).decision is Decision.GO
    roll = next(one for one in verdict(good).evidence if one.id == "roll-read")
    said = "The roll was read 3 times: before, first, second. The notices were read before and after."
    assert (roll.text, roll.value, roll.limit) == (said, 5.0, 5.0)
    good.also_read({"notices": "no answer"})
    roll = next(one for one in verdict(good).evidence if one.id == "roll-read")
    assert (roll.text, roll.value) == ("Reading 'notices' failed: no answer.", 4.0)


def test_a_run_that_never_began_is_no_evidence(make: Callable[..., Run]) -> None:
    """Nothing but run.json: what cannot be known is unknown, what is missing is broken."""
    run = make()
    run.record()
    run.folder.plan.unlink()
    run.folder.clocks.unlink()
    result = verdict(run)
    assert result.decision is Decision.INCONCLUSIVE
    assert {one.id: one.state for one in result.evidence} == {
        "run-to-its-end": State.MET,
        "files-whole": State.MET,
        "workers-complete": State.BROKEN,
        "files-confirmed": State.BROKEN,
        "plan-offered": State.UNKNOWN,
        "generator-on-time": State.UNKNOWN,
        "generator-not-saturated": State.UNKNOWN,
        "generator-equipped": State.UNKNOWN,
        "clocks-agree": State.UNKNOWN,
        "telemetry-whole": State.UNKNOWN,
        "ledger-complete": State.BROKEN,
        "roll-read": State.BROKEN,
        "enough-acknowledged": State.BROKEN,
        "moments-seen": State.BROKEN,
        "few-unknown": State.UNKNOWN,
    }


def test_what_the_site_does_not_have_is_not_asked_for(good: Run) -> None:
    """Without metrics and without a roll their checks are left out."""
    site = good.scenario.site.model_copy(update={"metrics": None, "roll": None})
    names = [one.id for one in verdict(good.judged_with(site=site)).evidence]
    assert names == [
        "run-to-its-end",
        "files-whole",
        "workers-complete",
        "files-confirmed",
        "plan-offered",
        "generator-on-time",
        "generator-not-saturated",
        "generator-equipped",
        "clocks-agree",
    ]


def test_an_empty_ledger_does_not_make_the_site_guilty(good: Run) -> None:
    """Who asked is not known any more, so nobody on the roll is unexpected."""
    good.folder.ledger(0).write_bytes(b"")
    result = verdict(good)
    assert result.decision is Decision.INCONCLUSIVE
    assert check(good, "ledger-complete").state is State.BROKEN
    assert check(good, "ledger-complete").text == (
        "1 of 1 workers left a ledger. 1 of them is empty, and the roll holds what nobody asked for."
    )


def test_a_refusal_may_have_been_taken_back_in_a_ledger_that_is_empty(good: Run) -> None:
    """Who was refused in one ledger and stands on the roll may have been told yes in the other."""
    lose_a_ledger(good)
    good.folder.ledger(1).touch()
    assert check(good, "ledger-complete").state is State.MET
    refused = ("dewi", "key-dewi", "4", T0_S)
    good.roll(before=[], first=[*KEPT, refused], second=[*KEPT, refused])
    assert verdict(good).decision is Decision.INCONCLUSIVE
    assert check(good, "ledger-complete").state is State.BROKEN


def test_what_a_lost_ledger_may_explain_is_no_finding(good: Run) -> None:
    """Somebody whom only the second worker's ledger knows stands on the roll; a loss stays a loss."""
    lose_a_ledger(good)
    stranger = ("eka", "key-eka", "4", T0_S)
    good.roll(before=[], first=[*KEPT, stranger], second=[*KEPT, stranger])
    result = verdict(good)
    assert result.decision is Decision.INCONCLUSIVE
    (rule,) = [one for one in result.audit.rules if one.rule == "R4"]
    assert rule.state == "unknown"
    assert rule.text.endswith("A ledger that is missing, empty or short may explain it.")
    good.roll(before=[], first=KEPT[:2], second=KEPT[:2])
    assert verdict(good).decision is Decision.NO_GO


def test_sentences_carry_value_and_limit(good: Run) -> None:
    """A reader needs no second look to see by how much it was missed."""
    good.day(arrived=[100] * 10 + [90], lateness_s=[0.25])
    good.scrapes([{"a": 1.0}] * 8 + [None] * 13)
    said = {one.id: one.text for one in verdict(good).evidence if one.state is not State.MET}
    assert said == {
        "plan-offered": "90 % of the arrivals planned in evening came, the fewest of all phases;"
        " 95 % are needed.",
        "generator-on-time": "In 98 of 100 seconds no worker was later than 250 ms; 100 ms are allowed.",
        "telemetry-whole": "The site was not looked at for 13 s at the longest; 5 s are allowed.",
    }
