"""Claims about what the evidence tells of a run: every check with its value, limit and sentence."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from siaga.judge.agreement import counts_agree
from siaga.judge.audit import audit
from siaga.judge.counts import Counts
from siaga.judge.evidence import evidence
from siaga.judge.fault_evidence import faults_proven
from siaga.judge.finding import Audit
from siaga.judge.recorded import Recorded, recorded
from siaga.judge.self_tested import self_tested
from siaga.judge.target_evidence import target_unchanged
from siaga.judge.verdict import State
from siaga.record.fault_span import FaultSpan
from siaga.scenario.model import Evidence
from tests.judge.hand_made import DURATION_S, Run

Told = tuple[State, float | None, float, str]

NO_PLAN = "There is no plan of the run: it never began, or evidence/plan.json is lost."
EARLY = "ended the run early, at 12 s;"
NOTHING_TOLD = "No worker told anything of itself."
MET, BROKEN, UNKNOWN = State.MET, State.BROKEN, State.UNKNOWN

ALL_WELL: dict[str, Told] = {
    "run-to-its-end": (MET, 0.0, 0.0, "Nobody and no guard stopped the run."),
    "files-whole": (MET, 0.0, 0.0, "Every file of the run could be read."),
    "workers-complete": (MET, 1.0, 1.0, "1 of 1 workers wrote everything they had to write."),
    "files-confirmed": (MET, 3.0, 3.0, "3 of 3 files of the workers are what was written."),
    "plan-offered": (
        MET,
        1.0,
        0.95,
        "100 % of the arrivals planned in doors-open came, the fewest of all phases; 95 % are needed.",
    ),
    "generator-on-time": (
        MET,
        0.0,
        0.1,
        "In 98 of 100 seconds no worker was later than 0 ms; 100 ms are allowed.",
    ),
    "generator-not-saturated": (
        MET,
        0.2,
        0.8,
        "In 98 of 100 seconds no worker used more than 20 % of a core; 80 % are allowed.",
    ),
    "generator-equipped": (
        MET,
        0.0,
        0.001,
        (
            "0 of 2,000 samples failed (0 %) since a worker had no descriptor, port or memory left;"
            " 0.1 % are allowed."
        ),
    ),
    "telemetry-whole": (
        MET,
        1.0,
        5.0,
        "The site was not looked at for 1 s at the longest; 5 s are allowed.",
    ),
    "ledger-complete": (MET, 1.0, 1.0, "1 of 1 workers left a ledger."),
    "roll-read": (MET, 3.0, 3.0, "The roll was read 3 times: before, first, second."),
    "enough-acknowledged": (MET, 3.0, 3.0, "3 operations were acknowledged; 3 are needed."),
    "few-unknown": (
        MET,
        0.0,
        0.05,
        "0 of 4 operations have an unknown outcome (0 %); 5 % are allowed.",
    ),
    "moments-seen": (MET, 1.0, 1.0, "The run saw what it had to: refusal."),
}

Change = Callable[[Recorded], Recorded]


def told(facts: Recorded, audited: Audit) -> dict[str, Told]:
    """Give everything that each check says; those of other modules, with tests of their own, apart."""
    results = evidence(facts, audited)
    return {one.id: (one.state, one.value, one.limit, one.text) for one in results if one.id in ALL_WELL}


def looked(*at_s: float, cut_s: int | None = None, plan_s: float = DURATION_S) -> Change:
    """Have the site looked at at these run seconds alone, of a run that may be shorter."""
    times_s = np.array(at_s)

    def changed(facts: Recorded) -> Recorded:
        """Change what was recorded."""
        series = replace(facts.series, attempts_s=times_s, up=np.ones(times_s.size))
        shorter = None if facts.plan is None else replace(facts.plan, duration_s=plan_s)
        return replace(facts, series=series, cut_s=cut_s, plan=shorter)

    return changed


def asking(**said: object) -> Change:
    """Have the scenario ask for other evidence."""
    return lambda facts: replace(
        facts,
        scenario=facts.scenario.model_copy(update={"evidence": Evidence.model_validate(said)}),
    )


def gap(state: State, longest: str, gap_s: float) -> Told:
    """Give what is said of the longest time without a look at the site."""
    text = f"The site was not looked at for {longest} at the longest; 5 s are allowed."
    return state, gap_s, 5.0, text


def ended(**changed: object) -> Change:
    """Have run.json say something else."""
    return lambda facts: replace(facts, run=replace(facts.run, **changed))  # type: ignore[arg-type]


def test_what_a_site_or_a_run_has_more_is_asked_by_checks_of_their_own(good: Run) -> None:
    """Its build, its counter, faults that were or were to be, a self-test: each at its place."""
    site = good.scenario.site.model_copy(update={"counter": "joins_total", "build": "build_info"})
    good.judged_with(site=site, evidence=Evidence.model_validate({"self-test": "selftest.json"}))
    facts, audited = recorded(good.folder, good.scenario), audit(good.folder, good.scenario)
    assert not {"faults-proven", "moments-seen"} & {one.id for one in evidence(facts, audited)}
    facts = replace(facts, faults=(FaultSpan(kind="kill", target="site", from_s=5.0, until_s=6.0),))
    found = {one.id: one for one in evidence(facts, audited)}
    more = (
        target_unchanged(facts, "build_info"),
        faults_proven(facts),
        counts_agree(audited),
        self_tested(facts),
    )
    assert [one for one in found.values() if one.id in {each.id for each in more}] == list(more)


def test_a_whole_run_is_told_check_by_check_in_the_order_in_which_a_reader_asks(good: Run) -> None:
    """Each with what was measured, what was allowed, and both in its sentence."""
    found = told(recorded(good.folder, good.scenario), audit(good.folder, good.scenario))
    assert list(found.items()) == list(ALL_WELL.items())


@pytest.mark.parametrize(
    ("change", "name", "expected"),
    [
        (
            ended(interrupted=True, stopped_by="errors"),
            "run-to-its-end",
            (BROKEN, 1.0, 0.0, "Somebody stopped the run before its end."),
        ),
        (
            ended(stopped_by="too many errors"),
            "run-to-its-end",
            (BROKEN, 1.0, 0.0, "A guard (too many errors) stopped the run before its end."),
        ),
        (
            ended(aborted_for="join-latency", aborted_at_s=12),
            "run-to-its-end",
            (MET, 0.0, 0.0, f"join-latency {EARLY} what only a whole run can show is not asked."),
        ),
        (
            ended(aborted_for="errors", aborted_at_s=12),
            "run-to-its-end",
            (BROKEN, 1.0, 0.0, f"errors {EARLY} it is no key objective, and the run decides nothing."),
        ),
        (
            lambda facts: replace(facts, damage=("plan: is gone", "scrapes: are torn")),
            "files-whole",
            (BROKEN, 2.0, 0.0, "plan: is gone. scrapes: are torn."),
        ),
        (looked(6.0, 10.0, 15.0, 19.0), "telemetry-whole", gap(BROKEN, "6 s", 6.0)),
        (looked(-9.0, 4.0, 9.0, 13.0, 17.0), "telemetry-whole", gap(MET, "5 s", 5.0)),
        (looked(-9.0, 6.0, 11.0, 15.0, 19.0), "telemetry-whole", gap(BROKEN, "6 s", 6.0)),
        (looked(4.0, 8.0, 12.0, 14.0, 90.0), "telemetry-whole", gap(BROKEN, "6 s", 6.0)),
        (looked(), "telemetry-whole", gap(BROKEN, "20 s", float(DURATION_S))),
        (looked(4.0, 8.0, 11.0, cut_s=12), "telemetry-whole", gap(MET, "4 s", 4.0)),
        (looked(5.0, 10.0, 14.0, plan_s=18.5), "telemetry-whole", gap(MET, "5 s", 5.0)),
        (
            lambda facts: replace(facts, plan=None),
            "telemetry-whole",
            (UNKNOWN, None, 5.0, NO_PLAN),
        ),
        (lambda facts: replace(facts, plan=None), "plan-offered", (UNKNOWN, None, 0.95, NO_PLAN)),
        (
            lambda facts: replace(facts, counts=Counts(())),
            "generator-on-time",
            (UNKNOWN, None, 0.1, NOTHING_TOLD),
        ),
        (
            lambda facts: replace(facts, counts=Counts(())),
            "generator-not-saturated",
            (UNKNOWN, None, 0.8, NOTHING_TOLD),
        ),
        (
            lambda facts: replace(facts, handovers=None),
            "files-confirmed",
            (UNKNOWN, None, 3.0, "Nobody wrote down which files of the workers came whole."),
        ),
        (asking(offered=1.0), "plan-offered", (*ALL_WELL["plan-offered"][:2], 1.0, "")),
        (asking(cpu=0.2), "generator-not-saturated", (MET, 0.2, 0.2, "")),
        (
            asking(acknowledged=1_200),
            "enough-acknowledged",
            (BROKEN, 3.0, 1200.0, "3 operations were acknowledged; 1,200 are needed."),
        ),
        (
            asking(seen=("refusal", "recovery", "replay")),
            "moments-seen",
            (BROKEN, 1.0, 3.0, "The run never saw: recovery, replay; it proves nothing about that."),
        ),
    ],
)
def test_one_thing_is_changed_and_told_of(good: Run, change: Change, name: str, expected: Told) -> None:
    """The whole answer of its check; an empty sentence stands for any."""
    found = told(change(recorded(good.folder, good.scenario)), audit(good.folder, good.scenario))[name]
    assert found[:3] == expected[:3]
    assert expected[3] in {"", found[3]}


@pytest.mark.parametrize(
    ("audited", "name", "expected"),
    [
        (
            Audit(applicable=True),
            "few-unknown",
            (UNKNOWN, None, 0.05, "No operation was attempted."),
        ),
        (
            Audit(applicable=True, attempted=1_600, unknown=80),
            "few-unknown",
            (
                MET,
                0.05,
                0.05,
                "80 of 1,600 operations have an unknown outcome (5 %); 5 % are allowed.",
            ),
        ),
        (
            Audit(applicable=True, attempted=1, unknown=1),
            "few-unknown",
            (
                BROKEN,
                1.0,
                0.05,
                "1 of 1 operations have an unknown outcome (100 %); 5 % are allowed.",
            ),
        ),
        (
            Audit(applicable=True, seen=("sold-out", "refusal")),
            "moments-seen",
            (MET, 2.0, 2.0, "The run saw what it had to: sold-out, refusal."),
        ),
    ],
)
def test_what_was_audited_is_told_as_evidence(
    good: Run, audited: Audit, name: str, expected: Told
) -> None:
    """From the audit alone."""
    facts = recorded(good.folder, good.scenario)
    if name == "moments-seen":
        facts = asking(seen=("sold-out", "refusal"))(facts)
    assert told(facts, audited)[name] == expected


@pytest.mark.parametrize(
    ("audited", "ledgers", "empty", "expected"),
    [
        (Audit(applicable=True, unexpected=1), 2, 1, (BROKEN, 1.0)),
        (Audit(applicable=True, phantom=1), 2, 1, (BROKEN, 1.0)),
        (Audit(applicable=True, phantom=1), 1, 1, (BROKEN, 0.0)),
        (Audit(applicable=True, phantom=1), 2, 0, (MET, 2.0)),
        (Audit(applicable=True), 2, 1, (MET, 2.0)),
        (Audit(applicable=True), 1, 0, (BROKEN, 1.0)),
    ],
)
def test_an_empty_ledger_counts_unless_the_roll_holds_what_nobody_asked_for(
    good: Run, audited: Audit, ledgers: int, empty: int, expected: tuple[State, float]
) -> None:
    """People nobody asked for, or whom the site had refused: either is enough."""
    good.record(workers=2)
    facts = replace(recorded(good.folder, good.scenario), ledgers=ledgers, empty_ledgers=empty)
    state, value, limit, text = told(facts, audited)["ledger-complete"]
    assert (state, value, limit) == (*expected, 2.0)
    doubted = expected[1] < ledgers
    more = " 1 of them is empty, and the roll holds what nobody asked for." * doubted
    assert text == f"{ledgers} of 2 workers left a ledger.{more}"
