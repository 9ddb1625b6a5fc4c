"""Claims about a recurrence: what a replay has seen again, what it has not, and what it cannot tell."""

from dataclasses import replace
from pathlib import Path

import pytest

from siaga.errors import ExitCode
from siaga.judge.run import judge_run
from siaga.judge.turn import REMEDIES
from siaga.judge.verdict import State, Verdict
from siaga.ledger.outcome import Outcome
from siaga.record.run_folder import RunFolder
from siaga.scenario.load import loads
from siaga.stage.recurrence import NEEDED, Recurrence, Seen, broken, exit_code, recurrences, together
from tests.judge.hand_made import SCENARIO, Run, entry, whole_second

MET = Recurrence(rule="R1", seen=Seen.NOT_AGAIN, text="0 of 1.")
AGAIN = Recurrence(rule="R1", seen=Seen.AGAIN, text="1 of 1.")
UNTOLD = Recurrence(rule="R1", seen=Seen.UNTOLD, text="Nobody came.")


@pytest.fixture
def replayed(tmp_path: Path) -> Run:
    """A replay in which one visitor came, asked, was told yes and is on the roll."""
    folder = RunFolder(tmp_path / "replay")
    folder.path.mkdir()
    folder.scenario.write_text(SCENARIO, encoding="utf-8")
    run = Run(folder=folder, scenario=loads(SCENARIO, "scenario.yaml"))
    run.asks("ana", Outcome.OK, 1.0, 1.5)
    run.roll(before=[], first=[entry("ana", 1)], second=[entry("ana", 1)])
    run.tallies([whole_second(1, arrived=1, finished=1, sent=1, closed=True)])
    run.record(replays="hand-made/0", only=(3,))
    return run


def verdict_of(run: Run) -> Verdict:
    """Judge a run."""
    return judge_run(run.folder, run.scenario, strict=False).verdict


def said(run: Run, *rules: str, visitors: int = 1) -> dict[str, tuple[Seen, str]]:
    """Say of each rule whether its finding was seen again."""
    found = recurrences(run.folder, verdict_of(run), rules=rules, visitors=visitors)
    return {one.rule: (one.seen, one.text) for one in found}


def test_a_finding_that_came_back_is_seen_again(replayed: Run) -> None:
    """Whatever else is missing: one loss is a loss."""
    replayed.roll(before=[], first=[], second=[])
    seen = said(replayed, "R1", visitors=5)
    assert seen == {"R1": (Seen.AGAIN, "1 of 1 acknowledged people are lost.")}


def test_a_finding_that_could_have_come_back_and_did_not_is_not_seen(replayed: Run) -> None:
    """There was a case of it, and all that is needed to know it; whole days need more."""
    assert "enough-acknowledged" in {
        one.id for one in verdict_of(replayed).evidence if one.state is not State.MET
    }
    seen = said(replayed, "R1")
    assert seen["R1"][0] is Seen.NOT_AGAIN
    assert seen["R1"][1].startswith("0 of 1 acknowledged people are lost, 95 % upper bound")


def test_without_a_case_nothing_can_be_told(replayed: Run) -> None:
    """Nobody was refused, so nobody could be refused and served all the same."""
    seen, text = said(replayed, "R3")["R3"]
    assert seen is Seen.UNTOLD
    assert text.startswith("There was no case of it: 0 of 0 refused people")


def test_what_takes_everybody_cannot_be_told_of_a_few(replayed: Run) -> None:
    """One visitor does not fill ten seats; had it all the same, that would have been seen."""
    seen, text = said(replayed, "R6")["R6"]
    assert (seen, text.startswith("So few visitors cannot fill the seats")) == (Seen.UNTOLD, True)
    many = [entry(f"p{number}", number) for number in range(11)]
    replayed.roll(before=[], first=many, second=many)
    assert said(replayed, "R6")["R6"][0] is Seen.AGAIN


