"""The audit of a run: its ledger held against every reading of the roll, rule by rule."""

from collections.abc import Sequence

from siaga.judge.books import Books, open_books
from siaga.judge.finding import Audit, Finding, HeadCount, RuleResult
from siaga.judge.head_count import head_count
from siaga.judge.rule import Ruling, rule_on
from siaga.judge.rules.catalogue import RULES
from siaga.judge.sometimes import seen
from siaga.judge.terms import Terms
from siaga.judge.witness import with_timelines
from siaga.record.run_folder import RunFolder
from siaga.record.run_record import RunRecord
from siaga.scenario.model import Scenario


def audit(folder: RunFolder, scenario: Scenario) -> Audit:
    """Audit a run from its folder alone; the same folder gives the same audit.

    Args:
        folder: the run.
        scenario: where its roll is and how many seats there are.

    Raises:
        ValueError: the ledger, a reading or the list of readings is damaged.
    """
    if scenario.site.roll is None or not folder.ledgers():
        return Audit(applicable=False)
    terms = Terms.of_run(folder, scenario)
    with open_books(folder, terms, workers=_workers(folder)) as books:
        rulings = [rule_on(rule, books, terms) for rule in RULES]
        audited = _audit(books, rulings, head_count(books, terms))
        return with_timelines(audited, books, scenario.traffic)


def _workers(folder: RunFolder) -> int | None:
    return RunRecord.read(folder.run).workers if folder.run.exists() else None


def unaudited(reason: str) -> Audit:
    """Give the audit of a run whose ledger cannot be believed: nothing is known."""
    rules = tuple(
        RuleResult(rule=rule.id, title=rule.title, state="unknown", text=reason) for rule in RULES
    )
    return Audit(applicable=True, rules=rules)


def _audit(books: Books, rulings: Sequence[Ruling], counts: HeadCount) -> Audit:
    found = {ruling.result.rule: ruling.count for ruling in rulings}
    return Audit(
        applicable=True,
        attempted=books.count("FROM operations"),
        acknowledged=books.count("FROM operations WHERE outcome = 'ok'"),
        refused=books.count("FROM operations WHERE outcome = 'refused'"),
        unknown=books.count("FROM operations WHERE outcome = 'unknown'"),
        on_roll=books.count("FROM last"),
        lost=found["R1"],
        duplicated=found["R2"],
        phantom=found["R3"],
        unexpected=found["R4"],
        recovered=found["R5"],
        over_quota=found["R6"],
        seen=seen(books),
        rules=tuple(ruling.result for ruling in rulings),
        findings=_told(rulings, "broken"),
        warnings=_told(rulings, "warned"),
        counts=counts,
    )


def _told(rulings: Sequence[Ruling], state: str) -> tuple[Finding, ...]:
    found = (ruling.finding for ruling in rulings if ruling.result.state == state)
    return tuple(one for one in found if one is not None)
