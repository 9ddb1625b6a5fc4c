"""Claims about what the generator's evidence tells: whose promises are missing, what was at stake."""

import json

import pytest

from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, EvidenceResult, State
from siaga.ledger.outcome import Outcome
from siaga.record.run_folder import WORKER_FILES
from siaga.record.takeover import Takeover
from siaga.scenario.arrivals import plan
from tests.judge.hand_made import T0_S, Run, whole_second


def check(run: Run, name: str) -> EvidenceResult:
    """Give what one check says of a run."""
    verdict = judge_run(run.folder, run.scenario, strict=False).verdict
    return next(one for one in verdict.evidence if one.id == name)


def lose_the_second(run: Run, *, in_place: bool) -> None:
    """Have a second worker that fell silent after second 7."""
    run.record(workers=2)
    run.promises(1, eka=Outcome.OK, fajar=None)
    run.tallies([whole_second(second) for second in range(8)], 1)
    run.collect(in_place=in_place, lost=1)


def test_whose_promises_are_missing_is_said(good: Run) -> None:
    """Which worker, how much of its ledger came, until when, and which visitors were its own."""
    lose_the_second(good, in_place=False)
    size = good.folder.ledger(1).stat().st_size
    at_s = plan(good.scenario.traffic, good.scenario.seed).at_s[1::2]
    found = check(good, "workers-complete")
    assert (found.state, found.value, found.limit) == (State.BROKEN, 1.0, 2.0)
    assert found.text == (
        "1 of 2 workers wrote everything they had to write."
        f" Worker 1 was lost or stopped after second 7. {size} bytes of its ledger came,"
        " up to second 1.0: what its visitors were promised later nobody can audit."
        " Of the 1,000 visitors of its share (number 1, 3, 5 and so on)"
        f" {(at_s >= 8).sum()} were due later than that."
    )


TAKEN = Takeover(lost=1, noticed_s=10.0, from_s=12.0, takers=(0, 2), visitors=(136, 135))


def test_who_took_over_whom_is_said_and_how_many_stayed_away(good: Run) -> None:
    """In numbers; nobody is told twice that somebody came."""
    good.record(workers=3)
    good.tallies([whole_second(second, arrived=33) for second in range(8)], 1)
    good.day(2)
    TAKEN.write(good.folder.takeovers)
    at_s = plan(good.scenario.traffic, good.scenario.seed).at_s[1::3]
    found = check(good, "workers-complete")
    assert (found.state, found.value, found.limit) == (State.BROKEN, 2.0, 3.0)
    assert found.text.endswith(
        f" {(at_s >= 8).sum()} were due later than that."
        " From second 12.0 on others took over 271 (worker 0 136, worker 2 135);"
        f" of the rest nobody saw {(at_s < 12).sum() - 8 * 33} come."
    )


def test_a_worker_that_came_back_after_that_was_not_there_for_the_whole_day(good: Run) -> None:
    """Everything that it wrote is here, and the run decides nothing all the same."""
    good.record(workers=3)
    good.day(1)
    good.day(2)
    good.folder.ledger(1).write_bytes(b'{"at_s":3.5}\n')
    good.collect(in_place=False)
    assert check(good, "workers-complete").state is State.MET
    TAKEN.write(good.folder.takeovers)
    found = check(good, "workers-complete")
    assert (found.state, found.value) == (State.BROKEN, 2.0)
    assert "Its ledger is here to its end, 13 bytes up to second 3.5." in found.text
    assert found.text.endswith(" It came back, and was not needed any more.")
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert verdict.decision is Decision.INCONCLUSIVE


def test_a_ledger_that_was_written_in_place_is_there_to_its_end(good: Run) -> None:
    """A worker that is killed loses nothing of what its kernel has."""
    lose_the_second(good, in_place=True)
    size = good.folder.ledger(1).stat().st_size
    assert (
        f"Its ledger is here to its end, {size} bytes up to second 1.0."
        in check(good, "workers-complete").text
    )


def test_of_a_worker_that_left_nothing_it_is_said_that_nobody_can_audit_it(good: Run) -> None:
    """It was lost before it counted anything."""
    good.record(workers=2_000)
    text = check(good, "workers-complete").text
    assert (
        "Worker 1999 was lost or stopped before its first second was over."
        " Nothing of its ledger is here: what its visitors were promised nobody can audit."
        " Of the 1 visitors of its share (number 1,999) 1 were due later than that."
    ) in text
    good.record(workers=2_001)
    assert "Of the 0 visitors of its share (number none) 0 were" in check(good, "workers-complete").text
    good.folder.ledger(1).write_bytes(b"torn")
    good.collect(in_place=False, lost=1)
    assert "4 bytes of its ledger came, without a whole record: " in check(good, "workers-complete").text


