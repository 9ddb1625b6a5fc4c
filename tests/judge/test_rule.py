"""Claims about what a rule says: its state, its sentence with its strength, its witnesses."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from siaga.judge import shelf
from siaga.judge.books import open_books
from siaga.judge.finding import RuleResult
from siaga.judge.rule import Rule, Ruling, rule_on
from siaga.judge.terms import Terms
from siaga.ledger.outcome import Outcome
from siaga.ledger.sighting import Sighting
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
    assert (ruling.finding.rule, ruling.finding.text) == ("R99", ruling.result.text)
    assert ruling.result == RuleResult(
        rule="R99",
        title="no ledger holds anybody",
        state="broken",
        text="4 of 5 operations were asked for.",
    )


@pytest.mark.parametrize(("by_person", "count"), [(False, 1), (True, 3)])
def test_a_rule_that_decides_each_person_apart_is_asked_of_each_part_of_them(
    run: Run,
    by_person: bool,  # noqa: FBT001
    count: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that no more than one part has to be looked at at a time; any other is asked once."""
    monkeypatch.setattr(shelf, "PART_BYTES", run.folder.ledger(0).stat().st_size // 3 + 1)
    once = "SELECT NULL AS person, 0 AS at_s, NULL AS seat, count(*) AS severity FROM people"
    assert ruled(run, replace(RULE, violations=once, by_person=by_person)).count == count


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
            "4 of 5 operations were asked for. A ledger that is missing, empty or short may explain it.",
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


@pytest.mark.parametrize(
    ("excuse", "state", "said"),
    [
        (
            "SELECT 'The sun shone.' AS excuse",
            "unknown",
            "4 of 5 operations were asked for. The sun shone.",
        ),
        ("SELECT 'The sun shone.' AS excuse WHERE false", "broken", "4 of 5 operations were asked for."),
    ],
)
def test_what_excuses_a_violation_leaves_it_unknown(
    run: Run, excuse: str, state: str, said: str
) -> None:
    """It is told beside the number; an excuse that is not there excuses nothing."""
    ruling = ruled(run, replace(RULE, excuse=excuse))
    assert (ruling.result.state, ruling.result.text) == (state, said)
    assert (ruling.finding is None) == (state == "unknown")
    assert ruling.count == 4
    none = replace(RULE, excuse=excuse, violations=f"{RULE.violations} WHERE false")
    assert ruled(run, none).result.state == "met"


@pytest.mark.parametrize(
    ("violations", "said"),
    [
        (RULE.violations, "4 of 5 operations were asked for, 2 s late at the worst."),
        (f"{RULE.violations} WHERE person <> 'citra'", "3 of 5 operations were asked for, 1 s late at"),
        (f"{RULE.violations} WHERE false", "0 of 5 operations were asked for, 95 % upper bound"),
    ],
)
def test_the_worst_violation_is_told_in_seconds(run: Run, violations: str, said: str) -> None:
    """Where the rule says how; of none there is no worst."""
    rule = replace(RULE, violations=violations, worst=", {} late at the worst")
    assert ruled(run, rule).result.text.startswith(said)


def test_a_rule_that_needs_notices_knows_nothing_without(run: Run) -> None:
    """Also where the roll could be read."""
    result = ruled(run, replace(RULE, needs_notices=True)).result
    said = "The notices could not be read both before the run and after it."
    assert (result.state, result.text) == ("unknown", said)
    run.also_read({"notices-before": [], "notices": []})
    assert ruled(run, replace(RULE, needs_notices=True)).result.state == "broken"


def test_a_rule_that_only_warns_has_its_violations_and_breaks_nothing(run: Run) -> None:
    """Counted, with witnesses, under a state of its own."""
    ruling = ruled(run, replace(RULE, warns=True))
    assert (ruling.result.state, ruling.count) == ("warned", 4)
    assert ruling.finding is not None
    assert len(ruling.finding.witnesses) == 3


def test_a_rule_that_needs_a_case_knows_nothing_without(run: Run) -> None:
    """No case at all is no pass, where the rule says so."""
    none = replace(RULE, of="SELECT 0", violations=f"{RULE.violations} WHERE false")
    assert ruled(run, none).result.state == "met"
    result = ruled(run, replace(none, no_case="Nobody looked.")).result
    assert (result.state, result.text) == ("unknown", "Nobody looked.")


def test_what_was_never_written_down_is_unknown(run: Run) -> None:
    """Without a plan no moment of ours is one of the site's."""
    result = ruled(run, replace(RULE, needs_written=("clock", "quota-times"))).result
    assert (result.state, result.text) == (
        "unknown",
        "There is no plan of the run, so nobody knows when it was by the site's clock.",
    )


def test_without_any_reading_after_the_run_every_rule_is_silent(run: Run) -> None:
    """There is nothing to hold the ledger against."""
    run.roll(before=[], first="no answer")
    result = ruled(run).result
    assert (result.state, result.text) == ("unknown", "The roll could not be read after the run.")


def test_everything_that_is_lacking_is_told(run: Run) -> None:
    """In one line, each in a sentence."""
    result = ruled(run, replace(RULE, needs=("quota", "seats")), quota=None).result
    said = "The scenario names no series that account for every seat (`site.seats`)."
    assert (result.state, result.text) == ("not_applicable", f"The scenario names no quota. {said}")
    raised = Terms(site=Site(quota=10), raises_s=((5.0, 20),))
    with open_books(run.folder, raised) as books:
        result = rule_on(replace(RULE, needs_written=("clock", "quota-times")), books, raised).result
    nobody = "There is no plan of the run, so nobody knows when"
    said = f"{nobody} it was by the site's clock. {nobody} the quota changed."
    assert (result.state, result.text) == ("unknown", said)


def test_a_rule_about_looks_applies_where_somebody_looked_at_that(run: Run) -> None:
    """A look at something else is none."""
    rule = replace(RULE, looks="remaining")
    run.sees(Sighting(what="holding", person="ana", visitor=1, text="r", began_s=1.0, ended_s=1.5))
    result = ruled(run, rule).result
    said = "No journey wrote down a look at what is remaining."
    assert (result.state, result.text) == ("not_applicable", said)
    run.sees(Sighting(what="remaining", person="ana", visitor=1, number=3, began_s=1.0, ended_s=1.5))
    assert ruled(run, rule).result.state == "broken"
