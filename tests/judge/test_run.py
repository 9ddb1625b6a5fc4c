"""Claims about judging a run: from its folder alone, whatever became of the folder."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from siaga.judge.audit import audit
from siaga.judge.comparison import Answer, Comparison
from siaga.judge.comparison_baseline import Held
from siaga.judge.controls import control_groups, control_objective
from siaga.judge.cut_short import undecided
from siaga.judge.decision import Judged, decide
from siaga.judge.evidence import evidence
from siaga.judge.ill_will import attempted, case_objective, ill_will
from siaga.judge.objective import judge_objective
from siaga.judge.recorded import Recorded
from siaga.judge.run import judge_run
from siaga.judge.verdict import Decision, Load, Reason, State, Verdict
from siaga.record.fault_span import FaultSpan
from siaga.record.run_folder import RunFolder
from siaga.record.tally import PopulationCount
from tests.judge.hand_made import Run
from tests.judge.test_ill_will import ABUSE, LATENCY, WITHSTOOD


def verdict(run: Run) -> Verdict:
    """Judge a run."""
    return judge_run(run.folder, run.scenario, strict=False).verdict


def gone(path: Path) -> None:
    """Remove a file."""
    path.unlink()


def empty(path: Path) -> None:
    """Leave nothing in a file."""
    path.write_bytes(b"")


def garbled(path: Path) -> None:
    """Put bytes into a file that are no text."""
    path.write_bytes(b"Tag=join.intended,\xff\x00garbage\n" * 3)


def other(path: Path) -> None:
    """Put JSON into a file that is something else."""
    path.write_text('{"what": "else"}\n{"what": ["else"]}\n')


def folder(path: Path) -> None:
    """Put a folder where a file was."""
    path.unlink()
    path.mkdir()


FILES: dict[str, Callable[[Run], Path]] = {
    "plan": lambda run: run.folder.plan,
    "tallies": lambda run: run.folder.tallies(0),
    "latencies": lambda run: run.folder.latency(0),
    "scrapes": lambda run: run.folder.scrapes,
    "reads": lambda run: run.folder.roll_reads,
    "ledger": lambda run: run.folder.ledger(0),
    "reading": lambda run: run.folder.roll_reading("second"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("harm", [gone, empty, garbled, other, folder])
def test_a_damaged_folder_is_inconclusive_and_never_an_exception(
    good: Run, name: str, harm: Callable[[Path], None]
) -> None:
    """Whatever file it is and whatever became of it; the site is not blamed."""
    harm(FILES[name](good))
    result = verdict(good)
    assert result.decision is Decision.INCONCLUSIVE
    assert {reason.gate for reason in result.reasons} <= {"evidence", "key"}
    assert result.audit.findings == ()


@pytest.mark.parametrize(
    ("name", "harm", "said"),
    [
        ("plan", garbled, "plan: plan.json: is no record of a run"),
        ("plan", gone, "There is no plan of the run: it never began, or evidence/plan.json is lost."),
        ("tallies", garbled, "tallies: worker-0.jsonl:1: is no JSON"),
        ("tallies", other, "tallies: tally: {'what': 'else'} is none"),
        ("tallies", empty, "0 of 1 workers wrote everything they had to write."),
        ("latencies", garbled, "latencies: worker-0.hlog: 'Tag=join.intended,"),
        ("latencies", gone, "Worker 0: what is here as its latency log is not what it wrote."),
        ("scrapes", garbled, "scrapes: site.jsonl:1: is no JSON"),
        ("scrapes", gone, "The site was not looked at for 20 s at the longest; 5 s are allowed."),
        ("reads", garbled, "readings of the roll: reads.jsonl:1: is no JSON"),
        ("reads", other, "readings of the roll: reading: \"{'what': 'else'}\" is none"),
        ("reads", gone, "Reading 'before' was not taken. Reading 'first' was not taken."),
        ("ledger", garbled, "ledger: 3 whole lines are no records; it is damaged."),
        ("ledger", other, "ledger: 2 whole lines are no records; it is damaged."),
        ("ledger", gone, "0 of 1 workers left a ledger."),
        ("ledger", empty, "1 of them is empty, and the roll holds what nobody asked for."),
        ("reading", garbled, "books: cannot be read"),
        ("reading", gone, "books: cannot be read"),
        (
            "reading",
            empty,
            "roll: reading 'second' found 3 entries and its file holds 0; it is damaged.",
        ),
        (
            "reading",
            other,
            "roll: reading 'second' found 3 entries and its file holds 0; it is damaged.",
        ),
    ],
)
def test_the_reason_says_what_is_damaged(
    good: Run, name: str, harm: Callable[[Path], None], said: str
) -> None:
    """In words that lead to the file."""
    harm(FILES[name](good))
    assert said in " ".join(reason.text for reason in verdict(good).reasons)


def test_a_reading_that_lost_its_last_lines_is_no_loss_of_the_site(good: Run) -> None:
    """The list of readings knows how many entries there were."""
    path = good.folder.roll_reading("second")
    path.write_text("".join(path.read_text().splitlines(keepends=True)[:2]))
    result = verdict(good)
    assert result.decision is Decision.INCONCLUSIVE
    assert {one.state for one in result.audit.rules} == {"unknown"}
    assert result.reasons[0].id == "files-whole"


def test_an_absurd_second_does_not_make_the_day_endless(good: Run) -> None:
    """A worker whose clock was off is told of."""
    with good.folder.tallies(0).open("a") as file:
        file.write(json.dumps({"second": 10**15, "steps": {}}) + "\n")
    assert verdict(good).decision is Decision.INCONCLUSIVE


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": 1}', '{"schema": 9}'])
def test_without_a_run_record_there_is_nothing_to_judge(good: Run, content: str) -> None:
    """That is an error, since not even the question is known."""
    good.folder.run.write_text(content)
    with pytest.raises(ValueError, match=r"run\.json: is no record of a run"):
        verdict(good)


def test_a_whole_run_is_judged_with_its_load(good: Run) -> None:
    """GO, with everything that it rests on."""
    judgement = judge_run(good.folder, good.scenario, strict=False)
    result = judgement.verdict
    assert (result.decision, result.exit_code, result.score) == (Decision.GO, 0, 100.0)
    assert result.reasons[0].text == "3 promises were audited and kept; 2 of 2 objectives are met."
    assert result.load == Load(
        planned_arrivals=2000, arrived=2000, dropped=0, requests=2000, peak_arrivals_per_s=100.0
    )
    assert [one.id for one in result.objectives] == ["join-latency", "errors"]
    assert result.evidence == evidence(judgement.facts, result.audit)
    assert judgement.facts.scenario == good.scenario
    assert len(judgement.timeline.second) == 20


def test_a_run_without_a_roll_is_judged_on_condition(good: Run) -> None:
    """Nothing was audited, and that is said first; strict makes it an exit code."""
    site = good.scenario.site.model_copy(update={"roll": None})
    good.judged_with(site=site)
    for strict, code in ((False, 0), (True, 3)):
        result = judge_run(good.folder, good.scenario, strict=strict).verdict
        assert (result.decision, result.exit_code) == (Decision.GO_WITH_CONDITIONS, code)
        assert result.reasons[0].id == "audit"


def test_the_same_folder_gives_the_same_verdict_wherever_it_lies(good: Run, tmp_path: Path) -> None:
    """A folder may be moved, and its name may look like a pattern."""
    first = verdict(good)
    moved = tmp_path / "a*c [x]?"
    shutil.copytree(good.folder.path, moved)
    shutil.copytree(good.folder.path, tmp_path / "abc [x]!")
    assert verdict(good) == first
    assert judge_run(type(good.folder)(moved), good.scenario, strict=False).verdict == first


def test_what_was_dropped_is_part_of_the_load(good: Run) -> None:
    """Each second's, added up."""
    good.day(dropped=[3, 0, 1, 0])
    assert verdict(good).load.dropped == 4