def test_what_a_ledger_that_came_in_part_may_explain_is_no_finding(good: Run) -> None:
    """Somebody whom only its lost end knows stands on the roll: the site is not blamed for it."""
    lose_the_second(good, in_place=False)
    stranger = ("gita", "key-gita", "4", T0_S)
    known = ("eka", "key-eka", "5", T0_S)
    kept = [(person, f"key-{person}", person, T0_S) for person in ("ana", "budi", "citra")]
    good.roll(before=[], first=[*kept, known, stranger], second=[*kept, known, stranger])
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert (verdict.decision, verdict.audit.findings) == (Decision.INCONCLUSIVE, ())
    good.collect(in_place=True, lost=1)
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert (verdict.decision, [one.rule for one in verdict.audit.findings]) == (Decision.NO_GO, ["R4"])


def test_files_that_are_not_confirmed_are_told_of_by_worker_and_reason(good: Run) -> None:
    """One sentence a worker, and how many files are what was written."""
    assert check(good, "files-confirmed").text == "3 of 3 files of the workers are what was written."
    good.record(workers=2)
    good.collect({"ledger": "missing", "tallies": "wrong", "latency": "missing"})
    found = check(good, "files-confirmed")
    assert (found.state, found.value, found.limit) == (State.BROKEN, 0.0, 6.0)
    assert found.text == (
        "Worker 0: the master never heard what its ledger and latency log should hold;"
        " what is here as its list of tallies is not what it wrote."
        " Worker 1: the master never heard what its ledger and list of tallies and latency log should"
        " hold."
    )


@pytest.mark.parametrize("damage", ["gone", "garbled", "short"])
def test_where_nobody_wrote_down_what_came_nothing_is_confirmed(good: Run, damage: str) -> None:
    """Not even where everything else is as it should be."""
    if damage == "gone":
        good.folder.collection.unlink()
    elif damage == "garbled":
        good.folder.collection.write_text("{")
    else:
        collection = json.loads(good.folder.collection.read_text())
        good.folder.collection.write_text(json.dumps(collection | {"workers": []}))
    found = check(good, "files-confirmed")
    verdict = judge_run(good.folder, good.scenario, strict=False).verdict
    assert verdict.decision is Decision.INCONCLUSIVE
    assert found.state is (State.BROKEN if damage == "short" else State.UNKNOWN)
    assert found.text != ""


def test_what_a_power_cut_would_have_cost_is_said(good: Run) -> None:
    """The longest of all workers and seconds; a run that measured nothing says nothing of it."""
    assert check(good, "ledger-complete").text == "1 of 1 workers left a ledger."
    good.day(unsynced_s=[0.05, 0.112, None, 0.1])
    assert check(good, "ledger-complete").text == (
        "1 of 1 workers left a ledger."
        " A power cut of a generator would have lost at most the last 112 ms of its ledger."
    )
    good.day(unsynced_s=[1.0])
    assert check(good, "ledger-complete").text.endswith("at most the last 1 s of its ledger.")
    good.day(unsynced_s=[1.25])
    found = check(good, "ledger-complete")
    assert found.text.endswith("at most the last 1.25 s of its ledger, more than the 1 s it should.")
    assert found.state is State.MET


def test_every_file_of_a_worker_has_a_name_that_a_reader_knows(good: Run) -> None:
    """Whichever is at fault."""
    told = set()
    for file in WORKER_FILES:
        good.collect({file: "wrong"})
        told.add(check(good, "files-confirmed").text)
    assert len(told) == 3


def test_of_a_run_that_was_ended_early_the_seconds_that_were_played_count(good: Run) -> None:
    """Of each phase its own."""
    good.day(arrived=[100] * 10 + [90] * 5 + [0])
    good.record(aborted_for="errors", aborted_at_s=15, aborted_why="it was lost")
    found = check(good, "plan-offered")
    assert (found.value, found.text) == (
        0.9,
        "90 % of the arrivals planned in evening came, the fewest of all phases; 95 % are needed.",
    )


def test_a_worker_that_fell_silent_after_its_first_second_had_one(good: Run) -> None:
    """Second 0 was over; a worker without any second is told of otherwise."""
    good.tallies([whole_second(0)])
    assert "Worker 0 was lost or stopped after second 0. " in check(good, "workers-complete").text
