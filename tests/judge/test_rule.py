"""Claims about what a rule says: its state, its sentence with its strength, its witnesses."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.judge.books import open_books
from siaga.judge.rule import Rule, Ruling, rule_on
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.scenario.site import Site
from tests.judge.hand_made import Run

RULE = Rule(
    id="R99",
    title="no ledger holds anybody",
    claim="Nobody asks.",
    violations="SELECT person, at_s, operations AS severity, NULL AS seat FROM people",
    of="SELECT count(*) FROM operations",
    among="operations",
    broken="were asked for",
)


@pytest.fixture
def run(make: Callable[..., Run]) -> Run:
    """Four people; the third asks most often, so that first, worst and last differ."""
    run = make()
    run.operations((person, Outcome.OK) for person in ("ana", "budi", "citra", "citra", "dewi"))
    run.roll(before=[], first=[], second=[])
    return run


def ruled(run: Run, rule: Rule = RULE, quota: int | None = 10, workers: int | None = None) -> Ruling:
    """Say what a rule finds in a run."""
    terms = Terms(site=Site(quota=quota))
    with open_books(run.folder, terms, workers=workers) as books:
        return rule_on(rule, books, terms)


def test_a_broken_rule_shows_its_first_its_worst_and_its_last_violation(run: Run) -> None:
    """Each once, and without the number that they were sorted by."""
    ruling = ruled(run)
    assert ruling.finding is not None
    assert [one["person"] for one in ruling.finding.witnesses] == ["ana", "citra", "dewi"]
    assert ruling.finding.witnesses[0] == {"person": "ana", "at_s": 0.0, "seat": None}
    assert (ruling.count, ruling.finding.count, ruling.finding.of) == (4, 4, 5)
    assert (ruling.result.state, ruling.result.text) == ("broken", "4 of 5 operations were asked for.")


def test_one_violation_is_one_witness(run: Run) -> None:
    """First, worst and last are the same."""
    one = replace(RULE, violations=f"{RULE.violations} WHERE person = 'ana'")
    finding = ruled(run, one).finding
    assert finding is not None
    assert [row["person"] for row in finding.witnesses] == ["ana"]


@pytest.mark.parametrize(
    ("sampled", "said"),
    [
        (True, "0 of 5 operations were asked for, 95 % upper bound 45.07 %."),
        (False, "0 of 5 operations were asked for."),
    ],
)
def test_none_of_a_sample_leaves_a_bound(run: Run, sampled: bool, said: str) -> None:  # noqa: FBT001
    """1 - 0.05^(1/5) where the cases are a sample, and none where they are all there is."""
    none = replace(RULE, violations=f"{RULE.violations} WHERE false", sampled=sampled)
    ruling = ruled(run, none)
    assert (ruling.result.state, ruling.result.text, ruling.finding) == ("met", said, None)


def test_what_is_not_forbidden_is_only_counted(run: Run) -> None:
    """Met, whatever the number."""
    ruling = ruled(run, replace(RULE, forbidden=False))
    assert (ruling.result.state, ruling.count, ruling.finding) == ("met", 4, None)


@pytest.mark.parametrize(
    ("rule", "quota", "workers", "state", "said"),
    [
        (replace(RULE, needs=("quota",)), None, None, "not_applicable", "The scenario names no quota."),
        (
            replace(RULE, needs_before=True), 10, None, "unknown",
            "The roll could not be read before the run.",
        ),
        (
            replace(RULE, needs_ledgers=True), 10, 2, "unknown",
            "4 of 5 operations were asked for. A ledger that is missing or empty may explain it.",
        ),
    ],
)  # fmt: skip
def test_a_rule_that_lacks_what_it_needs_finds_nothing(
    run: Run, rule: Rule, quota: int | None, workers: int | None, state: str, said: str
) -> None:
    """It neither blames nor acquits; with what it needs it speaks."""
    run.roll(before="no answer", first=[], second=[])
    ruling = ruled(run, rule, quota, workers)
    assert (ruling.result.state, ruling.result.text, ruling.finding) == (state, said, None)
    run.roll(before=[], first=[], second=[])
    assert ruled(run, rule, 10, 1).result.state == "broken"


def test_without_any_reading_after_the_run_every_rule_is_silent(run: Run) -> None:
    """There is nothing to hold the ledger against."""
    run.roll(before=[], first="no answer")
    result = ruled(run).result
    assert (result.state, result.text) == ("unknown", "The roll could not be read after the run.")