def test_a_run_that_never_began_sent_nothing(good: Run) -> None:
    """Neither plan nor tallies are there."""
    good.folder.plan.unlink()
    good.folder.tallies(0).unlink()
    assert verdict(good).load == Load(
        planned_arrivals=0, arrived=0, dropped=0, requests=0, peak_arrivals_per_s=0.0
    )


def test_why_nothing_could_be_audited_is_told_of_every_rule(
    good: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one sentence with one full stop, and among what is damaged."""

    def fail(*_given: object) -> None:
        """Say no."""
        raise ValueError("...books: are torn at X.")

    monkeypatch.setattr("siaga.judge.run.audit", fail)
    judgement = judge_run(good.folder, good.scenario, strict=False)
    assert judgement.facts.damage == ("...books: are torn at X",)
    assert {one.text for one in judgement.verdict.audit.rules} == {"...books: are torn at X."}


def test_what_the_audit_counted_can_be_asked_for(good: Run) -> None:
    """Objectives are judged when the audit is done."""
    told = verdict(good.expecting("audit acknowledged >= 3", "audit lost <= 0")).objectives
    assert [(one.value, one.state) for one in told] == [(3.0, State.MET), (0.0, State.MET)]


def harmed(run: Run) -> None:
    """Have somebody mean harm, a fault happen, and the run end early."""
    run.judged_with(abuse=ABUSE, objectives=(LATENCY,))
    run.tries(*WITHSTOOD)
    run.day(populations=[{"visitors": PopulationCount(arrived=1, tries=10)}])
    run.record(aborted_for="errors", aborted_at_s=12, aborted_why="it was lost")
    run.folder.faults.parent.mkdir(exist_ok=True)
    FaultSpan(kind="kill", target="site", from_s=5.0, until_s=6.0).write(run.folder.faults)


def test_a_run_is_judged_by_all_that_there_is(good: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Objectives, ill will, controls, baseline; one ended early by each as far as it goes."""
    harmed(good)
    same = Comparison(before="a", after="b", answer=Answer.SAME, text="Same.", warnings=(), measures=())
    worse = replace(verdict(good).objectives[0], id="baseline", state=State.BROKEN)
    why = Reason(gate="conditions", id="baseline", text="There is none.")
    earlier = Held(comparison=same, objectives=(worse,), conditions=(why,))
    asked: list[object] = []

    def held(folder: RunFolder, facts: Recorded) -> Held:
        """Give what came of the baseline."""
        asked.append((folder, facts))
        return earlier

    def decided(judged: Judged, *, strict: bool) -> Verdict:
        """Decide, and keep by what."""
        asked.append((judged, strict))
        return decide(judged, strict=strict)

    monkeypatch.setattr("siaga.judge.run.held", held)
    monkeypatch.setattr("siaga.judge.run.decide", decided)
    judgement = judge_run(good.folder, good.scenario, strict=True)
    facts, result, audited = judgement.facts, judgement.verdict, audit(good.folder, good.scenario)
    (tried,), groups = ill_will(facts), control_groups(facts)
    early = (case_objective(tried), control_objective(groups), worse)
    assert {one.state for one in early} == {State.MET, State.BROKEN}
    judged = Judged(
        audit=audited,
        evidence=(*evidence(facts, audited), attempted([tried])),
        objectives=[
            judge_objective(LATENCY, facts, audited), *(undecided(one, facts.run) for one in early)
        ],
        load=result.load,
        conditions=(why,),
    )  # fmt: skip
    assert asked == [(good.folder, facts), (judged, True)]
    assert (result.comparison, result.ill_will, result.control) == (same, (tried,), groups)
