"""A Loaded scenario: each text is read once, since hundreds of runs by hand have the same."""

from functools import cache

from siaga.scenario.load import dump, loads
from siaga.scenario.model import Scenario


@cache
def loaded(text: str) -> Scenario:
    """Give the scenario of a text; it is frozen, and whoever changes it makes another."""
    return loads(text, "scenario.yaml")


def changed(scenario: Scenario, **parts: object) -> Scenario:
    """Give a scenario with some parts changed, as it would be read from its file."""
    return loaded(dump(scenario.model_copy(update=parts)))
