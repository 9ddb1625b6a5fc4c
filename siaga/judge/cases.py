"""The cases of a rule in a run: out of how many its violations would be."""

from collections.abc import Collection, Mapping

from siaga.judge.books import open_books
from siaga.judge.rules.catalogue import RULES
from siaga.judge.terms import Terms
from siaga.record.run_folder import RunFolder
from siaga.scenario.model import Scenario


def cases(folder: RunFolder, scenario: Scenario, rules: Collection[str]) -> Mapping[str, int]:
    """Count the cases of some rules, by id: a rule without any is met, and shows nothing.

    Raises:
        ValueError: the ledger or a reading of the roll is damaged.
    """
    terms = Terms.of_run(folder, scenario)
    with open_books(folder, terms) as books:
        return {rule.id: books.number(rule.of) for rule in RULES if rule.id in rules}