@pytest.mark.parametrize("name", NEEDED)
def test_without_what_every_audit_needs_nothing_can_be_told(replayed: Run, name: str) -> None:
    """A run that was stopped, damaged, or not recorded whole shows nothing by showing nothing."""
    verdict = verdict_of(replayed)
    unmet = [
        replace(one, state=State.BROKEN, text=f"{name} is broken.") if one.id == name else one
        for one in verdict.evidence
    ]
    assert unmet != list(verdict.evidence)
    weak = replace(verdict, evidence=tuple(unmet))
    (found,) = recurrences(replayed.folder, weak, rules=["R1"], visitors=1)
    assert (found.seen, found.text) == (Seen.UNTOLD, f"{name} is broken.")


def test_the_evidence_that_is_needed_is_evidence_that_there_is() -> None:
    """A name that nobody checks would never be missed."""
    assert set(NEEDED) <= set(REMEDIES)


def test_a_visitor_who_did_not_come_leaves_it_open(replayed: Run) -> None:
    """How many of how many came is told."""
    assert said(replayed, "R1", visitors=2)["R1"] == (Seen.UNTOLD, "1 of 2 visitors came.")


def test_visitors_who_asked_for_nothing_leave_it_open(replayed: Run) -> None:
    """As on a site that knows them already: the likeliest reason is named."""
    replayed.folder.ledger(0).write_text("", encoding="utf-8")
    seen, text = said(replayed, "R1")["R1"]
    assert seen is Seen.UNTOLD
    assert "a site that still knows them from the run has to be emptied first" in text


def test_a_replay_that_could_not_be_audited_tells_nothing(replayed: Run) -> None:
    """Neither damaged books nor none at all."""
    replayed.folder.roll_reading("second").write_text("", encoding="utf-8")
    assert said(replayed, "R1")["R1"][0] is Seen.UNTOLD
    replayed.folder.ledger(0).unlink()
    seen, text = said(replayed, "R1")["R1"]
    assert (seen, text.startswith("The replay left nothing to audit.")) == (Seen.UNTOLD, True)


def test_a_rule_that_knew_nothing_gives_its_reason(replayed: Run) -> None:
    """Where the roll could not be read the rule says so."""
    replayed.roll(before=[], first="no answer", second="no answer")
    seen, text = said(replayed, "R1")["R1"]
    assert seen is Seen.UNTOLD
    assert text.startswith("The roll could not be read after the run.")


def test_without_a_finding_to_wait_for_whatever_is_broken_is_told(replayed: Run) -> None:
    """Nothing broken is said once for all rules."""
    assert said(replayed) == {"audit": (Seen.NOT_AGAIN, "No rule was broken.")}
    assert said(replayed, visitors=2) == {"audit": (Seen.UNTOLD, "1 of 2 visitors came.")}
    replayed.roll(before=[], first=[], second=[])
    assert broken(verdict_of(replayed)) == ["R1"]
    assert list(said(replayed)) == ["R1"]


def test_several_replays_are_summed_up() -> None:
    """One that saw it decides; else one that could not tell; each is counted."""
    assert together([[MET]]) == (MET,)
    (summed,) = together([[MET], [AGAIN], [UNTOLD], [MET]])
    assert summed.seen is Seen.AGAIN
    assert summed.text == ("Of 4 replays: 1 seen again, 2 not seen again, 1 could not be told. 1 of 1.")
    assert [one.seen for one in together([[MET], [UNTOLD]])] == [Seen.UNTOLD]
    other = replace(MET, rule="R2")
    assert [(one.rule, one.seen) for one in together([[MET, other], [AGAIN, other]])] == [
        ("R1", Seen.AGAIN),
        ("R2", Seen.NOT_AGAIN),
    ]


def test_the_exit_code_says_the_worst() -> None:
    """3 where anything came back, 4 where something is open, 0 where nothing was seen."""
    assert exit_code([MET, UNTOLD, AGAIN]) is ExitCode.NO_GO
    assert exit_code([MET, UNTOLD]) is ExitCode.INCONCLUSIVE
    assert exit_code([MET]) is ExitCode.GO
