"""The Populace of a run: who its people are, by the scenario, the same on every worker."""

from collections.abc import Iterable
from pathlib import Path

from siaga.errors import SiagaError
from siaga.people.foreigners import Foreigners
from siaga.people.id_rule import RuleError
from siaga.people.people import People
from siaga.people.rule_file import same_rule
from siaga.scenario.model import Scenario


class PopulaceError(SiagaError):
    """The id rule of the scenario's people is not here, or is another one than the master's."""


def populace(scenario: Scenario, epoch: int, folders: Iterable[Path]) -> People | Foreigners:
    """Give the people of a run.

    Args:
        scenario: the resolved one.
        epoch: number of the run.
        folders: where the file of an id rule may be.

    Raises:
        PopulaceError: it is in none of them, or Faker has no such names here.
    """
    told = scenario.people
    if told is None:
        return People(seed=scenario.seed, epoch=epoch)
    try:
        rule = same_rule(told.id_rule, told.sha256, folders)
    except RuleError as error:
        raise PopulaceError(f"people.id-rule: {error}") from None
    try:
        return Foreigners(scenario.seed, epoch, locale=told.locale, rule=rule)
    except ValueError as error:
        raise PopulaceError(f"people.{error}") from None
